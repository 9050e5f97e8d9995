package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Guard;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.slf4j.LoggerFactory;

/** Schedules, events, status and guard, as a user sees them. */
class PruningListenerTest {
  /** 58 weights in three parameters of {@link Nets#mln()}. */
  private static RecipeBuilder half() {
    return PruningRecipe.builder().sparsity(0.5);
  }

  private static void steps(MultiLayerNetwork net, int count) {
    Nets.batches(count).forEach(net::fit);
  }

  @Test
  void fit_fiveLinesOfUserCode_reachesTarget() {
    MultiLayerNetwork net = Nets.mln();

    PruningRecipe recipe = PruningRecipe.builder().sparsity(0.9).iterations(5, 30, 5).build();
    PruningListener pruner = new PruningListener(recipe);
    net.addListeners(pruner);
    net.fit(Nets.iterator(20), 2);
    pruner.requireComplete();

    assertEquals(58 - 52, pruner.masks().kept());
  }

  static Stream<Long> seeds() {
    return new SplittableRandom(4).longs(300).boxed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fit_anyCadenceTargetAndShape_endsAtTargetToTheLastWeight(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int first = random.nextInt(4);
    int last = first + random.nextInt(7);
    int every = 1 + random.nextInt(5);
    double target = random.nextInt(990) / 1000.0;
    boolean global = random.nextBoolean();
    int hidden = 1 + random.nextInt(9);
    int inputs = 1 + random.nextInt(5);
    List<Schedule> schedules =
        List.of(Schedule.cubic(), Schedule.linear(), Schedule.exponential(), Schedule.cosine());
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(target)
                .iterations(first, last, every)
                .schedule(schedules.get(random.nextInt(4)))
                .allocation(global ? Allocation.global() : Allocation.uniform())
                .build());
    MultiLayerNetwork net = Nets.of(Nets.dense(inputs, hidden), Nets.output(hidden));
    net.addListeners(pruner);

    Nets.batches(last + 1, inputs, net.params().dataType()).forEach(net::fit);

    int w0 = inputs * hidden;
    int w1 = hidden * 2;
    assertEquals(Math.max(2, kept(w0 + w1, target)), pruner.masks().kept());
    if (!global) {
      long kept0 = pruner.masks().masks().get("0_W").kept();
      long kept1 = pruner.masks().masks().get("1_W").kept();
      assertEquals(Math.max(1, (1 - target) * w0), (double) kept0, 1.5);
      assertEquals(Math.max(1, (1 - target) * w1), (double) kept1, 1.5);
    }
    pruner.requireComplete();
    assertTrue(Leak.of(net, pruner.masks()).isNone());
  }

  private static long kept(int n, double target) {
    return n
        - new BigDecimal(Double.toString(target))
            .multiply(new BigDecimal(n))
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact();
  }

  @Test
  void fit_distanceNoMultipleOfEvery_firesAtLast() {
    List<Long> fired = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    net.addListeners(
        PruningListener.builder(half().iterations(1, 9, 3).build())
            .onEvent(event -> fired.add(event.iteration()))
            .build());

    steps(net, 15);

    assertEquals(List.of(1L, 4L, 7L, 9L), fired);
  }

  @Test
  void fit_networkTrainedBefore_countsFromItsOwnFirstStep() {
    List<Long> fired = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    steps(net, 20);
    net.addListeners(
        PruningListener.builder(half().iterations(2, 4, 2).build())
            .onEvent(event -> fired.add(event.iteration()))
            .build());

    steps(net, 5);

    assertEquals(25, net.getIterationCount());
    assertEquals(List.of(2L, 4L), fired);
  }

  @Test
  void onEvent_eachChange_tellsWhatHappened() {
    AtomicLong clock = new AtomicLong();
    List<PruningEvent> events = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(
                half().schedule(Schedule.linear()).iterations(0, 2, 1).seed(3).build())
            .onEvent(events::add)
            .nanoClock(() -> clock.getAndAdd(1_000_000))
            .build();
    net.addListeners(pruner);

    steps(net, 3);

    assertEquals(3, events.size());
    PruningEvent second = events.get(1);
    assertEquals(PruningEvent.Kind.PRUNED, second.kind());
    assertEquals(1, second.iteration());
    assertEquals(0, second.epoch());
    assertEquals(15, second.removed(), "round(0.25 * 58), half away from zero");
    assertEquals(0, second.returned());
    assertEquals(15 / 58.0, second.target().orElseThrow(), 1e-12);
    assertEquals(15 / 58.0, second.sparsity(), 1e-12);
    assertEquals(Duration.ofMillis(1), second.took());
    assertEquals(14, events.get(2).removed());
    assertEquals(pruner.masks(), events.get(2).masks());
  }

  @Test
  void fit_inEpochs_changesMasksInFirstIterationOfEpoch() {
    List<String> fired = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(half().epochs(1, 4, 2).build())
            .onEvent(event -> fired.add(event.epoch() + "/" + event.iteration()))
            .build();
    net.addListeners(pruner);

    net.fit(Nets.iterator(3), 1);
    net.fit(Nets.iterator(5), 2);
    assertEquals(
        "pruned 0.00 % of 50.00 %, 2 epochs to go", pruner.status().toString(), "after 3 epochs");
    net.fit(Nets.iterator(2), 3);

    assertEquals(List.of("1/3", "3/13", "4/15"), fired);
    assertEquals("pruned 50.00 %, complete", pruner.status().toString());
  }

  @Test
  void fit_epochRecipeWithoutEpochs_warnsOnce() {
    ListAppender<ILoggingEvent> log = capture();
    MultiLayerNetwork net = Nets.mln();
    net.addListeners(new PruningListener(half().epochs(0, 2, 1).build()));

    steps(net, 3);

    assertEquals(
        List.of(
            "The recipe prunes by epochs, but DL4J announces none: fit(DataSet) and"
                + " fit(INDArray, INDArray) have no epochs. Nothing will be pruned; use"
                + " fit(DataSetIterator), or a recipe in iterations"),
        lines(log, Level.WARN));
  }

  @Test
  void fit_firstChangeFarAfterTheFirstEpoch_warnsAtItsEnd() {
    ListAppender<ILoggingEvent> log = capture();
    MultiLayerNetwork net = Nets.mln();
    net.addListeners(new PruningListener(half().iterations(42, 60, 5).build()));

    net.fit(Nets.iterator(4), 2);

    assertEquals(
        List.of(
            "The first epoch had 4 iterations, and the first mask change comes at iteration 42: only"
                + " after 10.5 epochs. Train that long, or let the cadence begin earlier"),
        lines(log, Level.WARN));
  }

  @Test
  void attachTo_allBeforeTheFirstStep_warns() {
    ListAppender<ILoggingEvent> log = capture();

    new PruningListener(half().oneShot(0).build()).attachTo(Nets.mln());

    assertEquals(
        List.of(
            "The whole target is pruned before the first training step, from weights that nobody has"
                + " trained: let the cadence end later, as in iterations(first, last, every), or prune"
                + " a trained network"),
        lines(log, Level.WARN));
  }

  @Test
  void fit_scheduleUnfinished_saysSoAtEachEpochsEnd() {
    ListAppender<ILoggingEvent> log = capture();
    MultiLayerNetwork net = Nets.mln();
    net.addListeners(new PruningListener(half().iterations(2, 10, 4).build()));

    net.fit(Nets.iterator(4), 3);

    assertEquals(
        List.of(
            "Pruning is unfinished after epoch 0: pruned 0.00 % of 50.00 %, 7 iterations to go, 1.8"
                + " more epochs of 4 iterations",
            "Pruning is unfinished after epoch 1: pruned 43.10 % of 50.00 %, 3 iterations to go, 0.8"
                + " more epochs of 4 iterations"),
        lines(log, Level.INFO).stream().filter(line -> line.contains("unfinished")).toList());
  }

  @Test
  void fit_eachChange_logsOneLine() {
    ListAppender<ILoggingEvent> log = capture();
    MultiLayerNetwork net = Nets.mln();
    net.addListeners(new PruningListener(half().iterations(1, 3, 2).build()));

    steps(net, 4);

    List<String> changes =
        lines(log, Level.INFO).stream().filter(line -> line.startsWith("iteration")).toList();
    assertEquals(2, changes.size());
    assertTrue(
        changes.get(1).matches("iteration 3: 29 of 58 weights pruned \\(50.00 %\\), [0-9.]+ ms"),
        changes::toString);
  }

  private static ListAppender<ILoggingEvent> capture() {
    Logger logger = (Logger) LoggerFactory.getLogger(PruningListener.class);
    logger.detachAndStopAllAppenders();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    return appender;
  }

  private static List<String> lines(ListAppender<ILoggingEvent> log, Level level) {
    return log.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void status_beforeTraining_saysHow() {
    PruningListener pruner = new PruningListener(half().iterations(1, 3, 2).build());

    assertEquals(
        "The PruningListener has seen no network yet: add it with net.addListeners(...) and call"
            + " fit(), or attachTo(net)",
        assertThrows(IllegalStateException.class, pruner::status).getMessage());
    pruner.attachTo(Nets.mln());
    assertEquals(
        "pruned 0.00 % of 50.00 %, not started, 4 iterations to go", pruner.status().toString());
  }

  @Test
  void requireComplete_tooFewSteps_saysWhatIsMissing() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = new PruningListener(half().iterations(0, 20, 10).build());
    net.addListeners(pruner);

    steps(net, 12);

    assertEquals(
        "Pruning is not complete: pruned 43.10 % of 50.00 %, 9 iterations to go. Train longer, or"
            + " let the recipe's cadence end earlier",
        assertThrows(IllegalStateException.class, pruner::requireComplete).getMessage());
  }

  @Test
  void fit_sparsityZero_trainsAsIfThereWereNoListener() {
    MultiLayerNetwork with = Nets.mln(builder -> builder.l2(0.01).dropOut(0.8));
    MultiLayerNetwork without = Nets.mln(builder -> builder.l2(0.01).dropOut(0.8));
    with.addListeners(
        new PruningListener(PruningRecipe.builder().sparsity(0).iterations(0, 9, 3).build()));

    org.nd4j.linalg.factory.Nd4j.getRandom().setSeed(9);
    steps(with, 12);
    org.nd4j.linalg.factory.Nd4j.getRandom().setSeed(9);
    steps(without, 12);

    assertArrayEquals(without.params().toFloatVector(), with.params().toFloatVector());
  }

  @Test
  void fit_targetsWithOwnSparsityAndSchedule_reachEachTheirs() {
    ComputationGraph net = Nets.graph();
    PruningListener pruner =
        new PruningListener(
            half()
                .target(ParamFilter.layer("d1"), 0.8)
                .target(ParamFilter.layer("out"), 0.1, Schedule.constant())
                .iterations(0, 4, 2)
                .build());
    net.addListeners(pruner);
    List<DataSet> data = Nets.batches(6);

    data.subList(0, 1).forEach(net::fit);
    assertEquals(9, pruner.masks().masks().get("out_W").kept(), "constant: whole at once");
    assertEquals(18, pruner.masks().masks().get("d1_W").kept(), "cubic: starts at 0");
    data.subList(1, 6).forEach(net::fit);

    assertEquals(18 - 14, pruner.masks().masks().get("d1_W").kept());
    assertEquals(15, pruner.masks().masks().get("d2_W").kept());
    assertEquals(9, pruner.masks().masks().get("out_W").kept());
    assertEquals(
        List.of("d1_b[6]: bias", "bn_gamma[6]: normalisation parameter"),
        pruner.attachTo(net).orElseThrow().leftAlone().subList(0, 2).stream()
            .map(Object::toString)
            .toList());
  }

  @Test
  void fit_cyclicSchedule_bringsBackLastRemovedFirstAtZero() {
    MultiLayerNetwork net = Nets.of(Nets.dense(3, 6), Nets.output(6));
    List<MaskStore> history = new ArrayList<>();
    List<Integer> nonZeroStates = new ArrayList<>();
    PruningListener pruner =
        PruningListener.builder(
                PruningRecipe.builder()
                    .sparsity(0.8)
                    .schedule(Schedule.cyclic(2, 0.5))
                    .iterations(0, 12, 1)
                    .build())
            .onEvent(event -> history.add(event.masks()))
            .build();
    // Before the update of the step in which weights return, they and their state are still zero.
    net.setListeners(
        pruner,
        new BaseTrainingListener() {
          @Override
          public void onGradientCalculation(org.deeplearning4j.nn.api.Model model) {
            if (history.size() > 1) {
              MaskStore before = history.get(history.size() - 2);
              Leak leak = Leak.of(model, before);
              nonZeroStates.add(leak.weights == 0 && leak.state == 0 ? 0 : 1);
            }
          }
        });

    steps(net, 13);

    long fallen =
        IntStream.range(1, history.size())
            .filter(i -> history.get(i).kept() > history.get(i - 1).kept())
            .count();
    assertTrue(fallen >= 3, "the schedule falls in its second leg: " + fallen);
    int peak = 4; // first of three legs of 12 positions ends at 4
    for (int i = peak + 1; i <= 8; i++) {
      // Coming back in reverse order means: what is kept is what was kept at that count before.
      MaskStore now = history.get(i);
      long kept = now.kept();
      history.subList(0, peak + 1).stream()
          .filter(earlier -> earlier.kept() == kept)
          .forEach(earlier -> assertEquals(earlier, now));
      assertTrue(history.get(i - 1).isSubsetOf(now));
    }
    assertFalse(nonZeroStates.contains(1), nonZeroStates::toString);
    assertEquals(30 - 24, pruner.masks().kept());
    assertTrue(Leak.of(net, pruner.masks()).isNone());
  }

  @Test
  void fit_nanAndInfiniteGradients_doNotReachPrunedWeights() {
    for (float poison : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1e38f}) {
      MultiLayerNetwork net = Nets.mln();
      MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.5));
      PruningListener pruner = PruningListener.keep(masks);
      net.addListeners(pruner);
      DataSet bad = Nets.batches(1).get(0);
      bad.getFeatures().putScalar(0, 0, poison);

      steps(net, 2);
      net.fit(bad);
      steps(net, 2);

      Leak leak = Leak.of(net, masks);
      assertTrue(leak.isNone(), poison + ": " + leak);
      INDArray w = net.getParam("0_W");
      if (Float.isNaN(poison)) {
        assertTrue(Double.isNaN(w.sumNumber().doubleValue()), "kept weights are left as they are");
      }
    }
  }

  @Test
  void fit_weightsAreNan_stopsWithLayerAndParameter() {
    MultiLayerNetwork net = Nets.mln();
    net.addListeners(new PruningListener(half().iterations(0, 1, 1).build()));
    net.getParam("2_W").putScalar(7, Double.NaN);

    Exception e = assertThrows(IllegalStateException.class, () -> net.fit(Nets.batches(1).get(0)));

    assertTrue(
        e.getMessage()
            .matches(
                "The score of weight \\d+ of 2_W\\[6, 5\\] \\(layer layer2\\) is NaN: training has"
                    + " diverged, or the criterion divides by zero. Nothing was pruned"),
        e.getMessage());
  }

  @Test
  void guard_holdWhileScoreIsLow_reachesTargetLater() {
    // Looks before positions 1, 2, 3, 4 (the last), then every 1 after it.
    double[] scores = {0.9, 0.9, 0.5, 0.5, 0.88, 0.9};
    int[] look = {0};
    List<String> events = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(half().iterations(1, 4, 1).build())
            .guard(Guard.hold(() -> scores[look[0]++], 0.05))
            .onEvent(event -> events.add(event.kind() + " " + event.iteration()))
            .build();
    net.addListeners(pruner);

    steps(net, 5);
    assertEquals(PruningStatus.State.HELD, pruner.status().state());
    steps(net, 3);

    assertEquals(List.of("PRUNED 1", "PRUNED 2", "HELD 3", "HELD 4", "PRUNED 5"), events);
    pruner.requireComplete();
    assertEquals(29, pruner.masks().kept());
    assertEquals(5, look[0], "the score is asked for only when a change is due");
  }

  @Test
  void guard_stop_endsPruningForGood() {
    double[] scores = {0.9, 0.7, 0.9, 0.9, 0.9};
    int[] look = {0};
    List<String> events = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(half().schedule(Schedule.linear()).iterations(1, 6, 2).build())
            .guard(Guard.stop(() -> scores[look[0]++], 0.1))
            .onEvent(event -> events.add(event.kind() + " " + event.iteration()))
            .build();
    net.addListeners(pruner);

    steps(net, 9);

    assertEquals(List.of("PRUNED 1", "STOPPED 3"), events);
    assertEquals(
        "Pruning is not complete: pruned 0.00 % of 50.00 %, stopped by the guard",
        assertThrows(IllegalStateException.class, pruner::requireComplete).getMessage());
  }

  @Test
  void guard_inEpochs_looksBetweenEpochs() {
    List<String> looks = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(half().epochs(1, 3, 1).build())
            .guard(
                Guard.hold(
                    () -> {
                      looks.add("" + net.getIterationCount());
                      return net.evaluate(Nets.iterator(2)).accuracy();
                    },
                    1))
            .build();
    net.addListeners(pruner);

    net.fit(Nets.iterator(3), 5);

    assertEquals(List.of("3", "6", "9"), looks);
    pruner.requireComplete();
  }

  @Test
  void guard_badDrop_isRefused() {
    assertEquals(
        "A guard's drop must be at least 0, got -0.1",
        assertThrows(IllegalArgumentException.class, () -> Guard.hold(() -> 1, -0.1)).getMessage());
  }

  @Test
  void fit_sameSeed_givesSameMasks() {
    for (Criterion criterion :
        List.of(
            Criterion.magnitude(),
            Criterion.random(),
            Criterion.gradientMagnitude(),
            Criterion.saliency())) {
      List<MaskStore> runs = new ArrayList<>();
      for (int run = 0; run < 2; run++) {
        MultiLayerNetwork net = Nets.mln();
        PruningListener pruner =
            new PruningListener(half().criterion(criterion).iterations(2, 10, 4).seed(11).build());
        net.addListeners(pruner);
        steps(net, 12);
        runs.add(pruner.masks());
      }
      assertEquals(runs.get(0), runs.get(1), criterion::toString);
    }
  }

  /** Signals against gradients that the test gathers by itself, from an unmasked network. */
  @Test
  void signals_overThreeSteps_areMeansOverBatchesAndSteps() {
    MultiLayerNetwork net = Nets.of(Nets.output(3));
    float[][] seen = new float[2][];
    double[] gradient = new double[6];
    double[] saliency = new double[6];
    Criterion both =
        new Criterion() {
          @Override
          public java.util.Set<io.github.dl4jpruning.criterion.Signal> signals() {
            return java.util.Set.of(
                io.github.dl4jpruning.criterion.Signal.gradientMagnitude(),
                io.github.dl4jpruning.criterion.Signal.saliency());
          }

          @Override
          public float[] score(io.github.dl4jpruning.criterion.ScoreContext context) {
            seen[0] = context.signal(io.github.dl4jpruning.criterion.Signal.gradientMagnitude());
            seen[1] = context.signal(io.github.dl4jpruning.criterion.Signal.saliency());
            return context.weights();
          }
        };
    net.setListeners(
        new BaseTrainingListener() {
          @Override
          public void onGradientCalculation(org.deeplearning4j.nn.api.Model model) {
            double[] g = model.getGradientsViewArray().toDoubleVector();
            double[] w = model.params().toDoubleVector();
            for (int i = 0; i < 6; i++) {
              gradient[i] += Math.abs(g[i] / 8) / 3;
              saliency[i] += Math.abs(w[i] * g[i] / 8) / 3;
            }
          }
        },
        new PruningListener(half().criterion(both).oneShot(2).build()));

    steps(net, 3);

    for (int i = 0; i < 6; i++) {
      assertEquals(gradient[i], seen[0][i], 1e-6);
      assertEquals(saliency[i], seen[1][i], 1e-6);
    }
  }

  @Test
  void fit_masksOverTime_areMonotone() {
    List<MaskStore> history = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    net.addListeners(
        new ScoreIterationListener(100),
        PruningListener.builder(PruningRecipe.builder().sparsity(0.9).iterations(0, 20, 2).build())
            .onEvent(event -> history.add(event.masks()))
            .build());

    steps(net, 22);

    assertEquals(11, history.size());
    for (int i = 1; i < history.size(); i++) {
      assertTrue(history.get(i).isSubsetOf(history.get(i - 1)));
    }
  }

  @Test
  void fit_startingMasks_areKeptAndExtended() {
    MultiLayerNetwork net = Nets.mln();
    MaskStore start =
        Pruner.prune(
            net,
            PruningRecipe.builder().target(ParamFilter.layer("layer0"), 0.5).oneShot(0).build());
    PruningListener pruner =
        PruningListener.builder(half().oneShot(3).build()).masks(start).build();
    net.addListeners(pruner);

    steps(net, 2);
    assertEquals(start, pruner.masks());
    steps(net, 3);

    Mask first = pruner.masks().masks().get("0_W");
    assertTrue(first.isSubsetOf(start.masks().get("0_W")));
    assertEquals(29, pruner.masks().kept());
  }

  @Test
  void fit_zooOfLayersInOneRecipe_namesUnknownLayer() {
    Layer layer = Nets.dense(3, 4);
    MultiLayerNetwork net = Nets.of(layer, Nets.output(4));
    PruningListener pruner =
        new PruningListener(half().target(ParamFilter.layer("fc9"), 0.5).oneShot(0).build());

    assertEquals(
        "There is no layer fc9 with parameters. The network has [layer0, layer1]",
        assertThrows(IllegalArgumentException.class, () -> pruner.attachTo(net)).getMessage());
  }
}
