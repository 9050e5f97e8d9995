package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.examples.data.ImageSource;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * What half precision costs in accuracy: networks pruned while they learn MNIST, before a file and
 * after it.
 */
public final class HalfPrecisionCost {
  private static final int SEEDS = 3;
  private static final double[] SPARSITIES = {0.9, 0.98};

  private HalfPrecisionCost() {}

  /**
   * Trains, writes, reads, compares and prints.
   *
   * @param args the folder of MNIST's four files, how many epochs to train (1 if not given), and
   *     which {@link Workload} (LENET_300_100 if not given)
   * @throws IOException if MNIST can't be read
   */
  public static void main(String[] args) throws IOException {
    Logs.quiet();
    TrainTest data = ImageSource.mnist().load(Path.of(args[0]));
    int epochs = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    Workload workload = args.length > 2 ? Workload.valueOf(args[2]) : Workload.LENET_300_100;
    System.out.println(
        "| network | pruned | seed | test error | after half precision | other answers | largest"
            + " change of a probability | bytes | half |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (double sparsity : SPARSITIES) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        row(workload, sparsity, seed, data, epochs);
      }
    }
    System.exit(0);
  }

  private static void row(Workload workload, double sparsity, int seed, TrainTest data, int epochs)
      throws IOException {
    MultiLayerNetwork network = workload.network(seed);
    int steps = epochs * (data.train().count() / 64);
    PruningListener listener =
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(sparsity)
                .iterations(steps / 10, steps / 2, Math.max(1, steps / 100))
                .build());
    network.addListeners(listener);
    network.fit(shaped(workload, data.train().iterator(64, seed)), epochs);
    network.setListeners();
    Path file = Files.createTempFile("network", ".dlp");
    PrunedModelFile.write(file, network, listener.masks());
    long full = Files.size(file);
    PrunedModelFile.write(
        file, network, listener.masks(), WriteOptions.defaults().withHalfPrecision());
    MultiLayerNetwork half = PrunedModelFile.read(file).network(MultiLayerNetwork.class);
    Change change = change(network, half, tests(workload, data));
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f %% | %d | %.2f %% | %.2f %% | %d of %d | %.5f | %,d | %,d |%n",
        workload,
        100 * sparsity,
        seed,
        100 * error(network, tests(workload, data)),
        100 * error(half, tests(workload, data)),
        change.otherAnswers(),
        data.test().count(),
        change.largest(),
        full,
        Files.size(file));
    Files.delete(file);
  }

  private static DataSetIterator tests(Workload workload, TrainTest data) {
    return shaped(workload, data.test().sequential(250));
  }

  /** Images as the network wants them. */
  private static DataSetIterator shaped(Workload workload, DataSetIterator images) {
    images.setPreProcessor(
        batch ->
            batch.setFeatures(
                batch
                    .getFeatures()
                    .reshape(workload.inputShape((int) batch.getFeatures().size(0)))));
    return images;
  }

  private static double error(MultiLayerNetwork network, DataSetIterator images) {
    return 1 - network.evaluate(images).accuracy();
  }

  /** In how many images the likeliest class is another, and by how much any probability moved. */
  private record Change(long otherAnswers, double largest) {}

  private static Change change(
      MultiLayerNetwork one, MultiLayerNetwork two, DataSetIterator batches) {
    long others = 0;
    double largest = 0;
    while (batches.hasNext()) {
      DataSet batch = batches.next();
      INDArray a = one.output(batch.getFeatures());
      INDArray b = two.output(batch.getFeatures());
      int[] answers = a.argMax(1).toIntVector();
      int[] otherAnswers = b.argMax(1).toIntVector();
      for (int i = 0; i < answers.length; i++) {
        others += answers[i] == otherAnswers[i] ? 0 : 1;
      }
      largest = Math.max(largest, a.sub(b).amaxNumber().doubleValue());
    }
    return new Change(others, largest);
  }
}
