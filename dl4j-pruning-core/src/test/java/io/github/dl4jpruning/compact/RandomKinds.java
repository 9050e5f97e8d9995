package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.compact.RandomNetworks.Sample;
import io.github.dl4jpruning.model.network.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Random networks of the forms that people build: DL4J's default mode without padding, images that
 * are not square, pooling in place of flattening, several inputs, series of any length.
 */
final class RandomKinds {
  private static final int KINDS = 16;

  private final SplittableRandom random;
  private final DataType type;
  private final boolean deterministic;

  private RandomKinds(SplittableRandom random, DataType type, boolean deterministic) {
    this.random = random;
    this.type = type;
    this.deterministic = deterministic;
  }

  static Sample of(long seed, DataType type) {
    SplittableRandom random = new SplittableRandom(seed + 77_000);
    boolean deterministic = seed / KINDS % 4 != 3;
    RandomKinds here = new RandomKinds(random, type, deterministic);
    return switch ((int) (seed % KINDS)) {
      case 0, 1 -> here.images(ConvolutionMode.Truncate);
      case 2 -> here.images(ConvolutionMode.Strict);
      case 3 -> here.images(ConvolutionMode.Same);
      case 4 -> here.depthwise();
      case 5 -> here.volumes();
      case 6 -> here.slopes();
      case 7 -> here.capsules();
      case 8 -> here.series1d();
      case 9 -> here.recurrent();
      case 10 -> here.timeDistributed();
      case 11 -> here.words();
      case 12 -> here.merged();
      case 13 -> here.stacked();
      case 14 -> here.translation();
      default -> here.imageAndVector();
    };
  }

  private NeuralNetConfiguration.Builder builder() {
    GradientNormalization[] norms = GradientNormalization.values();
    NeuralNetConfiguration.Builder builder =
        new NeuralNetConfiguration.Builder()
            .seed(random.nextInt(1, 1000))
            .dataType(type)
            .updater(new Sgd(0.02))
            .activation(activation())
            .gradientNormalization(
                random.nextInt(3) == 0
                    ? norms[random.nextInt(norms.length)]
                    : GradientNormalization.None);
    if (random.nextInt(3) == 0) {
      builder.l2(0.01);
    }
    return deterministic ? builder : builder.dropOut(0.8);
  }

  private Activation activation() {
    Activation[] some = {
      Activation.RELU, Activation.TANH, Activation.SIGMOID, Activation.ELU, Activation.LEAKYRELU
    };
    return some[random.nextInt(some.length)];
  }

  private int units() {
    return random.nextInt(3, 9);
  }

  private Sample chain(InputType input, List<Layer> layers, ConvolutionMode mode) {
    NeuralNetConfiguration.ListBuilder list = builder().convolutionMode(mode).list();
    layers.forEach(list::layer);
    MultiLayerNetwork net = new MultiLayerNetwork(list.setInputType(input).build());
    net.init();
    return new Sample(net, deterministic, List.of(input));
  }

  private Sample graph(GraphBuilder graph, InputType... inputs) {
    ComputationGraph net =
        new ComputationGraph(graph.setOutputs("out").setInputTypes(inputs).build());
    net.init();
    return new Sample(net, deterministic, List.of(inputs));
  }

  private Layer conv(int kernel, CNN2DFormat format) {
    return new ConvolutionLayer.Builder(kernel, random.nextInt(1, kernel + 1))
        .nOut(units())
        .hasBias(random.nextInt(4) > 0)
        .dataFormat(format)
        .build();
  }

  private Layer dense() {
    return new DenseLayer.Builder().nOut(units()).build();
  }

  private Layer lstm() {
    return new LSTM.Builder().nOut(units()).activation(Activation.TANH).build();
  }

  private Layer pooling() {
    return new GlobalPoolingLayer(List.of(PoolingType.values()).get(random.nextInt(4)));
  }

  private static Layer out() {
    return new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
  }

  private static Layer rnnOut() {
    return new RnnOutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
  }

  /** Flattened or pooled, then a classifier, of one layer or, as Keras writes it, of two. */
  private void head(List<Layer> layers) {
    if (random.nextBoolean()) {
      layers.add(pooling());
    }
    if (random.nextBoolean()) {
      layers.add(dense());
    }
    if (random.nextInt(4) == 0) {
      layers.add(new DenseLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());
      layers.add(new LossLayer.Builder().activation(Activation.IDENTITY).build());
    } else {
      layers.add(out());
    }
  }

  private Sample images(ConvolutionMode mode) {
    CNN2DFormat format = random.nextInt(3) == 0 ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
    List<Layer> layers = new ArrayList<>();
    layers.add(conv(3, format));
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 ->
            layers.add(new BatchNormalization.Builder().useLogStd(random.nextBoolean()).build());
        case 1 ->
            layers.add(
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(2, 2)
                    .stride(mode == ConvolutionMode.Strict ? 1 : 2, 1)
                    .dataFormat(format)
                    .build());
        default -> layers.add(conv(random.nextInt(1, 4), format));
      }
    }
    head(layers);
    InputType input =
        InputType.convolutional(
            random.nextInt(12, 22), random.nextInt(12, 22), random.nextInt(1, 4), format);
    return chain(input, layers, mode);
  }

  private Sample depthwise() {
    List<Layer> layers = new ArrayList<>();
    layers.add(conv(3, CNN2DFormat.NCHW));
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      layers.add(
          new DepthwiseConvolution2D.Builder(3, 3)
              .depthMultiplier(random.nextInt(1, 3))
              .hasBias(random.nextBoolean())
              .build());
      layers.add(new BatchNormalization());
      layers.add(conv(1, CNN2DFormat.NCHW));
    }
    head(layers);
    int size = random.nextInt(9, 14);
    return chain(
        InputType.convolutional(size, size + 1, random.nextInt(2, 4)),
        layers,
        ConvolutionMode.Truncate);
  }

  private Sample volumes() {
    Convolution3D.DataFormat format =
        random.nextBoolean() ? Convolution3D.DataFormat.NDHWC : Convolution3D.DataFormat.NCDHW;
    List<Layer> layers = new ArrayList<>();
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      layers.add(
          new Convolution3D.Builder(2, 2, random.nextInt(1, 3))
              .nOut(units())
              .dataFormat(format)
              .build());
    }
    if (format == Convolution3D.DataFormat.NCDHW && random.nextBoolean()) {
      layers.add(pooling());
    }
    layers.add(dense());
    layers.add(out());
    return chain(
        InputType.convolutional3D(
            format,
            random.nextInt(5, 7),
            random.nextInt(5, 7),
            random.nextInt(5, 7),
            random.nextInt(1, 3)),
        layers,
        ConvolutionMode.Truncate);
  }

  private Sample slopes() {
    int filters = units();
    List<Layer> layers = new ArrayList<>();
    layers.add(new ConvolutionLayer.Builder(3, 3).nOut(filters).build());
    int height = random.nextInt(6, 10);
    int width = random.nextInt(6, 10);
    layers.add(new PReLULayer.Builder().inputShape(filters, height - 2, width - 2).build());
    layers.add(conv(2, CNN2DFormat.NCHW));
    head(layers);
    return chain(InputType.convolutional(height, width, 2), layers, ConvolutionMode.Truncate);
  }

  private Sample capsules() {
    List<Layer> layers = new ArrayList<>();
    layers.add(conv(3, CNN2DFormat.NCHW));
    layers.add(new ConvolutionLayer.Builder(1, 1).nOut(4).build());
    layers.add(new PrimaryCapsules.Builder(3, 2).kernelSize(3, 3).stride(2, 2).build());
    layers.add(new CapsuleLayer.Builder(3, 3, 1).build());
    layers.add(new CapsuleStrengthLayer.Builder().build());
    layers.add(out());
    int size = random.nextInt(8, 11);
    return chain(InputType.convolutional(size, size, 2), layers, ConvolutionMode.Truncate);
  }

  private Sample series1d() {
    List<Layer> layers = new ArrayList<>();
    if (random.nextBoolean()) {
      layers.add(lstm());
    }
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      layers.add(new Convolution1DLayer.Builder(random.nextInt(1, 7)).nOut(units()).build());
    }
    if (random.nextBoolean()) {
      layers.add(pooling());
      layers.add(out());
    } else {
      layers.add(rnnOut());
    }
    return chain(InputType.recurrent(random.nextInt(1, 4), 20), layers, ConvolutionMode.Truncate);
  }

  private Sample recurrent() {
    List<Layer> layers = new ArrayList<>();
    layers.add(lstm());
    if (random.nextBoolean()) {
      layers.add(
          new RecurrentAttentionLayer.Builder()
              .nOut(units())
              .nHeads(2)
              .headSize(2)
              .projectInput(true)
              .activation(Activation.TANH)
              .build());
    }
    if (random.nextBoolean()) {
      layers.add(new LastTimeStep(lstm()));
      layers.add(out());
    } else {
      layers.add(lstm());
      layers.add(rnnOut());
    }
    Sample sample =
        chain(InputType.recurrent(random.nextInt(2, 5), 6), layers, ConvolutionMode.Truncate);
    if (random.nextInt(3) == 0) { // as DL4J saved them before 1.0.0-beta7
      ((MultiLayerNetwork) sample.network())
          .getLayerWiseConfigurations()
          .getConfs()
          .forEach(each -> forgetFormat(Node.unwrap(each.getLayer())));
    }
    return sample;
  }

  private static void forgetFormat(Layer layer) {
    if (layer instanceof LSTM lstm) {
      lstm.setRnnDataFormat(null);
    }
  }

  private Sample timeDistributed() {
    List<Layer> layers = new ArrayList<>();
    layers.add(new TimeDistributed(dense()));
    layers.add(lstm());
    if (random.nextBoolean()) {
      layers.add(new TimeDistributed(dense()));
    }
    layers.add(rnnOut());
    return chain(InputType.recurrent(random.nextInt(2, 6), 7), layers, ConvolutionMode.Truncate);
  }

  private Sample words() {
    List<Layer> layers = new ArrayList<>();
    layers.add(new EmbeddingSequenceLayer.Builder().nIn(9).nOut(units()).build());
    layers.add(
        random.nextBoolean() ? new Convolution1DLayer.Builder(3).nOut(units()).build() : lstm());
    layers.add(pooling());
    layers.add(out());
    return chain(InputType.recurrent(1, 12), layers, ConvolutionMode.Truncate);
  }

  private Sample merged() {
    GraphBuilder graph = builder().graphBuilder().addInputs("a", "b");
    if (random.nextBoolean()) {
      graph.addLayer("d", dense(), "a", "b");
    } else {
      graph.addVertex("m", new MergeVertex(), "a", "b").addLayer("d", dense(), "m");
    }
    graph.addLayer("e", dense(), "d").addLayer("out", out(), "e");
    return graph(graph, InputType.feedForward(units()), InputType.feedForward(units()));
  }

  private Sample stacked() {
    int width = units();
    GraphBuilder graph =
        builder()
            .graphBuilder()
            .addInputs("a", "b")
            .addVertex("s", new StackVertex(), "a", "b")
            .addLayer("d", dense(), "s")
            .addVertex("u", new UnstackVertex(0, 2), "d")
            .addVertex("v", new UnstackVertex(1, 2), "d")
            .addVertex("m", new MergeVertex(), "u", "v")
            .addLayer("e", dense(), "m")
            .addLayer("out", out(), "e");
    return graph(graph, InputType.feedForward(width), InputType.feedForward(width));
  }

  private Sample translation() {
    GraphBuilder graph =
        builder()
            .graphBuilder()
            .addInputs("in", "dec")
            .addLayer("encoder", lstm(), "in")
            .addVertex("last", new LastTimeStepVertex("in"), "encoder")
            .addVertex("dup", new DuplicateToTimeSeriesVertex("dec"), "last")
            .addLayer("decoder", lstm(), "dec", "dup")
            .addLayer("out", rnnOut(), "decoder");
    return graph(graph, InputType.recurrent(units(), 6), InputType.recurrent(units(), 6));
  }

  private Sample imageAndVector() {
    GraphBuilder graph =
        builder()
            .graphBuilder()
            .addInputs("image", "vector")
            .addLayer("c", conv(3, CNN2DFormat.NCHW), "image");
    graph.addLayer("flat", random.nextBoolean() ? dense() : pooling(), "c");
    graph
        .addVertex("m", new MergeVertex(), "flat", "vector")
        .addLayer("d", dense(), "m")
        .addLayer("out", out(), "d");
    return graph(
        graph,
        InputType.convolutional(random.nextInt(5, 10), random.nextInt(5, 10), 2),
        InputType.feedForward(units()));
  }
}
