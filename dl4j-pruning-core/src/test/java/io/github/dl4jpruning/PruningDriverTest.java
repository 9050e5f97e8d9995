package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.Penalty;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Guard;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.testing.Leak;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.AdaMax;

class PruningDriverTest {
  @Test
  void stepsDone_roundsOfThree_changesOncePerRound() {
    MultiLayerNetwork net = Nets.mln();
    List<PruningEvent> events = new ArrayList<>();
    PruningListener pruner =
        PruningListener.builder(PruningRecipe.builder().sparsity(0.6).iterations(0, 7, 1).build())
            .onEvent(events::add)
            .build();
    PruningDriver driver = PruningDriver.of(pruner, net);

    driver.fitStarts();
    for (int round = 0; round < 3; round++) {
      net.params().addi(0.5);
      driver.stepsDone(3);
      assertTrue(Leaks.of(net, pruner.masks()).isNone());
    }
    driver.fitEnds();

    assertEquals(List.of(0L, 3L, 6L, 9L), events.stream().map(PruningEvent::iteration).toList());
    assertEquals(58 - 35, pruner.masks().kept());
    pruner.requireComplete();
  }

  /** Masks are due after steps 2, 4 and 6, inside of rounds, not at their ends. */
  @Test
  void stepsDone_dueInsideOfARound_changesAtItsEnd() {
    MultiLayerNetwork net = Nets.mln();
    List<PruningEvent> events = new ArrayList<>();
    PruningListener pruner =
        PruningListener.builder(PruningRecipe.builder().sparsity(0.6).iterations(0, 6, 2).build())
            .onEvent(events::add)
            .build();
    PruningDriver driver = PruningDriver.of(pruner, net);

    driver.fitStarts();
    driver.stepsDone(3);
    driver.stepsDone(2);
    driver.stepsDone(3);
    driver.fitEnds();

    assertEquals(List.of(0L, 3L, 5L, 8L), events.stream().map(PruningEvent::iteration).toList());
    pruner.requireComplete();
  }

  @Test
  void fitStarts_guardSaysStop_changesNothingMore() {
    MultiLayerNetwork net = Nets.mln();
    AtomicInteger score = new AtomicInteger(9);
    PruningListener pruner =
        PruningListener.builder(PruningRecipe.builder().sparsity(0.6).epochs(0, 3, 1).build())
            .guard(Guard.stop(score::getAndDecrement, 0.5))
            .build();
    PruningDriver driver = PruningDriver.of(pruner, net);

    driver.fitStarts();
    driver.fitEnds();
    driver.fitStarts();
    driver.fitEnds();
    MaskStore second = pruner.masks();
    driver.fitStarts();
    driver.fitEnds();

    assertEquals(9 - 2, score.get());
    assertTrue(second.sparsity() > 0);
    assertEquals(second, pruner.masks());
    assertEquals(PruningStatus.State.STOPPED, pruner.status().state());
  }

  /** As a one-shot pruning of the same network by the same samples decides. */
  @Test
  void stepsDone_criterionWithSignals_gathersThemFromSamples() {
    MultiLayerNetwork net = Nets.mln();
    RecipeBuilder recipe = PruningRecipe.builder().sparsity(0.6).criterion(Criterion.saliency());
    Samples samples = Samples.of(Nets.iterator(4));
    PruningListener pruner =
        PruningListener.builder(recipe.iterations(2, 2, 1).build()).samples(samples).build();
    PruningDriver driver = PruningDriver.of(pruner, net);

    driver.fitStarts();
    assertTrue(pruner.masks().sparsity() == 0);
    driver.stepsDone(3);

    pruner.requireComplete();
    MultiLayerNetwork other = Nets.mln();
    assertEquals(Pruner.prune(other, recipe.build(), samples), pruner.masks());
    assertNotEquals(
        Pruner.prune(Nets.mln(), PruningRecipe.oneShot(0.6)), pruner.masks(), "by magnitude");
  }

  @Test
  void of_criterionWithSignalsButWithoutSamples_isRefused() {
    assertEquals(
        "The criterion gathers [saliency] in training steps, which other processes do. Give the listener"
            + " examples to gather them from at each mask change,"
            + " PruningListener.builder(recipe).samples(...), use one that needs weights alone,"
            + " such as Criterion.magnitude(), or train in one process",
        refusal(Criterion.saliency()));
  }

  @Test
  void of_movement_isRefused() {
    assertEquals(
        "The criterion adds up all training steps, which other processes do. Use another criterion,"
            + " or train in one process",
        refusal(Criterion.movement()));
  }

  private static String refusal(Criterion criterion) {
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder().sparsity(0.5).iterations(2, 4, 1).criterion(criterion).build());
    return assertThrows(IllegalArgumentException.class, () -> PruningDriver.of(pruner, Nets.mln()))
        .getMessage();
  }

  static Stream<RecipeBuilder> recipes() {
    return Stream.of(
        PruningRecipe.builder().growth(Growth.rigl()),
        PruningRecipe.builder().growth(Growth.surgery(0.1)),
        PruningRecipe.builder().rewindTo(1),
        PruningRecipe.builder().meanReplacement(),
        PruningRecipe.builder().penalty(Penalty.groupLasso(Granularity.row(), 0.1)));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void of_recipeForTrainingSteps_isRefused(RecipeBuilder recipe) {
    PruningListener pruner = new PruningListener(recipe.sparsity(0.5).iterations(2, 4, 1).build());

    assertEquals(
        "Growth by gradient or of hidden weights, rewindTo(k), meanReplacement() and penalties take"
            + " part in training steps, which other processes do. Leave them out; DL4J's own L1"
            + " and L2 work everywhere, or train in one process",
        assertThrows(IllegalArgumentException.class, () -> PruningDriver.of(pruner, Nets.mln()))
            .getMessage());
  }

  /** A consumer that can't be serialized stays where it is. */
  @Test
  void serialized_listener_keepsMasksAndNothingElse() throws Exception {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(PruningRecipe.builder().sparsity(0.6).iterations(0, 9, 1).build())
            .onEvent(event -> {})
            .build();
    PruningDriver.of(pruner, net).fitStarts();
    PruningListener read = read(bytes(pruner));

    assertEquals(pruner.masks(), read.masks());
    MultiLayerNetwork copy = net.clone();
    Leak.Watch watch = Leaks.watch(read::masks);
    copy.setListeners(read, watch);
    copy.fit(Nets.iterator(4));
    assertTrue(watch.worst.isNone());
    read.requireComplete();
  }

  /** DL4J's shared training keeps the listeners of its first fit() in each executor. */
  @Test
  void serialized_laterMasks_reachWhatArrivedBefore() throws Exception {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.6).epochs(0, 2, 1).build());
    PruningDriver driver = PruningDriver.of(pruner, net);
    driver.fitStarts();
    byte[] before = bytes(pruner);
    Executor executor = new Executor(before, net);
    executor.fit();
    driver.fitEnds();

    driver.fitStarts();
    PruningListener second = read(bytes(pruner));
    PruningListener late = read(before);
    executor.fit();

    assertTrue(pruner.masks().sparsity() > 0);
    assertEquals(pruner.masks(), executor.arrived.masks());
    assertEquals(pruner.masks(), second.masks());
    assertEquals(pruner.masks(), late.masks());
    assertTrue(executor.watch.worst.isNone());
  }

  /** AdaMax writes into zero state; masks that come later must know. */
  @Test
  void serialized_laterMasksOfAdaMax_stateStaysZero() throws Exception {
    MultiLayerNetwork net = Nets.mln(builder -> builder.updater(new AdaMax(0.01)));
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.6).epochs(1, 1, 1).build());
    PruningDriver driver = PruningDriver.of(pruner, net);
    driver.fitStarts();
    Executor executor = new Executor(bytes(pruner), net);
    executor.fit();
    driver.fitEnds();
    driver.fitStarts();
    assertEquals(pruner.masks(), read(bytes(pruner)).masks());

    executor.fit();

    assertEquals(0.6, executor.arrived.masks().sparsity(), 0.01);
    assertTrue(executor.watch.worst.isNone());
  }

  /** Other processes' updates go into the weights, pruned or not. */
  @Test
  void serialized_weightsWrittenBetweenSteps_areClearedInTheNext() throws Exception {
    MultiLayerNetwork net = Nets.mln();
    PruningListener arrived =
        read(bytes(PruningListener.keep(Pruner.prune(net, PruningRecipe.oneShot(0.6)))));
    net.setListeners(arrived);
    net.fit(Nets.iterator(1).next());
    net.params().addi(0.1);

    net.fit(Nets.iterator(1).next());

    assertTrue(Leaks.of(net, arrived.masks()).isNone());
  }

  /** Trains a copy with the listener that came first, as DL4J's shared training does. */
  private static final class Executor {
    final PruningListener arrived;
    final Leak.Watch watch;
    private final MultiLayerNetwork copy;

    Executor(byte[] sent, MultiLayerNetwork net) throws Exception {
      arrived = read(sent);
      watch = Leaks.watch(arrived::masks);
      copy = net.clone();
      copy.setListeners(arrived, watch);
    }

    void fit() {
      copy.fit(Nets.iterator(2));
    }
  }

  private static PruningListener read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (PruningListener) in.readObject();
    }
  }

  /** Some 33 KB. */
  @Test
  void serialized_lenet300_isOneBitPerWeight() throws IOException {
    MultiLayerNetwork net = Nets.of(Nets.dense(784, 300), Nets.dense(300, 100), Nets.output(100));
    PruningListener pruner = PruningListener.keep(Pruner.prune(net, PruningRecipe.oneShot(0.9)));

    int bytes = bytes(pruner).length;

    int weights = 784 * 300 + 300 * 100 + 100 * 2;
    assertTrue(bytes > weights / 8 && bytes < weights / 8 + 1_000, () -> bytes + " bytes");
  }

  private static byte[] bytes(PruningListener pruner) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(pruner);
    }
    return bytes.toByteArray();
  }
}
