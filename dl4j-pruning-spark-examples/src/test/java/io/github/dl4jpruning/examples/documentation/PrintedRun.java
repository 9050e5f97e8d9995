package io.github.dl4jpruning.examples.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folder that the README's run saves into, below this module. */
final class PrintedRun {
  static final Path FOLDER = Path.of("target", "run");

  private PrintedRun() {}

  /** So that the next run is a new one. */
  static void delete() throws IOException {
    if (!Files.exists(FOLDER)) {
      return;
    }
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
