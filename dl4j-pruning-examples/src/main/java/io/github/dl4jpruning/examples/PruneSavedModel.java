package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.network.StoredNetwork;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Can a network that is trained and saved already be pruned? All at once, fine-tuned with its masks
 * kept, and saved in both forms: DL4J's zip, for any program, and the small file.
 */
@Command(
    name = "prune-saved-model",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Prunes a saved network at once, fine-tunes it and saves it again.")
public final class PruneSavedModel implements Callable<Integer> {
  private static final int BATCH = 64;
  private static final int VALIDATION_SHARE = 10;
  private static final double FINE_TUNING_RATE = 0.001;

  @Spec private CommandSpec spec;

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
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new PruneSavedModel(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PruningRecipe recipe;
    try {
      recipe = PruningRecipe.oneShot(sparsity);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Screen.STANDARD.println(Backend.describe());
    Commands.silenceLog();
    TrainTest all = digits.load();
    ImageSet.Split images = all.train().split(all.train().count() / VALIDATION_SHARE, 1);
    Files.createDirectories(folder);
    Path dense = network == null ? trainAndSave(images.train()) : network;

    Model net = SavedNetwork.restore(dense, images.validation(), FINE_TUNING_RATE);
    tell("Read " + dense, net, images.validation());

    MaskStore masks = Pruner.prune(net, recipe);
    tell(
        "Pruned, %s of %s weights left".formatted(masks.kept(), masks.length()),
        net,
        images.validation());

    net.addListeners(PruningListener.keep(masks));
    DataSetIterator batches = images.train().iterator(BATCH, 1);
    for (int epoch = 0; epoch < epochs; epoch++) {
      ((NeuralNetwork) net).fit(batches);
    }
    tell("Fine-tuned, zeros kept", net, images.validation());

    Path zip = folder.resolve("pruned.zip");
    Path small = folder.resolve("pruned.dlp");
    ModelSerializer.writeModel(net, zip.toFile(), false);
    PrunedModelFile.write(small, net, masks);
    for (Path file : new Path[] {dense, zip, small}) {
      Screen.STANDARD.println(
          String.format(Locale.ROOT, "%,12d bytes  %s", Files.size(file), file));
    }
    // The test images only now, when nothing is to be decided any more; with what the files hold.
    tell("On test images, dense", StoredNetwork.restore(dense), all.test());
    tell("On test images, pruned", PrunedModelFile.read(small).network(), all.test());
    return 0;
  }

  private Path trainAndSave(ImageSet train) throws IOException {
    TrainingPlan plan =
        new TrainingPlan(
            LeNet.LENET300, 8, BATCH, LeNet.LENET300.learningRate(), LeNet.LENET300.l2(), 1);
    Model trained = new Trainer(plan, train, Optional.empty(), 0).dense(now -> {}).network();
    Path file = folder.resolve("dense.zip");
    ModelSerializer.writeModel(trained, file.toFile(), false);
    return file;
  }

  private static void tell(String what, Model net, ImageSet images) {
    Screen.STANDARD.println(
        String.format(
            Locale.ROOT, "%-42s %6.2f %% right", what, 100 * Trainer.accuracy(net, images)));
  }
}
