package io.github.dl4jpruning.examples.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where results will go, tried before there are any: training is too long to fail at its end. */
public final class Places {
  private Places() {}

  /**
   * Makes a folder, and writes a file there for a moment.
   *
   * @param option that named it, such as {@code --folder}
   * @param folder made if it is not there
   * @throws IOException if nothing can be written there; the message says why, and names the option
   */
  public static void requireFolder(String option, Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".tried", ".tmp"));
    } catch (IOException e) {
      throw new IOException(
          "Nothing can be written to the folder %s: %s. Choose another %s"
              .formatted(folder, reason(e, folder), option),
          e);
    }
  }

  /**
   * Tries the folder of a file.
   *
   * @param option that named it, such as {@code --report}
   * @param file its folder is made if it is not there
   * @throws IOException if it can't be written; the message says why, and names the option
   */
  public static void requireFile(String option, Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(
          "%s is a folder, where a file is to be written. Choose another %s"
              .formatted(file, option));
    }
    requireFolder(option, file.toAbsolutePath().getParent());
  }

  /** The nearest thing that is there tells most. */
  private static String reason(IOException e, Path folder) {
    Path there = folder.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      return there + " is a file";
    }
    if (!Files.isWritable(there)) {
      return "this user may not write in " + there;
    }
    String text = e.getMessage();
    return text == null || text.equals(folder.toString())
        ? "the system made no folder in " + there
        : text;
  }
}
