package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.recipe.Penalty;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.structure.Granularity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.ParallelWrapper.TrainingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener does in a ParallelWrapper besides keeping zeros zero. */
class WorkersTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void fit_iterations_countStepsOfTheUsersNetwork() {
    List<PruningEvent> events = new CopyOnWriteArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(PruningRecipe.builder().sparsity(0.5).iterations(1, 5, 2).build())
            .onEvent(events::add)
            .build();
    net.setListeners(pruner);

    Wrapped.of(net, TrainingMode.AVERAGING, 2, 1).fit(Nets.iterator(12));

    assertEquals(6, net.getIterationCount(), "12 minibatches, 2 workers");
    assertEquals(List.of(1L, 3L, 5L), events.stream().map(PruningEvent::iteration).toList());
    pruner.requireComplete();
  }

  @Test
  void fit_endsBeforeTheTarget_saysSo() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.5).iterations(1, 6, 1).build());
    net.setListeners(pruner);

    Wrapped.of(net, TrainingMode.AVERAGING, 2, 1).fit(Nets.iterator(12));

    assertTrue(
        assertThrows(IllegalStateException.class, pruner::requireComplete)
            .getMessage()
            .startsWith("Pruning is not complete: "));
    assertTrue(Leaks.of(net, pruner.masks()).isNone());
  }

  /** Each fit() is an epoch. */
  @Test
  void fit_epochs_countFits() {
    List<PruningEvent> events = new CopyOnWriteArrayList<>();
    ComputationGraph net = Nets.graph();
    PruningListener pruner =
        PruningListener.builder(PruningRecipe.builder().sparsity(0.5).epochs(1, 2, 1).build())
            .onEvent(events::add)
            .build();
    net.setListeners(pruner);
    ParallelWrapper wrapper = Wrapped.of(net, TrainingMode.AVERAGING, 2, 1);
    for (int epoch = 0; epoch < 3; epoch++) {
      wrapper.fit(Nets.iterator(4));
      assertTrue(Leaks.of(net, pruner.masks()).isNone());
      pruner.afterFit(net);
    }

    assertEquals(List.of(1L, 2L), events.stream().map(PruningEvent::epoch).toList());
    pruner.requireComplete();
  }

  /** DL4J leaves a MultiLayerNetwork without its updater. */
  @Test
  void afterFit_multiLayerNetwork_hasItsUpdaterStateAgain() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.5).iterations(1, 2, 1).build());
    net.setListeners(pruner);
    Wrapped.of(net, TrainingMode.AVERAGING, 2, 1).fit(Nets.iterator(8));
    assertEquals(0, net.getUpdater().getStateViewArray().norm2Number().doubleValue());

    pruner.afterFit(net);

    assertTrue(net.getUpdater().getStateViewArray().norm2Number().doubleValue() > 0);
    assertTrue(Leaks.of(net, pruner.masks()).isNone());
  }

  /** Hangs now and then in DL4J, whose network has no updater after a fit(). */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fit_manyOnOneWrapper_doNotHang(boolean afterFit) {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.5).iterations(1, 9, 1).build());
    net.setListeners(pruner);
    ParallelWrapper wrapper = Wrapped.of(net, TrainingMode.SHARED_GRADIENTS, 2, 1);

    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          for (int fit = 0; fit < 8; fit++) {
            wrapper.fit(Nets.iterator(4));
            if (afterFit) {
              pruner.afterFit(net);
            }
          }
        });

    pruner.requireComplete();
  }

  @ParameterizedTest
  @EnumSource(TrainingMode.class)
  void fit_consumerThrows_stopsAllWorkersAndSaysWhy(TrainingMode mode) {
    MultiLayerNetwork net = Nets.mln();
    AssertionError cause = new AssertionError("no room left");
    PruningListener pruner =
        PruningListener.builder(PruningRecipe.builder().sparsity(0.5).iterations(2, 6, 1).build())
            .onEvent(
                event -> {
                  throw cause;
                })
            .build();
    net.setListeners(pruner);
    ParallelWrapper wrapper = Wrapped.of(net, mode, 2, 1);

    Throwable thrown =
        assertTimeoutPreemptively(
            LIMIT,
            () -> assertThrows(RuntimeException.class, () -> wrapper.fit(Nets.iterator(12))));

    Throwable reason = thrown;
    while (reason.getCause() != null && !(reason instanceof IllegalStateException)) {
      reason = reason.getCause();
    }
    assertEquals("Pruning failed in a worker: no room left", reason.getMessage());
    assertSame(cause, reason.getCause());
    assertSame(
        cause, assertThrows(IllegalStateException.class, pruner::requireComplete).getCause());
  }

  static Stream<PruningRecipe> recipesForOneThread() {
    return Stream.of(
        PruningRecipe.builder().sparsity(0.5).iterations(1, 3, 1).rewindTo(0).build(),
        PruningRecipe.builder().sparsity(0.5).iterations(1, 3, 1).meanReplacement().build(),
        PruningRecipe.builder()
            .sparsity(0.5)
            .iterations(1, 3, 1)
            .growth(Growth.surgery(0.01))
            .build());
  }

  @ParameterizedTest
  @MethodSource("recipesForOneThread")
  void fit_recipeThatWritesWeights_isRefused(PruningRecipe recipe) {
    MultiLayerNetwork net = Nets.mln();
    net.setListeners(new PruningListener(recipe));
    ParallelWrapper wrapper = Wrapped.of(net, TrainingMode.SHARED_GRADIENTS, 2, 1);

    Throwable thrown =
        assertTimeoutPreemptively(
            LIMIT,
            () -> assertThrows(RuntimeException.class, () -> wrapper.fit(Nets.iterator(12))));

    assertTrue(
        thrown
            .toString()
            .contains("Pruning failed in a worker: Several workers can't follow a recipe with"),
        thrown::toString);
  }

  static Stream<PruningRecipe> recipes() {
    return Stream.of(
        PruningRecipe.builder().sparsity(0.5).iterations(0, 4, 1).growth(Growth.rigl()).build(),
        PruningRecipe.builder()
            .sparsity(0.5)
            .iterations(1, 4, 1)
            .criterion(Criterion.wanda())
            .penalty(Penalty.groupLasso(Granularity.row(), 0.001))
            .build());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void fit_gradientsActivationsPenalties_work(PruningRecipe recipe) {
    for (Model net : List.of(Nets.mln(), Nets.graph())) {
      PruningListener pruner = new PruningListener(recipe);
      net.setListeners(pruner);

      Wrapped.of(net, TrainingMode.AVERAGING, 2, 1).fit(Nets.iterator(12));

      pruner.requireComplete();
      assertTrue(Leaks.of(net, pruner.masks()).isNone());
    }
  }
}
