package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.examples.console.Backend;
import io.github.dl4jpruning.examples.console.Json;
import io.github.dl4jpruning.examples.console.Places;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.data.DrawnDigits;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What ResumeTraining does otherwise on request. */
public final class ResumeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--folder",
      required = true,
      paramLabel = "DIR",
      description = "Where checkpoints are; made if it is not there.")
  private Path folder;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with MNIST's four files; without it, digits that the program draws.")
  private Path data;

  @Option(names = "--images", defaultValue = "4000", description = "To train on. Default: 4000.")
  private int images;

  @Option(names = "--epochs", defaultValue = "5", description = "Default: 5.")
  private int epochs;

  @Option(
      names = "--save-every",
      defaultValue = "25",
      paramLabel = "N",
      description = "Training steps between checkpoints. Default: 25.")
  private int saveEvery;

  @Mixin private WatchOptions watching;

  /**
   * What decides a run's result.
   *
   * @param data what is learnt from
   * @param epochs passes over it
   */
  record Settings(String data, int epochs) {}

  /**
   * Tries the folder, loads the images, and compares both with the folder's earlier run.
   *
   * @return to train on
   * @throws IOException if the folder can't be written, the data can't be read, or an earlier run
   *     in the folder is of other data or another length
   */
  public ImageSet start() throws IOException {
    if (images < 1 || epochs < 1 || saveEvery < 1) {
      throw new ParameterException(
          command.commandLine(),
          "--images, --epochs and --save-every must be at least 1, got %s, %s and %s"
              .formatted(images, epochs, saveEvery));
    }
    Screen.STANDARD.println(Backend.describe());
    Places.requireFolder("--folder", folder);
    ImageSet all =
        data == null ? DrawnDigits.generate(images, 1) : ImageSource.mnist().load(data).train();
    if (images > all.count()) {
      throw new ParameterException(
          command.commandLine(), "--images must be 1 to %s, got %s".formatted(all.count(), images));
    }
    ImageSet train = all.first(images);
    requireSame(new Settings(train.description(), epochs));
    return train;
  }

  /**
   * Goes to a run's place in the data.
   *
   * @param move does it; throws IllegalArgumentException or IllegalStateException for other data
   * @throws IOException if these are not the data that the run has learnt from
   */
  public void requireSameData(Runnable move) throws IOException {
    try {
      move.run();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException(
          "The run in %s does not fit these data: %s. Start it with the options that it had, or choose another --folder"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private void requireSame(Settings now) throws IOException {
    Path file = folder.resolve("settings.json");
    if (!Files.exists(file)) {
      Json.write(file, now);
      return;
    }
    Settings before = Json.MAPPER.readValue(file.toFile(), Settings.class);
    if (!before.equals(now)) {
      throw new IOException(
          "The run in %s has %s epochs of %s; now it would be %s epochs of %s. Start it with the options that it had, or choose another --folder"
              .formatted(folder, before.epochs(), before.data(), now.epochs(), now.data()));
    }
  }

  /**
   * Where checkpoints go.
   *
   * @return it is there after {@link #start()}
   */
  public Path folder() {
    return folder;
  }

  /**
   * Passes over the images.
   *
   * @return at least 1, after {@link #start()}
   */
  public int epochs() {
    return epochs;
  }

  /**
   * Training steps between checkpoints.
   *
   * @return at least 1, after {@link #start()}
   */
  public int saveEvery() {
    return saveEvery;
  }

  /**
   * Where the training can be watched besides the console.
   *
   * @return makes listeners
   */
  public WatchOptions watching() {
    return watching;
  }
}
