package io.github.dl4jpruning.examples.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What to learn from. */
public interface Dataset {
  /**
   * Draws or reads it.
   *
   * @param folder of the files; empty to look for them
   */
  TrainTest load(Optional<Path> folder) throws IOException, InterruptedException;

  /** Whether it is drawn by the program, and no folder is of any use. */
  boolean isDrawn();
}
