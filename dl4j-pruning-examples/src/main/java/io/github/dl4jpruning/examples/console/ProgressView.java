package io.github.dl4jpruning.examples.console;

import java.io.Console;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows how a training goes. */
@FunctionalInterface
public interface ProgressView extends Consumer<Progress>, AutoCloseable {
  @Override
  default void close() {}

  /** Shows nothing. */
  static ProgressView none() {
    return now -> {};
  }

  /**
   * A progress bar where a person watches, else a few lines.
   *
   * @param title of the training
   * @param iterations training steps in all
   */
  static ProgressView standard(String title, long iterations) {
    return isTerminal()
        ? bar(Screen.STANDARD, title, iterations)
        : lines(Screen.STANDARD, title, iterations, System::nanoTime);
  }

  /**
   * About ten lines for a log.
   *
   * @param screen where they go
   * @param title of the training
   * @param iterations training steps in all
   * @param nanos the clock
   */
  static ProgressView lines(Screen screen, String title, long iterations, LongSupplier nanos) {
    long start = nanos.getAsLong();
    return now -> {
      if (now.iteration() * 10 / iterations > (now.iteration() - 1) * 10 / iterations) {
        long left = (nanos.getAsLong() - start) * (iterations - now.iteration()) / now.iteration();
        screen.println(
            String.format(
                Locale.ROOT,
                "%s: step %d of %d, %s, %d s left",
                title,
                now.iteration(),
                iterations,
                describe(now),
                Duration.ofNanos(left).toSeconds()));
      }
    };
  }

  /**
   * A progress bar with the time left.
   *
   * @param screen where it goes
   * @param title of the training
   * @param iterations training steps in all
   */
  static ProgressView bar(Screen screen, String title, long iterations) {
    LiveLine line = new LiveLine(screen);
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(title)
            .setInitialMax(iterations)
            .setRenderer(new BarRenderer())
            .setUpdateIntervalMillis(200)
            .setConsumer(line)
            .build();
    return new ProgressView() {
      @Override
      public void accept(Progress now) {
        bar.setExtraMessage(describe(now));
        bar.stepTo(now.iteration());
      }

      @Override
      public void close() {
        bar.close();
        line.settle();
      }
    };
  }

  private static String describe(Progress now) {
    String accuracy =
        now.accuracy().isEmpty()
            ? ""
            : String.format(Locale.ROOT, "accuracy %.1f %%, ", 100 * now.accuracy().getAsDouble());
    return String.format(
        Locale.ROOT, "loss %.3f, %ssparsity %.1f %%", now.loss(), accuracy, 100 * now.sparsity());
  }

  /** Whether standard input and output are a terminal; from Java 22 on, Console is no proof. */
  @SuppressWarnings(
      "SystemConsoleNull") // null means no terminal up to Java 21; asked further below
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
