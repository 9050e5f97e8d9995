package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.testing.Leak;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.ParallelWrapper.TrainingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Promise 1 with several workers: at each iterationDone of each worker, and in the network that
 * comes out of each {@code fit()}. With {@code -Drounds=20} every combination is tried, and as
 * often; without, each mode with each kind of network.
 */
class WorkersLeakTest {
  private static final int ROUNDS = Integer.getInteger("rounds", 0);

  static Stream<Arguments> cases() {
    if (ROUNDS == 0) {
      return Stream.of(
          Arguments.of(TrainingMode.AVERAGING, 1, "mln", new Adam(0.05), 2),
          Arguments.of(TrainingMode.AVERAGING, 1, "graph", new AdaMax(0.05), 3),
          Arguments.of(TrainingMode.AVERAGING, 3, "mln", new Nadam(0.05), 2),
          Arguments.of(TrainingMode.AVERAGING, 3, "graph", new Nesterovs(0.05, 0.9), 2),
          Arguments.of(TrainingMode.SHARED_GRADIENTS, 1, "mln", new AMSGrad(0.05), 2),
          Arguments.of(TrainingMode.SHARED_GRADIENTS, 1, "graph", new Adam(0.05), 2),
          Arguments.of(TrainingMode.CUSTOM, 1, "mln", new AdaMax(0.05), 2),
          Arguments.of(TrainingMode.CUSTOM, 1, "graph", new Adam(0.05), 3));
    }
    List<Arguments> cases = new ArrayList<>();
    for (TrainingMode mode : TrainingMode.values()) {
      for (int frequency : mode == TrainingMode.AVERAGING ? List.of(1, 3) : List.of(1)) {
        for (String kind : List.of("mln", "graph")) {
          for (int workers : List.of(2, 4)) {
            for (IUpdater updater :
                List.of(
                    new Sgd(0.05),
                    new Nesterovs(0.05, 0.9),
                    new Adam(0.05),
                    new AdaMax(0.05),
                    new Nadam(0.05),
                    new AMSGrad(0.05),
                    new RmsProp(0.05))) {
              cases.add(Arguments.of(mode, frequency, kind, updater, workers));
            }
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0} every {1} {2} {3} {4} workers")
  @MethodSource("cases")
  void fit_prunedInMidFit_staysZero(
      TrainingMode mode, int frequency, String kind, IUpdater updater, int workers) {
    for (int round = 0; round <= ROUNDS; round++) {
      // From the first or second step to the last one of a fit, or into the second one.
      PruningRecipe recipe =
          PruningRecipe.builder().sparsity(0.6).iterations(round % 2, 5 + round % 3, 1).build();
      check(network(kind, updater), new PruningListener(recipe), mode, frequency, workers);
    }
  }

  @ParameterizedTest(name = "{0} every {1} {2} {3} {4} workers")
  @MethodSource("cases")
  void fit_prunedBefore_staysZero(
      TrainingMode mode, int frequency, String kind, IUpdater updater, int workers) {
    for (int round = 0; round <= ROUNDS; round++) {
      Model net = network(kind, updater);
      MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.6));
      check(net, PruningListener.keep(masks), mode, frequency, workers);
    }
  }

  private static void check(
      Model net, PruningListener pruner, TrainingMode mode, int frequency, int workers) {
    Watch watch = new Watch(pruner::masks);
    net.setListeners(pruner, watch);
    ParallelWrapper wrapper = Wrapped.of(net, mode, workers, frequency);
    for (int fit = 0; fit < 2; fit++) {
      wrapper.fit(Nets.iterator(6 * workers));
      Leak left = Leaks.of(net, pruner.masks());
      assertTrue(left.isNone(), () -> "after fit: " + left);
      pruner.afterFit(net);
      Leak after = Leaks.of(net, pruner.masks());
      assertTrue(after.isNone(), () -> "after afterFit: " + after);
    }

    pruner.requireComplete();
    assertAll(
        () ->
            assertTrue(watch.worst.worst.isNone(), () -> "in iterationDone: " + watch.worst.worst),
        () -> assertEquals(35, watch.worst.worst.positions),
        () -> assertEquals(12 * workers, watch.worst.looks));
  }

  /** The same measure finds leaks where nothing keeps them out. */
  @ParameterizedTest(name = "{0} every {1} {2} {3} {4} workers")
  @MethodSource("cases")
  void fit_withoutListener_leaks(
      TrainingMode mode, int frequency, String kind, IUpdater updater, int workers) {
    Model net = network(kind, updater);
    MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.6));
    Watch watch = new Watch(() -> masks);
    net.setListeners(watch);

    Wrapped.of(net, mode, workers, frequency).fit(Nets.iterator(6 * workers));

    assertTrue(watch.worst.worst.weights > 0, "weights");
    assertTrue(watch.worst.worst.gradient > 0, "gradient");
    assertTrue(watch.worst.worst.state > 0 || updater.stateSize(1) == 0, "state");
  }

  private static Model network(String kind, IUpdater updater) {
    return kind.equals("mln")
        ? Nets.mln(builder -> builder.updater(updater.clone()).l2(0.01))
        : Nets.graph(builder -> builder.updater(updater.clone()).l2(0.01));
  }

  /** One for all workers. */
  private static final class Watch extends BaseTrainingListener {
    private final Leak.Watch worst;

    Watch(Supplier<MaskStore> masks) {
      worst = Leaks.watch(masks);
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      synchronized (worst) {
        worst.iterationDone(model, iteration, epoch);
      }
    }
  }
}
