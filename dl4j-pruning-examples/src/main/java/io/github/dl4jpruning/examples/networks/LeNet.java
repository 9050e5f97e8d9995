package io.github.dl4jpruning.examples.networks;

import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageShape;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The two networks on which pruning papers are compared since Han et al. (2015), for 28×28 grey
 * images in ten classes.
 */
public enum LeNet implements Architecture {
  /** Caffe's: two 5×5 convolutions, each with max pooling, and two dense layers. */
  LENET5("LeNet-5", 0.003) {
    @Override
    void layers(ListBuilder list) {
      list.layer(convolution(20)).layer(maxPooling()).layer(convolution(50)).layer(maxPooling());
      list.layer(dense(500)).layer(softmax());
      list.setInputType(
          InputType.convolutionalFlat(ImageShape.DIGITS.side(), ImageShape.DIGITS.side(), 1));
    }
  },

  /** Three dense layers: 784-300-100-10. */
  LENET300("LeNet-300-100", 0.002) {
    @Override
    void layers(ListBuilder list) {
      list.layer(dense(300)).layer(dense(100)).layer(softmax());
      list.setInputType(InputType.feedForward(ImageShape.DIGITS.values()));
    }
  };

  private static final double L2 = 1e-4;

  private final String title;
  private final double learningRate;

  LeNet(String title, double learningRate) {
    this.title = title;
    this.learningRate = learningRate;
  }

  abstract void layers(ListBuilder list);

  @Override
  public String title() {
    return title;
  }

  @Override
  public double learningRate() {
    return learningRate;
  }

  @Override
  public double l2() {
    return L2;
  }

  @Override
  public MultiLayerNetwork create(ISchedule learningRate, double l2, long seed) {
    ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(learningRate))
            .l2(l2)
            .weightInit(WeightInit.XAVIER)
            .list();
    layers(list);
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static ConvolutionLayer convolution(int filters) {
    return new ConvolutionLayer.Builder(5, 5).nOut(filters).activation(Activation.IDENTITY).build();
  }

  private static SubsamplingLayer maxPooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).activation(Activation.RELU).build();
  }

  private static OutputLayer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(ImageSet.CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
