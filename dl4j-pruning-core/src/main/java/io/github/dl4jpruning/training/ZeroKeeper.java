package io.github.dl4jpruning.training;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.FlatMask;
import io.github.dl4jpruning.model.FlatViews;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.TrainedZeros;
import io.github.dl4jpruning.model.WeightInspection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pruned positions at zero. Weights and updater state are cleared when masks change, when
 * DL4J replaces the updater or its state, and at each epoch's start; in all other steps the
 * gradient is enough, and costs one operation.
 */
final class ZeroKeeper {
  private final TrainedZeros stay;
  private final DeviceMasks devices;
  private MaskStore flattened = MaskStore.empty();
  private Optional<FlatMask> flat = Optional.empty();
  private @Nullable Object clearedUpdater;
  private @Nullable Object clearedState;
  private boolean trusted;

  /** What does not stay zero by itself is looked after behind each update too. */
  ZeroKeeper(TrainedZeros stay, DeviceMasks devices) {
    this.stay = stay;
    this.devices = devices;
  }

  /** Forgets what was cleared, because the network's arrays are new. */
  void forget() {
    clearedUpdater = null;
    flattened = MaskStore.empty();
  }

  /** Others write weights between steps, as workers do when they are averaged. */
  void expectOthers() {
    trusted = true;
  }

  /** Clears weights and state in the next step once more, because others may have written them. */
  void clearAllAgain() {
    clearedUpdater = null;
  }

  /**
   * In the first step after masks have changed: whether what they removed is still zero. A
   * constraint of a user's own, or a listener, may have written it after the update.
   *
   * @throws IllegalStateException if not
   */
  @SuppressWarnings("ReferenceEquality") // as below
  void requireHeld(PrunableModel model, MaskStore masks) {
    if (trusted || masks != flattened || masks.sparsity() == 0) {
      return;
    }
    trusted = true;
    Optional<String> written = WeightInspection.firstNonZero(model, masks);
    if (written.isPresent()) {
      throw new IllegalStateException(
          "Pruned weights came back after the update: %s. A constraint or a listener of your own"
                  .formatted(written.get())
              + " writes weights after the PruningListener has cleared them: leave it out, or let it"
              + " pass over zeros");
    }
  }

  /** Builds the masks' flat form, unless it is there. */
  @SuppressWarnings("ReferenceEquality") // a store never changes; equals() would read all its bits
  void flatten(PrunableModel model, MaskStore masks) {
    if (masks != flattened) {
      flat = masks.isEmpty() ? Optional.empty() : Optional.of(devices.of(model, masks));
      flattened = masks;
      clearedUpdater = null;
    }
  }

  /** Clears weights only, before a forward pass; the updater's state follows in the next step. */
  void clearWeights(PrunableModel model, MaskStore masks) {
    flatten(model, masks);
    clearedUpdater = null;
    flat.ifPresent(mask -> mask.clear(model.flatParams(), 0));
  }

  /** Clears what this step needs, between backward pass and update. */
  void clear(PrunableModel model, FlatViews views, MaskStore masks) {
    flatten(model, masks);
    flat.ifPresent(
        mask -> {
          Object state = views.updater().getStateViewArray();
          if (clearedUpdater != views.updater() || clearedState != state) {
            views.clearWeightsAndState(mask);
            clearedUpdater = views.updater();
            clearedState = state;
          }
          views.clearGradient(mask);
        });
  }

  /** Clears what other workers' updates, added to this one, have left behind. */
  void clearAfterExchange(PrunableModel model) {
    flat.ifPresent(
        mask -> {
          FlatViews views = model.views();
          mask.clear(views.params(), 0);
          views.clearGradient(mask);
        });
    clearAfterUpdate(model);
  }

  /**
   * Clears what an update has left behind.
   *
   * @throws IllegalStateException if weights are no longer numbers and constraints would spread
   *     that to pruned ones; DL4J applies constraints after this
   */
  void clearAfterUpdate(PrunableModel model) {
    if (!stay.inState()) {
      flat.ifPresent(model.views()::clearState);
    }
    if (!stay.inWeights() && flat.isPresent()) {
      WeightInspection.requireNumbers(model);
    }
  }
}
