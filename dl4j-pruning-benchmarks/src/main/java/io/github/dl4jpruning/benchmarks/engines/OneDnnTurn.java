package io.github.dl4jpruning.benchmarks.engines;

import io.github.dl4jpruning.benchmarks.Logs;
import io.github.dl4jpruning.examples.networks.Architecture;
import io.github.dl4jpruning.examples.networks.CifarNet;
import io.github.dl4jpruning.examples.networks.LeNet;
import io.github.dl4jpruning.onednn.OneDnn;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.FixedSchedule;

/**
 * One process of {@link OneDnnSpeed}: steps and answers of two networks, one line for each with the
 * milliseconds on the wall and of the processor that one took.
 */
public final class OneDnnTurn {
  private static final int CLASSES = 10;
  private static final double WARM_UP_NANOS = 2e9;
  private static final double NANOS = 2e9;

  private OneDnnTurn() {}

  /**
   * Measures.
   *
   * @param args {@code with} or {@code without} oneDNN
   */
  public static void main(String[] args) {
    Logs.quiet();
    if (args[0].equals("with")) {
      OneDnn.enable();
    }
    measure("LeNet-5", LeNet.LENET5, 28 * 28, args[0]);
    measure("CIFAR CNN", CifarNet.CNN, 3 * 32 * 32, args[0]);
    System.exit(0); // ND4J's threads
  }

  private static void measure(String name, Architecture architecture, int pixels, String setting) {
    MultiLayerNetwork network =
        (MultiLayerNetwork)
            architecture.create(
                new FixedSchedule(architecture.learningRate()), architecture.l2(), 1);
    if (setting.equals("with")) {
      OneDnn.requireUsedBy(network);
    }
    for (int examples : OneDnnSpeed.BATCHES) {
      DataSet batch = batch(examples, pixels);
      INDArray features = batch.getFeatures();
      print("%s | step | %s".formatted(name, examples), () -> network.fit(batch));
      print("%s | answer | %s".formatted(name, examples), () -> network.output(features));
    }
  }

  private static DataSet batch(int examples, int pixels) {
    INDArray features =
        Nd4j.createFromArray(new Random(1).doubles((long) examples * pixels).toArray())
            .castTo(Nd4j.dataType())
            .reshape(examples, pixels);
    INDArray labels = Nd4j.zeros(examples, CLASSES);
    for (int i = 0; i < examples; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return new DataSet(features, labels);
  }

  private static void print(String name, Runnable work) {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    run(work, clock, WARM_UP_NANOS);
    long wall = System.nanoTime();
    long cpu = clock.getCurrentThreadCpuTime();
    int times = run(work, clock, NANOS);
    System.out.println(
        OneDnnSpeed.MARK
            + name
            + OneDnnSpeed.MARK
            + (System.nanoTime() - wall) / 1e6 / times
            + OneDnnSpeed.MARK
            + (clock.getCurrentThreadCpuTime() - cpu) / 1e6 / times);
  }

  private static int run(Runnable work, ThreadMXBean clock, double nanos) {
    long start = clock.getCurrentThreadCpuTime();
    int times = 0;
    do {
      work.run();
      times++;
    } while (clock.getCurrentThreadCpuTime() - start < nanos);
    return times;
  }
}
