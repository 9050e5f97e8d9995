package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.profiler.OpProfiler;
import org.nd4j.linalg.profiler.ProfilerConfig;

/** The ND4J operations of a training step, counted by ND4J's profiler. */
public final class StepOperations {
  private static final int BATCH = 8;

  private StepOperations() {}

  /**
   * Prints the operations of each network.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Logs.quiet();
    System.out.println(
        "| network | operations of a step | added while masks are kept | added by a mask change |");
    System.out.println("| --- | --- | --- | --- |");
    for (Workload workload : Workload.values()) {
      System.out.printf(
          "| %s | %d | %s | %s |%n",
          workload, total(plain(workload)), addedByKeeping(workload), addedByChange(workload));
    }
    System.exit(0);
  }

  /** What a step adds whose masks are as in the step before: operation to count. */
  static Map<String, Long> addedByKeeping(Workload workload) {
    MultiLayerNetwork network = workload.network(1);
    network.addListeners(PruningListener.keep(Pruner.prune(network, PruningRecipe.oneShot(0.9))));
    return difference(third(workload, network), plain(workload));
  }

  /** What a step adds that computes new masks and clears weights and state. */
  static Map<String, Long> addedByChange(Workload workload) {
    MultiLayerNetwork network = workload.network(1);
    network.addListeners(
        new PruningListener(PruningRecipe.builder().sparsity(0.9).oneShot(2).build()));
    return difference(third(workload, network), plain(workload));
  }

  private static Map<String, Long> plain(Workload workload) {
    return third(workload, workload.network(1));
  }

  /** The operations of a network's third step; the first ones build things up. */
  private static Map<String, Long> third(Workload workload, MultiLayerNetwork network) {
    DataSet batch = workload.batch(BATCH, new SplittableRandom(1));
    network.fit(batch.getFeatures(), batch.getLabels());
    network.fit(batch.getFeatures(), batch.getLabels());
    return count(() -> network.fit(batch.getFeatures(), batch.getLabels()));
  }

  /** Runs something and counts its operations by name. */
  static Map<String, Long> count(Runnable work) {
    OpProfiler profiler = OpProfiler.getInstance();
    // The profiler counts only while it times.
    Nd4j.getExecutioner()
        .setProfilingConfig(ProfilerConfig.builder().checkElapsedTime(true).build());
    profiler.reset();
    try {
      work.run();
    } finally {
      Nd4j.getExecutioner().setProfilingConfig(ProfilerConfig.builder().build());
    }
    Map<String, Long> counts = new TreeMap<>();
    // The counter gives its names in no other way; a line: name  >>> [count] perc: [percent]
    profiler
        .getOpCounter()
        .asString()
        .lines()
        .map(line -> line.substring(0, line.indexOf("  >>> [")))
        .forEach(name -> counts.put(name, profiler.getOpCounter().getCount(name)));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  private static Map<String, Long> difference(Map<String, Long> with, Map<String, Long> without) {
    Map<String, Long> added = new TreeMap<>(with);
    without.forEach((name, count) -> added.merge(name, -count, Long::sum));
    added.values().removeIf(count -> count == 0);
    return added;
  }

  /** All operations together. */
  static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
