package io.github.dl4jpruning.examples.spark;

import io.github.dl4jpruning.testing.Leak;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Travels with the tasks; after each step it notes, in a folder that all executors share, how many
 * weights are zero, and the largest gradient and updater state there.
 */
final class ZeroWatch extends BaseTrainingListener implements Serializable {
  private static final long serialVersionUID = 1;

  private final String folder;

  ZeroWatch(Path folder) {
    this.folder = folder.toString();
  }

  /**
   * One step.
   *
   * @param process the executor's id
   * @param zeros weights that are zero
   * @param worst the largest absolute value of gradient and state at a zero weight
   */
  record Step(long process, long zeros, double worst) {
    static Step parse(String line) {
      String[] fields = line.split(" ", 3);
      return new Step(
          Long.parseLong(fields[0]), Long.parseLong(fields[1]), Double.parseDouble(fields[2]));
    }
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    Leak leak = Leak.atZeros(model);
    long process = ProcessHandle.current().pid();
    String line =
        String.format(
            Locale.ROOT,
            "%d %d %s%n",
            process,
            leak.positions,
            Math.max(leak.gradient, leak.state));
    Path file = Path.of(folder, process + "-" + Thread.currentThread().getId());
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All steps so far; a line that is just being written is left out. */
  static List<Step> read(Path folder) throws IOException {
    List<Step> steps = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Step::parse).forEach(steps::add);
      }
    }
    return steps;
  }
}
