package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.compact.CompactionPlan;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.facts.LatencyComparison;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.RandomInputs;
import io.github.dl4jpruning.structure.LeftAlone;
import io.github.dl4jpruning.structure.StructureGraph;
import io.github.dl4jpruning.structure.StructureGroup;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Half of each layer's channels removed from the networks of DL4J's zoo, built with random weights
 * at the smallest of the usual input sizes that each accepts: parameters, MACs, latency, what is
 * left alone. Arguments: names of networks; none for all.
 */
public final class ZooCompaction {
  private static final int PAIRS = 20;
  private static final double MILLION = 1e6;

  private ZooCompaction() {}

  /**
   * Prints one line of a Markdown table per network.
   *
   * @param names of networks; none for all
   */
  public static void main(String... names) {
    Logs.quiet();
    List<String> wanted = List.of(names);
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println(
        "| network | input | parameters, M | after | MACs, M | after | ms | after |"
            + " faster | largest difference | left alone |");
    System.out.println(
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
    Zoo.networks((network, type) -> StructureGraph.of(PrunableModel.of(network), type))
        .forEach(
            (name, network) -> {
              if (wanted.isEmpty() || wanted.contains(name)) {
                measure(name, network.get());
              }
            });
  }

  private static void measure(String name, Zoo.Built built) {
    PrunableModel model = PrunableModel.of(built.network());
    Zoo.unsettle(built);
    StructureGraph graph = StructureGraph.of(model, built.type());
    CompactionPlan plan = Compactor.plan(built.network(), half(graph), built.type());
    Compacted<Model> small = Compactor.apply(built.network(), plan);
    INDArray[] examples = RandomInputs.of(model, List.of(built.type()), 1, 3);
    LatencyComparison latency =
        LatencyComparison.measure(built.network(), small.network(), PAIRS, examples);
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.3f | %.3f | %.2f | %.2f | %.1f | %.1f | %.2f | %.0e (%s) | %s |",
            name,
            built.input(),
            plan.before().parameters() / MILLION,
            plan.after().parameters() / MILLION,
            plan.before().macs().orElseThrow() / MILLION,
            plan.after().macs().orElseThrow() / MILLION,
            latency.beforeMillis(),
            latency.afterMillis(),
            latency.speedUp(),
            small.difference().largest(),
            small.difference().precision(),
            reasons(plan.leftAlone())));
  }

  /** Every second structure of each group. */
  private static MaskStore half(StructureGraph graph) {
    MaskStore masks = MaskStore.empty();
    for (StructureGroup group : graph.groups()) {
      BitSet removed = new BitSet();
      for (int u = 1; u < group.size(); u += 2) {
        removed.set(u);
      }
      masks = masks.intersection(group.masks(removed));
    }
    return masks;
  }

  /** Reasons, and how many structures each holds back. */
  private static String reasons(List<LeftAlone> leftAlone) {
    Map<String, Integer> counts = new TreeMap<>();
    leftAlone.forEach(each -> counts.merge(each.reason(), each.structures(), Integer::sum));
    return String.join(
        "; ",
        counts.entrySet().stream().map(each -> each.getValue() + ": " + each.getKey()).toList());
  }
}
