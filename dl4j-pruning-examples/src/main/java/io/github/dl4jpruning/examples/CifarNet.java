package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageShape;
import java.util.Locale;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Small networks for 32×32 images in colour and ten classes: 3×3 convolutions without bias, each
 * with batch normalisation, and the mean over all places before the output. The first one takes
 * every other pixel, which leaves a CPU time for more filters and more epochs.
 */
enum CifarNet implements Architecture {
  /** Three convolutions, one after the other; a MultiLayerNetwork. */
  CNN("CNN", 0.003, 20) {
    @Override
    public Model create(ISchedule learningRate, double l2, long seed) {
      ListBuilder list = builder(learningRate, l2, seed).list();
      list.layer(convolution(48, 3, 2)).layer(normalisation(Activation.RELU)).layer(maxPooling());
      list.layer(convolution(64, 3, 1)).layer(normalisation(Activation.RELU)).layer(maxPooling());
      list.layer(convolution(128, 3, 1)).layer(normalisation(Activation.RELU));
      list.layer(meanOverPlaces()).layer(softmax()).setInputType(INPUT);
      MultiLayerNetwork network = new MultiLayerNetwork(list.build());
      network.init();
      return network;
    }
  },

  /** Two blocks with shortcuts (He et al. 2016), the second one with half the side; a graph. */
  RESNET("ResNet", 0.003, 20) {
    @Override
    public Model create(ISchedule learningRate, double l2, long seed) {
      GraphBuilder graph = builder(learningRate, l2, seed).graphBuilder().addInputs("image");
      graph
          .addLayer("conv", convolution(32, 3, 2), "image")
          .addLayer("norm", normalisation(Activation.RELU), "conv")
          .addLayer("pool", maxPooling(), "norm");
      block(graph, "a", "pool", 32, 1);
      block(graph, "b", "a", 64, 2);
      graph
          .addLayer("mean", meanOverPlaces(), "b")
          .addLayer("out", softmax(), "mean")
          .setOutputs("out")
          .setInputTypes(INPUT);
      ComputationGraph network = new ComputationGraph(graph.build());
      network.init();
      return network;
    }
  };

  /** When the first pieces go, as a fraction of the training. */
  static final double PRUNING_BEGINS = 0.1;

  private static final InputType INPUT =
      InputType.convolutionalFlat(
          ImageShape.COLOUR.side(), ImageShape.COLOUR.side(), ImageShape.COLOUR.channels());

  /** Of the old value in running means and variances: those of a short training must keep up. */
  private static final double DECAY = 0.9;

  private final String title;
  private final double learningRate;
  private final int epochs;

  CifarNet(String title, double learningRate, int epochs) {
    this.title = title;
    this.learningRate = learningRate;
    this.epochs = epochs;
  }

  /** Over all images, for the table in {@code docs/benchmarks.md}. */
  int epochs() {
    return epochs;
  }

  /**
   * When the last pieces go, as a fraction of the training. A small network needs the longer rest.
   */
  static double pruningEnds(PruningPlan.What what) {
    return what == PruningPlan.What.FILTERS ? 0.4 : 0.6;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public double learningRate() {
    return learningRate;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static NeuralNetConfiguration.Builder builder(
      ISchedule learningRate, double l2, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new Adam(learningRate))
        .l2(l2)
        .weightInit(WeightInit.RELU)
        .convolutionMode(ConvolutionMode.Same);
  }

  /** Adds two convolutions and, beside them, the input itself, fitted by a 1×1 one if need be. */
  private static void block(
      GraphBuilder graph, String name, String input, int filters, int stride) {
    graph
        .addLayer(name + "-conv1", convolution(filters, 3, stride), input)
        .addLayer(name + "-norm1", normalisation(Activation.RELU), name + "-conv1")
        .addLayer(name + "-conv2", convolution(filters, 3, 1), name + "-norm1")
        .addLayer(name + "-norm2", normalisation(Activation.IDENTITY), name + "-conv2");
    String shortcut = input;
    if (stride > 1) {
      shortcut = name + "-skip";
      graph
          .addLayer(shortcut + "-conv", convolution(filters, 1, stride), input)
          .addLayer(shortcut, normalisation(Activation.IDENTITY), shortcut + "-conv");
    }
    graph
        .addVertex(
            name + "-sum",
            new ElementWiseVertex(ElementWiseVertex.Op.Add),
            name + "-norm2",
            shortcut)
        .addLayer(
            name, new ActivationLayer.Builder().activation(Activation.RELU).build(), name + "-sum");
  }

  private static ConvolutionLayer convolution(int filters, int kernel, int stride) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .nOut(filters)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static BatchNormalization normalisation(Activation activation) {
    return new BatchNormalization.Builder().decay(DECAY).activation(activation).build();
  }

  private static SubsamplingLayer maxPooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static GlobalPoolingLayer meanOverPlaces() {
    return new GlobalPoolingLayer.Builder(PoolingType.AVG).build();
  }

  private static OutputLayer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(ImageSet.CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
