package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.CheckpointSaver;
import io.github.dl4jpruning.PruningCheckpoint;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.data.ResumableIterator;
import io.github.dl4jpruning.examples.comparison.ResumeOptions;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.console.TrainingWatch;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageShape;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Path;
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
import picocli.CommandLine.Mixin;

/**
 * Can a run be killed? Trains and prunes with checkpoints; started again with the same folder, it
 * goes on where it was, and ends with the same bits as if it had never been stopped.
 */
@Command(
    name = "resume-training",
    description = "Trains and prunes with checkpoints; goes on where an earlier run was killed.")
public final class ResumeTraining implements Callable<Integer> {
  private static final int BATCH = 64;

  @Mixin private ResumeOptions options;

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
    ImageSet train = options.start(); // the folder is tried, and is of this very run
    Path folder = options.folder();
    int steps = options.epochs() * ((train.count() + BATCH - 1) / BATCH);

    // 1. Data whose place can be found again: each epoch has an order of its own.
    ResumableIterator data =
        ResumableIterator.perEpoch(epoch -> train.iterator(BATCH, 1_000L + epoch));

    // 2. Either a run that was stopped, or a new one.
    Optional<Path> latest = CheckpointSaver.latest(folder);
    MultiLayerNetwork net;
    PruningListener pruner;
    if (latest.isPresent()) {
      PruningCheckpoint run = PruningCheckpoint.resume(latest.get());
      net = run.network(MultiLayerNetwork.class);
      pruner = run.listener();
      options.requireSameData(() -> run.moveTo(data));
      Screen.say("Goes on from %s, step %s", latest.get().getFileName(), net.getIterationCount());
    } else {
      Nd4j.getRandom().setSeed(1);
      net = network();
      pruner =
          new PruningListener(
              PruningRecipe.builder().sparsity(0.9).iterations(10, steps * 3L / 4, 10).build());
    }

    // 3. Checkpoints on the way. The saver comes after the listener that prunes.
    TrainingWatch watch =
        TrainingWatch.of("training", Math.max(1, steps - net.getIterationCount()))
            .sparsity(() -> pruner.masks().sparsity());
    net.setListeners(
        pruner,
        CheckpointSaver.into(folder, pruner)
            .data(data)
            .everyIterations(options.saveEvery())
            .keepLast(2)
            .build(),
        watch,
        options.watching().of("training", pruner, watch)); // --tensorboard

    // 4. The epochs that are left.
    if (net.getEpochCount() < options.epochs()) {
      net.fit(data, options.epochs() - net.getEpochCount());
    }

    pruner.requireComplete();
    PruningCheckpoint.save(folder.resolve("final.zip"), net, pruner);
    Screen.say("Done: %s, saved in %s", pruner.status(), folder.resolve("final.zip"));
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
                .layer(new DenseLayer.Builder().nOut(100).build())
                .layer(new DenseLayer.Builder().nOut(50).dropOut(0.8).build())
                .layer(new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(ImageShape.DIGITS.values()))
                .build());
    net.init();
    return net;
  }
}
