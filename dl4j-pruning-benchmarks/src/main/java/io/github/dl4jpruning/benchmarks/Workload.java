package io.github.dl4jpruning.benchmarks;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A network and the minibatches that it trains on: 28×28 pixels, ten classes, Adam. */
public enum Workload {
  /** LeCun's network as Caffe has it: 431,080 parameters. */
  LENET_5("LeNet-5") {
    @Override
    public MultiLayerNetwork network(long seed) {
      return init(
          base(seed)
              .layer(new ConvolutionLayer.Builder(5, 5).nOut(20).build())
              .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
              .layer(new ConvolutionLayer.Builder(5, 5).nOut(50).build())
              .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
              .layer(dense(500))
              .layer(output())
              .setInputType(InputType.convolutional(PIXELS, PIXELS, 1)));
    }

    @Override
    long[] inputShape(int examples) {
      return new long[] {examples, 1, PIXELS, PIXELS};
    }
  },

  /** Two hidden layers: 266,610 parameters. */
  LENET_300_100("LeNet-300-100") {
    @Override
    public MultiLayerNetwork network(long seed) {
      return init(
          base(seed)
              .layer(dense(300))
              .layer(dense(100))
              .layer(output())
              .setInputType(InputType.feedForward(PIXELS * PIXELS)));
    }

    @Override
    long[] inputShape(int examples) {
      return new long[] {examples, PIXELS * PIXELS};
    }
  };

  private static final int PIXELS = 28;
  private static final int CLASSES = 10;

  private final String label;

  Workload(String label) {
    this.label = label;
  }

  /**
   * A new network.
   *
   * @param seed of its weights
   * @return initialised; without listeners
   */
  public abstract MultiLayerNetwork network(long seed);

  abstract long[] inputShape(int examples);

  /**
   * A minibatch of noise.
   *
   * @param examples how many
   * @param random what to draw from
   * @return pixels even in 0 (included) to 1 (excluded), each example of a class at random
   */
  public DataSet batch(int examples, SplittableRandom random) {
    float[] pixels = new float[examples * PIXELS * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    float[] labels = new float[examples * CLASSES];
    for (int i = 0; i < examples; i++) {
      labels[i * CLASSES + random.nextInt(CLASSES)] = 1f;
    }
    return new DataSet(
        Nd4j.createFromArray(pixels).reshape(inputShape(examples)),
        Nd4j.createFromArray(labels).reshape(examples, CLASSES));
  }

  /** The name in tables. */
  @Override
  public String toString() {
    return label;
  }

  private static NeuralNetConfiguration.ListBuilder base(long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new Adam(1e-3))
        .weightInit(WeightInit.XAVIER)
        .list();
  }

  private static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).activation(Activation.RELU).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork init(NeuralNetConfiguration.ListBuilder layers) {
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }
}
