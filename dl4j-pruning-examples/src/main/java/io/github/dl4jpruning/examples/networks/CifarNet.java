package io.github.dl4jpruning.examples.networks;

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
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Small networks for 32×32 images in colour and ten classes: convolutions without bias, each with
 * batch normalisation, and wide where there are few places, which is cheap and leaves pruning a
 * choice. The first one takes every other pixel and is pooled before it is normalised, which leaves
 * a CPU time for more epochs.
 *
 * <p>ReLU is a layer of its own: DL4J's BatchNormalization takes an activation and does not apply
 * it.
 */
public enum CifarNet implements Architecture {
  /** Three convolutions, one after the other; a MultiLayerNetwork. */
  CNN("CNN", 0.003, 1e-4, 8) {
    @Override
    public Model create(ISchedule learningRate, double l2, long seed) {
      ListBuilder list = builder(learningRate, l2, seed).list();
      list.layer(convolution(128, 3, 2)).layer(maxPooling()).layer(normalisation()).layer(relu());
      list.layer(convolution(256, 3, 2)).layer(normalisation()).layer(relu());
      list.layer(convolution(384, 3, 2)).layer(normalisation()).layer(relu());
      list.layer(softmax()).setInputType(INPUT);
      MultiLayerNetwork network = new MultiLayerNetwork(list.build());
      network.init();
      return network;
    }
  },

  /** Two blocks with shortcuts (He et al. 2016), each with half the side; a graph. */
  RESNET("ResNet", 0.003, 1e-3, 8) {
    @Override
    public Model create(ISchedule learningRate, double l2, long seed) {
      GraphBuilder graph = builder(learningRate, l2, seed).graphBuilder().addInputs("image");
      graph
          .addLayer("conv", convolution(112, 3, 2), "image")
          .addLayer("pool", maxPooling(), "conv")
          .addLayer("norm", normalisation(), "pool")
          .addLayer("relu", relu(), "norm");
      block(graph, "a", "relu", 144);
      block(graph, "b", "a", 256);
      graph.addLayer("out", softmax(), "b").setOutputs("out").setInputTypes(INPUT);
      ComputationGraph network = new ComputationGraph(graph.build());
      network.init();
      return network;
    }
  };

  private static final InputType INPUT =
      InputType.convolutionalFlat(
          ImageShape.COLOUR.side(), ImageShape.COLOUR.side(), ImageShape.COLOUR.channels());

  /** Of the old value in running means and variances: those of a short training must keep up. */
  private static final double DECAY = 0.9;

  private final String title;
  private final double learningRate;
  private final double l2;
  private final int epochs;

  CifarNet(String title, double learningRate, double l2, int epochs) {
    this.title = title;
    this.learningRate = learningRate;
    this.l2 = l2;
    this.epochs = epochs;
  }

  /** Over all images, for the table in {@code docs/benchmarks.md}. */
  public int epochs() {
    return epochs;
  }

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
    return l2;
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

  /** Adds two convolutions, the first one with a stride of 2, and beside them a 1×1 one. */
  private static void block(GraphBuilder graph, String name, String input, int filters) {
    graph
        .addLayer(name + "-conv1", convolution(filters, 3, 2), input)
        .addLayer(name + "-norm1", normalisation(), name + "-conv1")
        .addLayer(name + "-relu1", relu(), name + "-norm1")
        .addLayer(name + "-conv2", convolution(filters, 3, 1), name + "-relu1")
        .addLayer(name + "-norm2", normalisation(), name + "-conv2")
        .addLayer(name + "-skip-conv", convolution(filters, 1, 2), input)
        .addLayer(name + "-skip", normalisation(), name + "-skip-conv")
        .addVertex(
            name + "-sum",
            new ElementWiseVertex(ElementWiseVertex.Op.Add),
            name + "-norm2",
            name + "-skip")
        .addLayer(name, relu(), name + "-sum");
  }

  private static ConvolutionLayer convolution(int filters, int kernel, int stride) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .nOut(filters)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static BatchNormalization normalisation() {
    return new BatchNormalization.Builder().decay(DECAY).build();
  }

  private static ActivationLayer relu() {
    return new ActivationLayer.Builder().activation(Activation.RELU).build();
  }

  private static SubsamplingLayer maxPooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static OutputLayer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(ImageSet.CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
