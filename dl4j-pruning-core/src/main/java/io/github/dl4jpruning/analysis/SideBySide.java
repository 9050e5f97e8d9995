package io.github.dl4jpruning.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs tasks side by side, and leaves no thread behind. */
final class SideBySide {
  private SideBySide() {}

  /**
   * Runs all tasks; none goes on once this has returned or thrown.
   *
   * @return the results, in the tasks' order
   * @throws RuntimeException what the first task (in their order) threw; later ones are not begun
   */
  static <T> List<T> run(int threads, List<Callable<T>> tasks) {
    ExecutorService workers = Executors.newFixedThreadPool(threads, SideBySide::daemon);
    try {
      List<Future<T>> futures = tasks.stream().map(workers::submit).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw unchecked(Objects.requireNonNull(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while networks were scored", e);
    } finally {
      stop(workers);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "dl4j-pruning-analysis");
    thread.setDaemon(true);
    return thread;
  }

  private static void stop(ExecutorService workers) {
    workers.shutdownNow();
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        if (workers.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }
}
