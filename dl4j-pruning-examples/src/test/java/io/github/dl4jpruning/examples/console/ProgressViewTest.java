package io.github.dl4jpruning.examples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);
  private final Screen screen = new Screen(() -> stream);

  @Test
  void lines_severalSteps_printsTenths() {
    AtomicLong clock = new AtomicLong(5);
    try (ProgressView view = ProgressView.lines(screen, "pruned", 20, clock::get)) {
      for (int step = 1; step <= 3; step++) {
        clock.addAndGet(Duration.ofSeconds(2).toNanos());
        view.accept(new Progress(step, 1, 0.4321, OptionalDouble.of(0.975), 0.5));
      }
    }

    assertEquals(
        "pruned: step 2 of 20, loss 0.432, accuracy 97.5 %, sparsity 50.0 %, 36 s left\n",
        printed());
  }

  @Test
  void lines_fewSteps_printsEach() {
    ProgressView view = ProgressView.lines(screen, "dense", 2, () -> 0);
    view.accept(new Progress(1, 1, 1, OptionalDouble.empty(), 0));
    view.accept(new Progress(2, 1, 1, OptionalDouble.empty(), 0));

    assertEquals(
        """
        dense: step 1 of 2, loss 1.000, sparsity 0.0 %, 0 s left
        dense: step 2 of 2, loss 1.000, sparsity 0.0 %, 0 s left
        """,
        printed());
  }

  @Test
  void bar_closed_showsTheLastStep() {
    try (ProgressView view = ProgressView.bar(screen, "pruned", 4)) {
      view.accept(new Progress(4, 1, 0.4321, OptionalDouble.of(0.975), 0.5));
    }

    String last = printed().substring(printed().lastIndexOf("\u001b[K") + 3);
    assertTrue(last.startsWith("pruned 100% ["), last);
    assertTrue(last.contains("] took 0:"), last);
    assertTrue(last.endsWith(", loss 0.432, accuracy 97.5 %, sparsity 50.0 %\n"), last);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
