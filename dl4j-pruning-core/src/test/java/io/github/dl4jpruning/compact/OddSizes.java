package io.github.dl4jpruning.compact;

import static io.github.dl4jpruning.compact.OrdinaryNetworks.conv;
import static io.github.dl4jpruning.compact.OrdinaryNetworks.lstm;
import static io.github.dl4jpruning.compact.OrdinaryNetworks.net;
import static io.github.dl4jpruning.compact.OrdinaryNetworks.out;
import static io.github.dl4jpruning.compact.OrdinaryNetworks.pool;
import static io.github.dl4jpruning.compact.OrdinaryNetworks.rnnOut;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The kinds of networks that DL4J's example programs build, for inputs of any size. */
final class OddSizes {
  /** Heights, widths and channels of images; the same numbers are used for vectors and series. */
  record Size(int height, int width, int channels) {
    InputType image() {
      return InputType.convolutional(height, width, channels);
    }

    InputType vector() {
      return InputType.feedForward(height + channels);
    }

    InputType series() {
      return InputType.recurrent(channels + 2, height);
    }
  }

  /** A network and what it reads. */
  record Built(Model network, List<InputType> types) {}

  private OddSizes() {}

  static Map<String, Function<Size, Built>> examples() {
    Map<String, Function<Size, Built>> kinds = new LinkedHashMap<>();
    vectors(kinds);
    images(kinds);
    series(kinds);
    graphs(kinds);
    return kinds;
  }

  private static void vectors(Map<String, Function<Size, Built>> kinds) {
    kinds.put("classifier of vectors", at -> built(at.vector(), dense(9), dense(6), out()));
    kinds.put(
        "regression",
        at -> built(at.vector(), dense(9), dense(6), loss(LossFunction.MSE, Activation.IDENTITY)));
    kinds.put(
        "stacked autoencoder",
        at -> built(at.vector(), dense(12), dense(4), dense(12), loss(LossFunction.MSE, null)));
    kinds.put(
        "variational autoencoder before a classifier",
        at ->
            built(
                at.vector(),
                dense(9),
                dense(8),
                new VariationalAutoencoder.Builder()
                    .nOut(5)
                    .encoderLayerSizes(8)
                    .decoderLayerSizes(8)
                    .build(),
                out()));
  }

  private static void images(Map<String, Function<Size, Built>> kinds) {
    kinds.put(
        "LeNet of the MNIST examples",
        at -> built(at.image(), conv(5, 8), max(), conv(5, 10), max(), dense(20), out()));
    kinds.put(
        "CIFAR classifier",
        at ->
            built(
                at.image(),
                conv(3, 8),
                new BatchNormalization(),
                conv(3, 8),
                max(),
                new DropoutLayer(0.8),
                conv(3, 6),
                new BatchNormalization(),
                pool(PoolingType.AVG),
                out()));
    kinds.put(
        "animals, with LRN",
        at ->
            built(
                at.image(),
                conv(5, 8),
                new LocalResponseNormalization(),
                max(),
                conv(3, 6),
                max(),
                dense(12),
                out()));
    kinds.put(
        "capsules",
        at ->
            built(
                at.image(),
                conv(3, 8),
                conv(5, 8),
                new PrimaryCapsules.Builder(4, 2).kernelSize(5, 5).stride(3, 3).build(),
                new CapsuleLayer.Builder(3, 4, 2).build(),
                new CapsuleStrengthLayer.Builder().build(),
                new ActivationLayer(Activation.SOFTMAX),
                out()));
    kinds.put(
        "denoising, up and down",
        at ->
            built(
                InputType.convolutional(2L * at.height(), 2L * at.width(), at.channels()),
                same(6),
                max(),
                same(4),
                new Upsampling2D.Builder(2).build(),
                same(at.channels()),
                new CnnLossLayer.Builder(LossFunction.MSE).build()));
  }

  @SuppressWarnings("deprecation") // old networks have them
  private static void series(Map<String, Function<Size, Built>> kinds) {
    kinds.put("characters", at -> built(at.series(), lstm(8), lstm(6), rnnOut()));
    kinds.put(
        "characters, Graves",
        at -> built(at.series(), new GravesLSTM.Builder().nOut(8).build(), rnnOut()));
    kinds.put(
        "sequence classifier", at -> built(at.series(), lstm(8), new LastTimeStep(lstm(6)), out()));
    kinds.put(
        "sentiment, both ways",
        at -> built(at.series(), new Bidirectional(lstm(6)), pool(PoolingType.MAX), out()));
    kinds.put(
        "vital signs, Conv1D before LSTM",
        at ->
            built(
                at.series(),
                new Convolution1DLayer.Builder(3)
                    .nOut(6)
                    .convolutionMode(ConvolutionMode.Same)
                    .build(),
                lstm(5),
                rnnOut()));
    kinds.put(
        "self-attention",
        at ->
            built(
                at.series(),
                lstm(8),
                new SelfAttentionLayer.Builder().nOut(8).nHeads(2).projectInput(true).build(),
                pool(PoolingType.MAX),
                out()));
  }

  private static void graphs(Map<String, Function<Size, Built>> kinds) {
    kinds.put("sentences, kernels of three sizes", OddSizes::sentences);
    kinds.put(
        "encoder and decoder",
        at ->
            built(
                OrdinaryNetworks.builder()
                    .graphBuilder()
                    .addInputs("in", "dec")
                    .setInputTypes(at.series(), at.series())
                    .addLayer("encoder", lstm(8), "in")
                    .addVertex("last", new LastTimeStepVertex("in"), "encoder")
                    .addVertex("dup", new DuplicateToTimeSeriesVertex("dec"), "last")
                    .addLayer("decoder", lstm(8), "dec", "dup")
                    .addLayer("out", rnnOut(), "decoder"),
                at.series(),
                at.series()));
    kinds.put(
        "faces, centre loss",
        at ->
            built(
                OrdinaryNetworks.builder()
                    .graphBuilder()
                    .addInputs("in")
                    .setInputTypes(at.image())
                    .addLayer("c", conv(3, 8), "in")
                    .addLayer("pool", pool(PoolingType.AVG), "c")
                    .addLayer("d", dense(6), "pool")
                    .addVertex("norm", new L2NormalizeVertex(), "d")
                    .addLayer(
                        "out",
                        new CenterLossOutputLayer.Builder()
                            .nOut(3)
                            .activation(Activation.SOFTMAX)
                            .build(),
                        "norm"),
                at.image()));
    kinds.put(
        "residual block",
        at ->
            built(
                OrdinaryNetworks.builder()
                    .graphBuilder()
                    .addInputs("in")
                    .setInputTypes(at.image())
                    .addLayer("c", same(8), "in")
                    .addLayer("n", new BatchNormalization(), "c")
                    .addLayer("d", same(8), "n")
                    .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "c", "d")
                    .addLayer("pool", pool(PoolingType.AVG), "sum")
                    .addLayer("out", out(), "pool"),
                at.image()));
  }

  private static Built sentences(Size at) {
    InputType words = InputType.convolutional(at.height(), at.channels() + 4, 1);
    GraphBuilder builder =
        OrdinaryNetworks.builder()
            .convolutionMode(ConvolutionMode.Same)
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(words);
    for (int height = 3; height <= 5; height++) {
      builder.addLayer(
          "c" + height,
          new ConvolutionLayer.Builder(height, at.channels() + 4)
              .stride(1, at.channels() + 4)
              .nOut(5)
              .build(),
          "in");
    }
    builder
        .addVertex("m", new MergeVertex(), "c3", "c4", "c5")
        .addLayer("pool", pool(PoolingType.MAX), "m")
        .addLayer("out", out(), "pool");
    return new Built(OrdinaryNetworks.graph(builder), List.of(words));
  }

  private static Built built(InputType type, Layer... layers) {
    return new Built(net(type, layers), List.of(type));
  }

  private static Built built(GraphBuilder builder, InputType... types) {
    return new Built(OrdinaryNetworks.graph(builder), List.of(types));
  }

  private static Layer dense(int units) {
    return new DenseLayer.Builder().nOut(units).build();
  }

  private static Layer max() {
    return new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build();
  }

  private static Layer same(int filters) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(filters)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static Layer loss(LossFunction loss, Activation activation) {
    return new OutputLayer.Builder(loss)
        .nOut(5)
        .activation(activation == null ? Activation.SIGMOID : activation)
        .build();
  }
}
