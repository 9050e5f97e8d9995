package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.examples.console.Backend;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Places;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.console.TrainingWatch;
import io.github.dl4jpruning.examples.data.DigitOptions;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.examples.networks.LeNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What PruneSavedModel does otherwise on request. */
public final class SavedModelOptions {
  private static final int DENSE_EPOCHS = 8;
  private static final int DENSE_BATCH = 64;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--network",
      paramLabel = "FILE",
      description =
          "DL4J's zip of a network for 28×28 images in ten classes. Without it, LeNet-300-100 is"
              + " trained and saved first.")
  private Path network;

  @Option(
      names = "--folder",
      defaultValue = "target/saved-model",
      paramLabel = "DIR",
      description = "Where the networks go; made if it is not there. Default: target/saved-model.")
  private Path folder;

  @Option(
      names = "--sparsity",
      defaultValue = "0.95",
      paramLabel = "S",
      description = "Fraction of the weights to remove, 0 to below 1. Default: 0.95.")
  private double sparsity;

  @Option(
      names = "--epochs",
      defaultValue = "3",
      paramLabel = "N",
      description = "Passes over the training images to fine-tune, at least 0. Default: 3.")
  private int epochs;

  @Mixin private DigitOptions digits;

  /**
   * How much is to go.
   *
   * @return fraction of the weights, 0 (included) to 1 (excluded)
   */
  public double sparsity() {
    return sparsity;
  }

  /**
   * Passes over the training images to fine-tune.
   *
   * @return at least 0
   */
  public int epochs() {
    return epochs;
  }

  /**
   * Where the networks go.
   *
   * @return it is there after {@link #start()}
   */
  public Path folder() {
    return folder;
  }

  /**
   * Makes something out of options, whose errors are those of the command line.
   *
   * @param made throws IllegalArgumentException for a value out of range
   * @param <T> what is made
   * @return the same
   */
  public <T> T checked(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  /**
   * Tries the folder, reads the network if one is named, and loads the digits.
   *
   * @return the digits
   * @throws IOException if one of them can't be had
   * @throws InterruptedException if the thread was interrupted during a download
   */
  public TrainTest start() throws IOException, InterruptedException {
    if (epochs < 0) {
      throw new ParameterException(
          command.commandLine(), "--epochs must be at least 0, got " + epochs);
    }
    Screen.STANDARD.println(Backend.describe());
    Commands.silenceLog();
    Places.requireFolder("--folder", folder);
    if (network != null) {
      SavedNetwork.read(network);
    }
    return digits.load();
  }

  /**
   * The network's file.
   *
   * @param train to train on if none is named
   * @return DL4J's zip
   * @throws IOException if it can't be written
   */
  public Path network(ImageSet train) throws IOException {
    if (network != null) {
      return network;
    }
    Path file = folder.resolve("dense.zip");
    Screen.say("No --network: trains LeNet-300-100, and saves it as %s", file);
    LeNet lenet = LeNet.LENET300;
    TrainingPlan plan =
        new TrainingPlan(lenet, DENSE_EPOCHS, DENSE_BATCH, lenet.learningRate(), lenet.l2(), 1);
    MultiLayerNetwork trained =
        lenet.create(plan.learningRates(train.count(), 1), plan.l2(), plan.seed());
    trained.setListeners(TrainingWatch.of("dense", plan.iterations(train.count())));
    trained.fit(train.iterator(DENSE_BATCH, plan.seed()), plan.epochs());
    ModelSerializer.writeModel(trained, file.toFile(), false);
    return file;
  }
}
