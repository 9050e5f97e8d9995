package io.github.dl4jpruning;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.io.SavedArray;
import io.github.dl4jpruning.io.SavedMemory;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.select.RemovalOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** All that a run remembers from step to step besides its masks; new, or as a checkpoint has it. */
final class Memory {
  private static final String HIDDEN = "hidden weights";
  private static final String REWIND = "rewind point";
  private static final String SIGNAL = "signal ";
  private static final String MEAN = "mean ";

  final Optional<Timetable> timetable;
  final Optional<GuardWatch> guard;
  final Optional<RemovalOrder> removals;
  final Optional<HiddenWeights> hidden;
  final Optional<RewindPoint> rewind;
  private Optional<SignalCollector> signals;
  private final Optional<MeanReplacement> replacement;
  private Optional<SignalCollector> means;

  Memory(
      PrunableModel model,
      Optional<ResolvedRecipe> resolved,
      Optional<Guard> guard,
      Optional<SavedMemory> saved,
      List<ModelParam> pruned,
      Origin origin) {
    Optional<PruningRecipe> recipe = resolved.map(ResolvedRecipe::recipe);
    this.timetable = resolved.map(Timetable::new);
    this.guard = guard.map(GuardWatch::new);
    this.removals =
        resolved
            .filter(ResolvedRecipe::recovers)
            .map(
                r ->
                    saved
                        .map(state -> RemovalOrder.of(state.removals()))
                        .orElseGet(RemovalOrder::new));
    this.hidden =
        recipe
            .flatMap(PruningRecipe::growth)
            .filter(Growth.Surgery.class::isInstance)
            .map(growth -> hiddenWeights((Growth.Surgery) growth, model, origin));
    this.rewind =
        recipe
            .flatMap(PruningRecipe::rewind)
            .map(point -> new RewindPoint(point, origin.positions()));
    Set<Signal> wanted = recipe.map(r -> r.criterion().signals()).orElse(Set.of());
    this.signals =
        wanted.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new SignalCollector(wanted, model, resolved.orElseThrow().pools(), origin));
    this.replacement =
        recipe.filter(PruningRecipe::meanReplacement).map(r -> new MeanReplacement(model, pruned));
    this.means =
        replacement.map(
            r -> new SignalCollector(Set.of(MeanReplacement.MEANS), model, r.pools(), origin));
    saved.ifPresent(memory -> load(model, memory));
  }

  private static HiddenWeights hiddenWeights(
      Growth.Surgery surgery, PrunableModel model, Origin origin) {
    return new HiddenWeights(surgery.learningRate(), model, origin.positions());
  }

  /** Refuses a criterion that training can't serve. */
  static void requireGatherable(Criterion criterion, Optional<Samples> samples) {
    if (criterion.needsData() && samples.isEmpty()) {
      throw new IllegalArgumentException(
          "%s measures losses and needs data: PruningListener.builder(recipe).samples(...)"
              .formatted(criterion));
    }
    if (criterion.signals().contains(new Signal.ExampleFisher())) {
      throw new IllegalArgumentException(
          "%s needs the gradients of single examples, which training does not make: use"
                  .formatted(criterion)
              + " Pruner.prune(network, recipe, samples), or Criterion.optimalBrainDamage()");
    }
  }

  Optional<SignalCollector> signals() {
    return signals;
  }

  /** Averages of what pruned parameters read. */
  Optional<SignalCollector> means() {
    return means;
  }

  /** Lets biases take over what newly pruned weights added, before those are cleared. */
  void replaceMeans(PrunableModel model, Origin origin, MaskStore before, MaskStore after) {
    replacement.ifPresent(
        r -> {
          Map<String, float[]> values = means.orElseThrow().take().get(MeanReplacement.MEANS);
          r.apply(model, origin, before, after, values);
        });
  }

  /** Frees what the last mask change was based on. */
  void forgetSignals() {
    signals = Optional.empty();
    means = Optional.empty();
  }

  private void load(PrunableModel model, SavedMemory state) {
    state.clock().ifPresent(clock -> timetable.ifPresent(table -> table.load(clock)));
    guard.ifPresent(watch -> watch.load(state.guardBest(), state.guardLatest()));
    array(state, HIDDEN).ifPresent(values -> hidden.ifPresent(weights -> weights.load(values)));
    array(state, REWIND).ifPresent(values -> rewind.ifPresent(point -> point.load(model, values)));
    if (timetable.filter(Timetable::isComplete).isPresent()) {
      forgetSignals();
    }
    load(state, SIGNAL, signals);
    load(state, MEAN, means);
  }

  private static void load(SavedMemory state, String prefix, Optional<SignalCollector> collector) {
    collector.ifPresent(
        c ->
            c.averages()
                .forEach((name, average) -> array(state, prefix + name).ifPresent(average::load)));
  }

  private static void save(
      Map<String, SavedArray> arrays, String prefix, Optional<SignalCollector> collector) {
    collector.ifPresent(
        c -> c.averages().forEach((name, average) -> arrays.put(prefix + name, average.save())));
  }

  private static Optional<SavedArray> array(SavedMemory state, String name) {
    return Optional.ofNullable(state.arrays().get(name));
  }

  /** For a checkpoint, or a smaller network. */
  SavedMemory save() {
    return new SavedMemory(
        timetable.map(Timetable::clock),
        removals.map(RemovalOrder::ranks).orElse(Map.of()),
        arrays(),
        guard.map(GuardWatch::best).orElseGet(OptionalDouble::empty),
        guard.map(GuardWatch::latest).orElseGet(OptionalDouble::empty));
  }

  private Map<String, SavedArray> arrays() {
    Map<String, SavedArray> arrays = new HashMap<>();
    hidden.ifPresent(weights -> arrays.put(HIDDEN, weights.save()));
    rewind.flatMap(RewindPoint::save).ifPresent(values -> arrays.put(REWIND, values));
    save(arrays, SIGNAL, signals);
    save(arrays, MEAN, means);
    return arrays;
  }
}
