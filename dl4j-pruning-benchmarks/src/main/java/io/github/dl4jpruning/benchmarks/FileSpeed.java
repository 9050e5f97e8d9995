package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * How long it takes to write and read a network of 10⁷ parameters, in turns with DL4J's
 * ModelSerializer, in files of one folder. Ours is forced to the disk, DL4J's is not.
 */
public final class FileSpeed {
  private static final int WARM_UP = 2;
  private static final double[] SPARSITIES = {0, 0.5, 0.9, 0.98};

  private FileSpeed() {}

  /**
   * Measures and prints.
   *
   * @param args how many rounds; 9 if not given
   * @throws IOException if the files can't be written
   */
  public static void main(String[] args) throws IOException {
    Logs.quiet();
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println(
        "| pruned | write, ms | DL4J | ratio, 95 % | read, ms | DL4J | ratio, 95 % |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
    for (double sparsity : SPARSITIES) {
      row(sparsity, rounds);
    }
    System.exit(0);
  }

  private static void row(double sparsity, int rounds) throws IOException {
    MultiLayerNetwork network = network();
    MaskStore masks =
        sparsity == 0 ? MaskStore.empty() : Pruner.prune(network, PruningRecipe.oneShot(sparsity));
    Path ours = Files.createTempFile("network", ".dlp");
    File theirs = File.createTempFile("network", ".zip");
    double[][] times = new double[4][rounds];
    for (int round = -WARM_UP; round < rounds; round++) {
      boolean first = round % 2 == 0;
      double[] now = new double[4];
      for (int turn = 0; turn < 2; turn++) {
        if (first == (turn == 0)) {
          now[0] = millis(() -> PrunedModelFile.write(ours, network, masks));
          now[2] = millis(() -> PrunedModelFile.read(ours));
        } else {
          now[1] = millis(() -> ModelSerializer.writeModel(network, theirs, false));
          now[3] = millis(() -> ModelSerializer.restoreMultiLayerNetwork(theirs, false));
        }
      }
      for (int i = 0; round >= 0 && i < 4; i++) {
        times[i][round] = now[i];
      }
    }
    System.out.printf(
        Locale.ROOT,
        "| %.0f %% | %s | %s |%n",
        100 * sparsity,
        cells(times[0], times[1]),
        cells(times[2], times[3]));
    Files.delete(ours);
    Files.delete(theirs.toPath());
  }

  private static String cells(double[] ours, double[] theirs) {
    MedianInterval ratio = MedianInterval.of(MedianInterval.ratios(ours, theirs));
    return String.format(
        Locale.ROOT,
        "%.0f | %.0f | %.2f [%.2f, %.2f]",
        new Median().evaluate(ours),
        new Median().evaluate(theirs),
        ratio.median(),
        ratio.low(),
        ratio.high());
  }

  /** Something that may fail to read or write. */
  private interface Work {
    void run() throws IOException;
  }

  private static double millis(Work work) throws IOException {
    System.gc();
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(new DenseLayer.Builder().nIn(2000).nOut(3000).build())
                .layer(new DenseLayer.Builder().nIn(3000).nOut(1300).build())
                .layer(
                    new OutputLayer.Builder()
                        .nIn(1300)
                        .nOut(70)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }
}
