package io.github.dl4jpruning.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Random examples. */
final class Points {
  private Points() {}

  /** Values and, last, a class from 0 to 2. */
  static Path csv(Path folder, int values, int count) throws IOException {
    return csv(folder.resolve("points.csv"), values, 3, count);
  }

  /** Values and, last, a class. */
  static Path csv(Path file, int values, int classes, int count) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      for (int v = 0; v < values; v++) {
        text.append(random.nextInt(100) / 100.0).append(',');
      }
      text.append(i % classes).append('\n');
    }
    return Files.writeString(file, text);
  }
}
