package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.FlatMask;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One mask change as the listener makes it: copy the weights out, score, choose, build the masks
 * and their flat form. To 90 %, by magnitude.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class MaskUpdateBenchmark {
  private static final double SPARSITY = 0.9;

  /** Which network. */
  @Param({"LENET_5", "LENET_300_100"})
  public Workload network;

  /** How the amount is split: GLOBAL or UNIFORM. */
  @Param({"GLOBAL", "UNIFORM"})
  public Split allocation;

  /** The sparsity before; 0 for a dense network. */
  @Param({"0.0", "0.8"})
  public double from;

  private PrunableModel model;
  private ResolvedRecipe recipe;
  private MaskStore before;

  /** The allocations, as JMH can name them. */
  public enum Split {
    /** Across all parameters. */
    GLOBAL,
    /** The same share of each. */
    UNIFORM
  }

  /** Prunes to where the change starts from. */
  @Setup
  public void prepare() {
    Logs.quiet();
    MultiLayerNetwork trained = network.network(1);
    model = PrunableModel.of(trained);
    before = from == 0 ? MaskStore.empty() : Pruner.prune(trained, recipe(from));
    recipe = ResolvedRecipe.of(recipe(SPARSITY), model);
  }

  private PruningRecipe recipe(double sparsity) {
    return PruningRecipe.builder()
        .sparsity(sparsity)
        .schedule(Schedule.constant())
        .allocation(allocation == Split.GLOBAL ? Allocation.global() : Allocation.uniform())
        .oneShot(0)
        .build();
  }

  /**
   * The change.
   *
   * @return the new masks' flat form
   */
  @Benchmark
  public FlatMask update() {
    MaskStore masks = Pruner.masks(model, recipe, 1, before, Map.of(), Optional.empty());
    return FlatMask.of(model.params(), masks, model.dataType());
  }
}
