package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Holds what {@link DrawnDigits} promises about its difficulty. The whole of it takes about 30 s on
 * one core: LeNet-5 gets 150 steps instead of 300, and a learning rate that falls at the end makes
 * up for it (300 steps at a steady 0.001 reach 99.3 %).
 */
class DrawnDigitsDifficultyTest {

  private static final int BATCH = 48;

  private final ImageSet train = DrawnDigits.train();
  private final ImageSet test = DrawnDigits.test();

  @Test
  void softmaxRegression_twelveEpochs_isRightAtMost85Percent() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            builder(new Adam(1e-3)).list().layer(softmax().nIn(784).build()).build());
    network.init();
    network.fit(train.iterator(BATCH, 3), 12);
    assertBetween(0.75, 0.85, accuracy(network));
  }

  @Test
  void leNet5_150Steps_isRightAtLeast97PercentAndFallsByTenPointsWhenPruned() {
    MultiLayerNetwork network = leNet5(fallingAt(120));
    assertEquals(431_080, network.numParams());
    DataSetIterator batches = train.iterator(BATCH, 1);
    for (int step = 0; step < 150; step++) {
      network.fit(batches.next());
    }
    double dense = accuracy(network);
    assertBetween(0.97, 0.995, dense);
    prune(network, 0.98);
    assertBetween(0, dense - 0.10, accuracy(network));
  }

  private static NeuralNetConfiguration.Builder builder(IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(updater)
        .weightInit(WeightInit.XAVIER);
  }

  private static IUpdater fallingAt(int step) {
    return new Adam(
        new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 1.5e-3).add(step, 4.5e-4).build());
  }

  private static OutputLayer.Builder softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT).nOut(10).activation(Activation.SOFTMAX);
  }

  /** The variant of Caffe's examples. */
  private static MultiLayerNetwork leNet5(IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            builder(updater)
                .list()
                .layer(convolution(20))
                .layer(maxPooling())
                .layer(convolution(50))
                .layer(maxPooling())
                .layer(new DenseLayer.Builder().nOut(500).activation(Activation.RELU).build())
                .layer(softmax().build())
                .setInputType(InputType.convolutionalFlat(28, 28, 1))
                .build());
    network.init();
    return network;
  }

  private static ConvolutionLayer convolution(int kernels) {
    return new ConvolutionLayer.Builder(5, 5).nOut(kernels).activation(Activation.IDENTITY).build();
  }

  private static SubsamplingLayer maxPooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private double accuracy(MultiLayerNetwork network) {
    return network.evaluate(test.sequential(200)).accuracy();
  }

  /**
   * Zeroes the smallest weights of the whole network; here, since this must not rest on the core.
   */
  private static void prune(MultiLayerNetwork network, double sparsity) {
    List<INDArray> weights =
        network.paramTable().entrySet().stream()
            .filter(parameter -> parameter.getKey().endsWith("_W"))
            .map(Map.Entry::getValue)
            .toList();
    int count = Math.toIntExact(weights.stream().mapToLong(INDArray::length).sum());
    float[] sizes = new float[count];
    int filled = 0;
    for (INDArray weight : weights) {
      float[] values = Transforms.abs(weight, true).ravel().toFloatVector();
      System.arraycopy(values, 0, sizes, filled, values.length);
      filled += values.length;
    }
    Arrays.sort(sizes);
    float threshold = sizes[(int) (sparsity * count)];
    for (INDArray weight : weights) {
      weight.muli(Transforms.abs(weight, true).gte(threshold).castTo(weight.dataType()));
    }
  }

  private static void assertBetween(double low, double high, double accuracy) {
    assertTrue(
        accuracy >= low && accuracy <= high,
        () -> "accuracy must be %s to %s, is %s".formatted(low, high, accuracy));
  }
}
