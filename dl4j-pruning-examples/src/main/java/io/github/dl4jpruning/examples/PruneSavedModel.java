package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.examples.comparison.SavedModelOptions;
import io.github.dl4jpruning.examples.comparison.SavedNetwork;
import io.github.dl4jpruning.examples.comparison.WatchOptions;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.console.TrainingWatch;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Can a network that is trained and saved already be pruned? All at once, fine-tuned with its masks
 * kept, and saved in both forms: DL4J's zip, for any program, and the small file.
 */
@Command(
    name = "prune-saved-model",
    description = "Prunes a saved network at once, fine-tunes it and saves it again.")
public final class PruneSavedModel implements Callable<Integer> {
  private static final int BATCH = 64;
  private static final double FINE_TUNING_RATE = 0.001;

  @Mixin private SavedModelOptions options;
  @Mixin private WatchOptions watching;

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
    // Of all weights, wherever they are: the smallest ones.
    PruningRecipe recipe = options.checked(() -> PruningRecipe.oneShot(options.sparsity()));
    TrainTest all = options.start(); // the folder is tried, and a network of yours is read
    ImageSet.Split images = all.train().split(all.train().count() / 10, 1);

    // 1. The network, as it was saved: with DL4J's ModelSerializer.
    Path dense = options.network(images.train());
    Model net = SavedNetwork.restore(dense, images.validation(), FINE_TUNING_RATE);
    tell("Read " + dense, net, images.validation());

    // 2. Pruned. What is left of its weights knows less than all of them did.
    MaskStore masks = Pruner.prune(net, recipe);
    String left = "Pruned, %s of %s weights left".formatted(masks.kept(), masks.length());
    tell(left, net, images.validation());

    // 3. Fine-tuned: the listener keeps what is pruned at 0.
    long steps = (long) options.epochs() * ((images.train().count() + BATCH - 1) / BATCH);
    PruningListener keeper = PruningListener.keep(masks);
    TrainingWatch watch = TrainingWatch.of("fine-tuning", steps);
    net.addListeners(keeper, watch, watching.of("fine-tuning", keeper, watch));
    DataSetIterator batches = images.train().iterator(BATCH, 1);
    for (int epoch = 0; epoch < options.epochs(); epoch++) {
      ((NeuralNetwork) net).fit(batches);
    }
    tell("Fine-tuned, zeros kept", net, images.validation());

    // 4. Saved. DL4J reads the first file; the second one holds the same network in less.
    Path zip = options.folder().resolve("pruned.zip");
    Path small = options.folder().resolve("pruned.dlp");
    ModelSerializer.writeModel(net, zip.toFile(), false);
    PrunedModelFile.write(small, net, masks);
    for (Path file : List.of(dense, zip, small)) {
      Screen.say("%,12d bytes  %s", Files.size(file), file);
    }

    // The test images only now, when nothing is to be decided any more; with what the files hold.
    tell("On test images, dense", SavedNetwork.read(dense), all.test());
    tell("On test images, pruned", PrunedModelFile.read(small).network(), all.test());
    return 0;
  }

  private static void tell(String what, Model net, ImageSet images) {
    Screen.say("%-42s %6.2f %% right", what, 100 * images.accuracy(net));
  }
}
