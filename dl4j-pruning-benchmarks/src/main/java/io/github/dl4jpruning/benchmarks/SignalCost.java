package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.structure.Granularity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What it costs to gather each criterion's signals: ND4J operations of a step before the first mask
 * change, by ND4J's profiler, and bytes held outside of the heap.
 */
public final class SignalCost {
  private SignalCost() {}

  /**
   * Prints a table.
   *
   * @param args none
   * @throws InterruptedException never, in practice
   */
  public static void main(String[] args) throws InterruptedException {
    Logs.quiet();
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println("| LeNet-300-100 | operations added to a step | bytes per parameter |");
    System.out.println("| --- | ---: | ---: |");
    for (Map.Entry<String, RecipeBuilder> choice : choices().entrySet()) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %.2f |%n",
          choice.getKey(),
          operations(choice.getValue()),
          bytesPerParameter(choice.getValue()));
    }
    System.exit(0);
  }

  /** Everything that gathers something, each in a recipe that prunes in a far step. */
  static Map<String, RecipeBuilder> choices() {
    Map<String, RecipeBuilder> choices = new LinkedHashMap<>();
    put(choices, "magnitude", Criterion.magnitude(), Granularity.weight());
    put(choices, "random", Criterion.random(), Granularity.weight());
    put(choices, "gradient magnitude", Criterion.gradientMagnitude(), Granularity.weight());
    put(choices, "saliency", Criterion.saliency(), Granularity.weight());
    put(choices, "saliency, exponential", Criterion.saliency(0.9), Granularity.weight());
    put(choices, "Taylor", Criterion.taylor(), Granularity.weight());
    put(choices, "Taylor, columns", Criterion.taylor(), Granularity.column());
    put(choices, "movement", Criterion.movement(), Granularity.weight());
    put(choices, "Optimal Brain Damage", Criterion.optimalBrainDamage(), Granularity.weight());
    put(choices, "SNIP's mean gradient", Criterion.snip(), Granularity.weight());
    put(choices, "Wanda", Criterion.wanda(), Granularity.weight());
    put(choices, "mean activation, columns", Criterion.meanActivation(), Granularity.column());
    put(
        choices,
        "activation variance, columns",
        Criterion.activationVariance(),
        Granularity.column());
    put(choices, "APoZ, columns", Criterion.averagePercentageOfZeros(), Granularity.column());
    put(choices, "geometric median, columns", Criterion.geometricMedian(), Granularity.column());
    choices.put("SET", growing(Growth.set()));
    choices.put("RigL", growing(Growth.rigl()));
    choices.put("network surgery", growing(Growth.surgery(0.1)));
    return choices;
  }

  private static void put(
      Map<String, RecipeBuilder> choices, String name, Criterion criterion, Granularity shape) {
    choices.put(name, recipe().criterion(criterion).granularity(shape));
  }

  private static RecipeBuilder growing(Growth growth) {
    return recipe().growth(growth).schedule(Schedule.constant());
  }

  private static RecipeBuilder recipe() {
    return PruningRecipe.builder().sparsity(0.9).iterations(1_000_000, 1_000_000, 1);
  }

  /** How many operations a step has more than without a listener. */
  static long operations(RecipeBuilder recipe) {
    return StepOperations.total(steps(network(recipe)))
        - StepOperations.total(steps(Workload.LENET_300_100.network(1)));
  }

  private static MultiLayerNetwork network(RecipeBuilder recipe) {
    MultiLayerNetwork network = Workload.LENET_300_100.network(1);
    network.addListeners(new PruningListener(recipe.build()));
    return network;
  }

  private static Map<String, Long> steps(MultiLayerNetwork network) {
    DataSet batch = Workload.LENET_300_100.batch(8, new SplittableRandom(1));
    network.fit(batch.getFeatures(), batch.getLabels());
    network.fit(batch.getFeatures(), batch.getLabels());
    return StepOperations.count(() -> network.fit(batch.getFeatures(), batch.getLabels()));
  }

  /** What a listener holds once it has seen a step. */
  static double bytesPerParameter(RecipeBuilder recipe) throws InterruptedException {
    MultiLayerNetwork network = Workload.LENET_300_100.network(1);
    DataSet batch = Workload.LENET_300_100.batch(8, new SplittableRandom(1));
    network.fit(batch);
    network.fit(batch);
    long before = allocated();
    PruningListener listener = new PruningListener(recipe.build());
    network.addListeners(listener);
    network.fit(batch);
    network.fit(batch);
    double held = allocated() - before;
    listener.status();
    return held / network.numParams();
  }

  private static long allocated() throws InterruptedException {
    MemoryUse.collect();
    return Nd4j.getEnvironment().getDeviceCouner(0);
  }
}
