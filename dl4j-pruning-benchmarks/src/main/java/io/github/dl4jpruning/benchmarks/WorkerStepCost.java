package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.ParallelWrapper.TrainingMode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The listener's share of a worker's step under ParallelWrapper: two stop watches stand before and
 * behind it among the listeners, in each worker's thread. Prints a Markdown table.
 */
@Command(
    name = "WorkerStepCost",
    mixinStandardHelpOptions = true,
    description = "The listener's share of a training step of ParallelWrapper's workers.")
public final class WorkerStepCost implements Callable<Integer> {
  private static final int BATCH = 64;

  @Option(names = "--workers", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--steps",
      defaultValue = "600",
      description = "Of each worker, the first quarter not counted (default: ${DEFAULT-VALUE}).")
  private int steps;

  private WorkerStepCost() {}

  /**
   * Runs it.
   *
   * @param args {@code --help} lists them
   */
  public static void main(String[] args) {
    Logs.quiet();
    System.exit(new CommandLine(new WorkerStepCost()).execute(args));
  }

  @Override
  public Integer call() {
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println("| network | mode | workers | step, ms | the listener's share |");
    System.out.println("| --- | --- | --- | --- | --- |");
    for (TrainingMode mode : List.of(TrainingMode.AVERAGING, TrainingMode.SHARED_GRADIENTS)) {
      measure(Workload.LENET_300_100, mode, steps);
      measure(Workload.LENET_5, mode, steps / 6);
    }
    return 0;
  }

  private void measure(Workload workload, TrainingMode mode, int count) {
    MultiLayerNetwork net = workload.network(1);
    PruningListener pruner = PruningListener.keep(Pruner.prune(net, PruningRecipe.oneShot(0.9)));
    StopWatch watch = new StopWatch(count / 4);
    net.setListeners(watch.before(), pruner, watch.behind());
    SplittableRandom random = new SplittableRandom(1);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < Math.min(count * workers, 100); i++) {
      batches.add(workload.batch(BATCH, random));
    }
    List<DataSet> all = new ArrayList<>();
    while (all.size() < count * workers) {
      all.addAll(batches);
    }
    ParallelWrapper wrapper =
        new ParallelWrapper.Builder<>(net)
            .workers(workers)
            .trainingMode(mode)
            .averagingFrequency(5)
            .build();
    wrapper.fit(new ListDataSetIterator<>(all.subList(0, count * workers), 1));
    pruner.afterFit(net);
    wrapper.shutdown();

    MedianInterval share = MedianInterval.of(watch.shares());
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %d | %.2f | %.2f %% [%.2f, %.2f] |%n",
        workload,
        mode,
        workers,
        new Median().evaluate(watch.steps()) / 1e6,
        100 * share.median(),
        100 * share.low(),
        100 * share.high());
  }

  /** What a step and the listeners between the two halves took, in each thread. */
  private static final class StopWatch {
    private final int warmUp;
    private final List<double[]> seen = Collections.synchronizedList(new ArrayList<>());
    private final ThreadLocal<long[]> clock = ThreadLocal.withInitial(() -> new long[4]);

    /** Clock: when the watched part began, its sum, when the last step ended, steps. */
    StopWatch(int warmUp) {
      this.warmUp = warmUp;
    }

    BaseTrainingListener before() {
      return new Edge(this::start, () -> {});
    }

    BaseTrainingListener behind() {
      return new Edge(this::stop, this::stepEnded);
    }

    private void start() {
      clock.get()[0] = System.nanoTime();
    }

    private void stop() {
      long[] now = clock.get();
      now[1] += System.nanoTime() - now[0];
    }

    private void stepEnded() {
      long[] now = clock.get();
      long end = System.nanoTime();
      if (++now[3] > warmUp) {
        seen.add(new double[] {now[1], end - now[2]});
      }
      now[1] = 0;
      now[2] = end;
    }

    double[] steps() {
      return seen.stream().mapToDouble(step -> step[1]).toArray();
    }

    double[] shares() {
      return seen.stream().mapToDouble(step -> step[0] / step[1]).toArray();
    }
  }

  /** Runs one task in each callback of a step, and another after the last one. */
  private static final class Edge extends BaseTrainingListener {
    private final Runnable each;
    private final Runnable end;

    Edge(Runnable each, Runnable end) {
      this.each = each;
      this.end = end;
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
      each.run();
    }

    @Override
    public void onBackwardPass(Model model) {
      each.run();
    }

    @Override
    public void onGradientCalculation(Model model) {
      each.run();
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      each.run();
      end.run();
    }
  }
}
