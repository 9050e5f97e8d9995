package io.github.dl4jpruning.benchmarks;

import com.sun.management.ThreadMXBean;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.FlatMask;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The memory that the listener holds, in bytes per parameter of the network: heap after garbage
 * collection, and what ND4J's native side counts as allocated. Also what one mask change allocates
 * on the heap for its own time.
 *
 * <p>Stated, for a network of floats: 1 bit on the heap for each masked parameter; outside of it 4
 * bytes for each parameter between the first masked one and the last.
 */
public final class MemoryUse {
  private static final int ROUNDS = 5;
  private static final int WIDTH = 784;
  private static final int CLASSES = 10;

  private MemoryUse() {}

  /**
   * Measures and prints.
   *
   * @param args none
   * @throws InterruptedException never, in practice
   */
  public static void main(String[] args) throws InterruptedException {
    Logs.quiet();
    MultiLayerNetwork network = network(3000, 2000);
    DataSet batch = batch();
    network.fit(batch);
    PrunableModel model = PrunableModel.of(network);
    long parameters = network.numParams();
    double[] heap = new double[ROUNDS];
    double[] outside = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long heapBefore = heap();
      long nativeBefore = allocated();
      PruningListener listener =
          new PruningListener(PruningRecipe.builder().sparsity(0.9).oneShot(0).build());
      network.addListeners(listener);
      network.fit(batch);
      network.fit(batch);
      heap[round] = (double) (heap() - heapBefore) / parameters;
      outside[round] = (double) (allocated() - nativeBefore) / parameters;
      listener.requireComplete();
      network.setListeners();
    }
    System.out.println(Machine.describe());
    System.out.println();
    System.out.printf(Locale.ROOT, "Network of %,d parameters, one-shot to 90 %%.%n%n", parameters);
    System.out.println("| bytes per parameter | stated | measured, median of " + ROUNDS + " |");
    System.out.println("| --- | --- | --- |");
    row("held on the heap (masks, 1 bit each)", "0.125", new Median().evaluate(heap));
    row("held outside of it (flat mask)", "4", new Median().evaluate(outside));
    row("allocated on the heap by one mask change, global", "-", changeAllocates(model));
    System.exit(0);
  }

  private static void row(String what, String stated, double measured) {
    System.out.printf(Locale.ROOT, "| %s | %s | %.3f |%n", what, stated, measured);
  }

  private static double changeAllocates(PrunableModel model) {
    ResolvedRecipe recipe = ResolvedRecipe.of(PruningRecipe.oneShot(0.95), model);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    MaskStore masks = Pruner.masks(model, recipe, 1, MaskStore.empty(), Map.of(), Optional.empty());
    FlatMask.of(model.params(), masks, model.dataType());
    long after = threads.getCurrentThreadAllocatedBytes();
    return (double) (after - before) / model.network().numParams();
  }

  private static long heap() throws InterruptedException {
    collect();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long allocated() throws InterruptedException {
    collect();
    return Nd4j.getEnvironment().getDeviceCouner(0);
  }

  /** Native memory is released by a thread of ND4J's, after the array was collected. */
  static void collect() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(200);
    }
  }

  private static MultiLayerNetwork network(int first, int second) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .list()
                .layer(new DenseLayer.Builder().nIn(WIDTH).nOut(first).build())
                .layer(new DenseLayer.Builder().nIn(first).nOut(second).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(second)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  private static DataSet batch() {
    return Workload.LENET_300_100.batch(8, new SplittableRandom(1));
  }
}
