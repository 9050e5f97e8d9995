package io.github.dl4jpruning.training;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.SavedArray;
import io.github.dl4jpruning.training.signal.SignalCollector;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Averages what pruned parameters read, and lets biases take over at each mask change. */
final class MeansOfPruned implements StepPart {
  private final MeanReplacement replacement;
  private final Origin origin;
  private final Gathering means;

  MeansOfPruned(MeanReplacement replacement, PrunableModel model, Origin origin) {
    this.replacement = replacement;
    this.origin = origin;
    this.means =
        new Gathering(
            "mean ",
            new SignalCollector(Set.of(MeanReplacement.MEANS), model, replacement.pools(), origin));
  }

  @Override
  public void backwardPassed(PrunableModel model, int batch) {
    means.backwardPassed(model, batch);
  }

  @Override
  public void masksChange(Step step, MaskStore before, MaskStore after) {
    replacement.apply(
        step.model(),
        origin,
        before,
        after,
        Objects.requireNonNull(means.take().get(MeanReplacement.MEANS)));
  }

  @Override
  public void complete() {
    means.complete();
  }

  @Override
  public Map<String, SavedArray> save() {
    return means.save();
  }

  @Override
  public void load(PrunableModel model, SavedArrays saved) {
    means.load(model, saved);
  }
}
