package io.github.dl4jpruning;

import static io.github.dl4jpruning.ListenerRuns.half;
import static io.github.dl4jpruning.ListenerRuns.steps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.schedule.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the listener tells: events, warnings, log lines and status. */
class PruningListenerLogTest {
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
}
