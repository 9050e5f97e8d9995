package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.CheckpointSaver;
import io.github.dl4jpruning.PruningCheckpoint;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.data.ResumableIterator;
import io.github.dl4jpruning.examples.data.DrawnDigits;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageShape;
import io.github.dl4jpruning.examples.data.ImageSource;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Can a run be killed? Trains and prunes with checkpoints; started again with the same folder, it
 * goes on where it was, and ends with the same bits as if it had never been stopped.
 */
@Command(
    name = "resume-training",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Trains and prunes with checkpoints; goes on where an earlier run was killed.")
public final class ResumeTraining implements Callable<Integer> {
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

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new ResumeTraining(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Screen.STANDARD.println(Backend.describe());
    Files.createDirectories(folder);
    ImageSet train =
        data == null ? DrawnDigits.generate(images, 1) : ImageSource.mnist().load(data).train();
    ResumableIterator iterator =
        ResumableIterator.perEpoch(epoch -> train.first(images).iterator(64, 1_000L + epoch));
    Optional<Path> latest = CheckpointSaver.latest(folder);
    MultiLayerNetwork net;
    PruningListener pruner;
    if (latest.isPresent()) {
      PruningCheckpoint run = PruningCheckpoint.resume(latest.get());
      net = run.network(MultiLayerNetwork.class);
      pruner = run.listener();
      run.moveTo(iterator);
      Screen.STANDARD.println(
          String.format(
              Locale.ROOT,
              "Goes on from %s: %s",
              latest.get().getFileName(),
              run.position().get()));
    } else {
      Nd4j.getRandom().setSeed(1);
      net = network();
      int steps = epochs * ((images + 63) / 64);
      pruner =
          new PruningListener(
              PruningRecipe.builder().sparsity(0.9).iterations(10, steps * 3L / 4, 10).build());
    }
    net.setListeners(
        pruner,
        CheckpointSaver.into(folder, pruner)
            .data(iterator)
            .everyIterations(saveEvery)
            .keepLast(2)
            .build());

    net.fit(iterator, epochs - net.getEpochCount());

    pruner.requireComplete();
    Path trained = folder.resolve("final.zip");
    PruningCheckpoint.save(trained, net, pruner);
    Screen.STANDARD.println("Done: %s, saved in %s".formatted(pruner.status(), trained));
    return 0;
  }

  /** Dropout, so that random numbers have to be right after a resume too. */
  private static MultiLayerNetwork network() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(ImageShape.DIGITS.values()).nOut(100).build())
                .layer(new DenseLayer.Builder().nOut(50).dropOut(0.8).build())
                .layer(
                    new OutputLayer.Builder()
                        .nOut(ImageSet.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(ImageShape.DIGITS.values()))
                .build());
    net.init();
    return net;
  }
}
