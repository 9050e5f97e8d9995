package io.github.dl4jpruning.checkpoint;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoints of one run: {@code checkpoint-STEPS.zip}, and {@code best.zip}.
 *
 * @param path need not exist yet
 */
public record CheckpointFolder(Path path) {
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,18})\\.zip");

  /** The file after so many training steps. */
  public Path checkpoint(int steps) {
    return path.resolve("checkpoint-" + steps + ".zip");
  }

  /** The file of the network with the best score. */
  public Path best() {
    return path.resolve("best.zip");
  }

  /**
   * Makes the folder, and tries to make a file in it.
   *
   * @throws IllegalArgumentException if either fails
   */
  public void requireWritable() {
    try {
      Files.createDirectories(path);
      Files.delete(Files.createTempFile(path, "trial", ".tmp"));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "No checkpoint can be saved in the folder %s (%s). Give a folder that can be written to"
              .formatted(path, e),
          e);
    }
  }

  /** The file with the most steps; empty if there is none, or no folder. */
  public Optional<Path> latest() throws IOException {
    List<Path> files = checkpoints();
    return files.isEmpty() ? Optional.empty() : Optional.of(files.get(files.size() - 1));
  }

  /**
   * Refuses to write where another run has come further: its files would be taken for the latest.
   *
   * @param steps of the run that is about to go on
   * @throws IllegalStateException if there is a file after more steps
   */
  public void requireNotAhead(int steps) {
    try {
      Optional<Path> latest = latest();
      if (latest.filter(file -> steps(file) > steps).isPresent()) {
        throw new IllegalStateException(
            "%s is further than this run, which is after step %s, and would go on being the latest."
                    .formatted(latest.get(), steps)
                + " Resume from it, or give this run a folder of its own");
      }
    } catch (IOException e) {
      throw new IllegalStateException("Can't list %s: %s".formatted(path, e), e);
    }
  }

  /**
   * The score of the best network so far.
   *
   * @return empty if there is none
   * @throws IllegalStateException if there is one, and its score can't be read
   */
  public OptionalDouble bestScore() {
    if (Files.notExists(best())) {
      return OptionalDouble.empty();
    }
    try {
      Optional<RunState> state = CheckpointFile.readState(best());
      if (state.isPresent() && state.get().score().isPresent()) {
        return state.get().score();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    throw new IllegalStateException(
        "%s holds no score, so that nobody can tell whether a later network is better: move it away"
            .formatted(best()));
  }

  /** Deletes all but the latest files. */
  public void keepLast(int count) throws IOException {
    List<Path> files = checkpoints();
    for (Path old : files.subList(0, Math.max(0, files.size() - count))) {
      Files.deleteIfExists(old);
    }
  }

  /** By rising number of steps. */
  private List<Path> checkpoints() throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.exists(path)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(path, "checkpoint-*.zip")) {
        all.forEach(files::add);
      }
    }
    files.removeIf(file -> !NAME.matcher(file.getFileName().toString()).matches());
    files.sort(Comparator.comparingLong(CheckpointFolder::steps));
    return files;
  }

  private static long steps(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }
}
