package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Training steps in pairs: one network with the listener, one without, both on the same fresh
 * minibatch, taking turns in going first. Whatever else the machine does falls on both alike.
 *
 * <p>Both must also do the same arithmetic. Left alone they would drift apart: units die, their
 * optimiser state decays into subnormal numbers, which are slow, and the network that may use all
 * weights would do so on other data than the pruned one. So every {@value #RESET} pairs both get
 * the same weights, with zeros where the pruned one has them, and empty optimiser state; outside
 * the timing. What is subnormal just before is counted, for both.
 */
final class StepPairs {
  /** Pairs between two resets. */
  static final int RESET = 50;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double SPARSITY = 0.9;
  private static final int BATCH = 64;

  private final Workload workload;
  private final boolean changing;
  private final SplittableRandom random;
  private final MultiLayerNetwork with;
  private final MultiLayerNetwork without;
  private final PruningListener listener;
  private final INDArray start;
  private long subnormalWith;
  private long subnormalWithout;

  private StepPairs(Workload workload, Optional<PruningRecipe> changing, long seed) {
    this.workload = workload;
    this.changing = changing.isPresent();
    this.random = new SplittableRandom(seed);
    this.with = workload.network(seed);
    this.without = workload.network(seed);
    this.start = with.params().dup();
    this.listener =
        changing
            .map(PruningListener::new)
            .orElseGet(
                () -> PruningListener.keep(Pruner.prune(with, PruningRecipe.oneShot(SPARSITY))));
    with.addListeners(listener);
  }

  /** A listener that keeps 90 % at zero and changes nothing. */
  static StepPairs keeping(Workload workload, long seed) {
    return new StepPairs(workload, Optional.empty(), seed);
  }

  /**
   * A listener that prunes to 90 % over the given number of steps, with a mask change every so many
   * of them.
   */
  static StepPairs pruning(Workload workload, long steps, long every, long seed) {
    PruningRecipe recipe =
        PruningRecipe.builder().sparsity(SPARSITY).iterations(0, steps, every).build();
    return new StepPairs(workload, Optional.of(recipe), seed);
  }

  /**
   * What was measured.
   *
   * @param with each step with the listener
   * @param without each step without it, in the same order
   * @param changed whether that step with the listener changed the masks
   * @param subnormalWith the most subnormal numbers seen in weights, gradient and state of the one
   * @param subnormalWithout and of the other
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Times(
      Time[] with, Time[] without, boolean[] changed, long subnormalWith, long subnormalWithout) {}

  /**
   * How long one step took.
   *
   * @param wall nanoseconds that passed
   * @param cpu nanoseconds that its thread ran: on a busy machine less, and steadier
   */
  record Time(double wall, double cpu) {}

  /** Runs warm-up pairs, which count for nothing, then those that count. */
  Times run(int warmUp, int pairs) {
    if (changing) {
      warmUpMaskChange();
    }
    Time[] timesWith = new Time[pairs];
    Time[] timesWithout = new Time[pairs];
    boolean[] changed = new boolean[pairs];
    for (int i = -warmUp; i < pairs; i++) {
      if (Math.floorMod(i, RESET) == 0 || i == -warmUp) {
        reset();
      }
      DataSet batch = workload.batch(BATCH, random);
      MaskStore before = listener.masks();
      boolean withFirst = i % 2 == 0;
      Time first = step(withFirst ? with : without, batch);
      Time second = step(withFirst ? without : with, batch);
      if (i >= 0) {
        timesWith[i] = withFirst ? first : second;
        timesWithout[i] = withFirst ? second : first;
        changed[i] = !listener.masks().equals(before);
      }
    }
    countSubnormals();
    return new Times(timesWith, timesWithout, changed, subnormalWith, subnormalWithout);
  }

  private static Time step(MultiLayerNetwork network, DataSet batch) {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    network.fit(batch.getFeatures(), batch.getLabels());
    return new Time(System.nanoTime() - wall, THREADS.getCurrentThreadCpuTime() - cpu);
  }

  private void reset() {
    countSubnormals();
    with.params().assign(start);
    Pruner.apply(with, listener.masks());
    without.params().assign(with.params());
    for (MultiLayerNetwork network : new MultiLayerNetwork[] {with, without}) {
      network.getUpdater().getStateViewArray().assign(0);
      network.setIterationCount(0);
    }
  }

  /** In a long training most mask changes meet compiled code. */
  private void warmUpMaskChange() {
    PrunableModel model = PrunableModel.of(with);
    ResolvedRecipe recipe = ResolvedRecipe.of(PruningRecipe.oneShot(SPARSITY), model);
    for (int i = 0; i < 200; i++) {
      Pruner.masks(model, recipe, 1, MaskStore.empty(), Map.of(), Optional.empty());
    }
  }

  private void countSubnormals() {
    subnormalWith = Math.max(subnormalWith, subnormals(with));
    subnormalWithout = Math.max(subnormalWithout, subnormals(without));
  }

  private static long subnormals(MultiLayerNetwork network) {
    long count = subnormals(network.params());
    if (network.getGradientsViewArray() != null) {
      count += subnormals(network.getGradientsViewArray());
    }
    return count + subnormals(network.getUpdater().getStateViewArray());
  }

  private static long subnormals(INDArray array) {
    long count = 0;
    for (float value : array.reshape(array.length()).toFloatVector()) {
      if (value != 0 && Math.abs(value) < Float.MIN_NORMAL) {
        count++;
      }
    }
    return count;
  }
}
