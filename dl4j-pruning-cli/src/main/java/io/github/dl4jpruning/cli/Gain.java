package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.structure.Slice;
import io.github.dl4jpruning.structure.StructureGraph;
import io.github.dl4jpruning.structure.StructureGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one way of pruning would buy.
 *
 * @param what is pruned, in words
 * @param parameters that would be left, zeros not counted
 * @param macs for one example, as ND4J computes them; empty if unknown
 * @param smallFile bytes of the small file, about
 */
record Gain(String what, long parameters, OptionalLong macs, long smallFile) {
  private static final List<Integer> PERCENTS = List.of(50, 80, 90, 95);

  static List<Gain> of(PrunableModel model, StructureGraph graph, Costs costs) {
    List<Gain> gains = new ArrayList<>();
    PERCENTS.forEach(percent -> gains.add(weights(model, costs, percent)));
    half(model, graph, costs).ifPresent(gains::add);
    return gains;
  }

  /** Zeros change no operation of ND4J's. */
  private static Gain weights(PrunableModel model, Costs costs, int percent) {
    long prunable =
        model.params().stream().filter(ModelParam::isPrunable).mapToLong(ModelParam::length).sum();
    long all = model.params().stream().mapToLong(ModelParam::length).sum();
    long left = all - Math.round(prunable * (percent / 100.0));
    double share = percent / 100.0;
    double entropy = -(share * Math.log(share) + (1 - share) * Math.log(1 - share)) / Math.log(2);
    long bytes = left * model.dataType().width() + (long) Math.ceil(prunable * entropy / 8);
    OptionalLong macs =
        costs.macs().isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(
                model.params().stream().mapToLong(param -> costs.of(param).orElse(0)).sum());
    return new Gain("%s %% of the weights".formatted(percent), left, macs, bytes);
  }

  /** Which half does not matter to what is left. */
  private static Optional<Gain> half(PrunableModel model, StructureGraph graph, Costs costs) {
    Map<ModelParam, List<Half>> held = new HashMap<>();
    for (StructureGroup group : graph.groups()) {
      group.slices().stream()
          .filter(slice -> group.size() > 1)
          .forEach(
              slice ->
                  held.computeIfAbsent(slice.param(), param -> new ArrayList<>())
                      .add(new Half(slice, group.size() / 2)));
    }
    if (held.isEmpty()) {
      return Optional.empty();
    }
    long parameters = 0;
    long macs = 0;
    for (ModelParam param : model.params()) {
      long left = left(param, held.getOrDefault(param, List.of()));
      parameters += left;
      macs += left * costs.macs().map(counted -> counted.of(param)).orElse(0L);
    }
    return Optional.of(
        new Gain(
            "half of the structures",
            parameters,
            costs.macs().isPresent() ? OptionalLong.of(macs) : OptionalLong.empty(),
            parameters * model.dataType().width()));
  }

  private static long left(ModelParam param, List<Half> halves) {
    if (halves.isEmpty()) {
      return param.length();
    }
    long left = 0;
    for (int position = 0; position < param.length(); position++) {
      boolean goes = false;
      for (int i = 0; i < halves.size() && !goes; i++) {
        goes = halves.get(i).holds(position);
      }
      left += goes ? 0 : 1;
    }
    return left;
  }

  /** The structures from 0 on of a parameter that go. */
  private record Half(Slice slice, int removed) {
    boolean holds(int position) {
      int structure = slice.structureAt(position);
      return structure != Slice.NONE && structure < removed;
    }
  }
}
