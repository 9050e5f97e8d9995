package io.github.dl4jpruning.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What random networks may miss: each of these was wrong in some runtime or other. */
class OnnxLayersTest {
  @TempDir Path folder;

  private static SubsamplingLayer.Builder pool(PoolingType type, int size) {
    return new SubsamplingLayer.Builder(type).kernelSize(size, size).stride(1, 1).pnorm(3);
  }

  static Stream<List<Layer>> images() {
    ZeroPaddingLayer padding = new ZeroPaddingLayer(2, 2);
    return Stream.of(
        List.of(padding, pool(PoolingType.MAX, 1).build()),
        List.of(padding, pool(PoolingType.MAX, 3).build()),
        List.of(padding, pool(PoolingType.AVG, 3).build()),
        List.of(dilated(PoolingType.MAX)),
        List.of(dilated(PoolingType.AVG)),
        List.of(dilated(PoolingType.PNORM)),
        List.of(pool(PoolingType.AVG, 3).padding(1, 1).build()),
        List.of(pool(PoolingType.AVG, 3).padding(1, 1).avgPoolIncludePadInDivisor(true).build()),
        List.of(dilatedAverage()),
        List.of(pool(PoolingType.AVG, 2).convolutionMode(ConvolutionMode.Same).build()),
        List.of(new LocalResponseNormalization.Builder().n(2).alpha(0.5).build()),
        List.of(new SpaceToDepthLayer.Builder<>(2).build()),
        List.of(new BatchNormalization.Builder().useLogStd(true).build()),
        List.of(new BatchNormalization.Builder().lockGammaBeta(true).gamma(2).beta(1).build()),
        List.of(
            new ConvolutionLayer.Builder(3, 3)
                .nOut(3)
                .dilation(2, 2)
                .stride(1, 1)
                .convolutionMode(ConvolutionMode.Same)
                .build()));
  }

  private static Layer dilated(PoolingType type) {
    return pool(type, 2).dilation(3, 3).convolutionMode(ConvolutionMode.Same).build();
  }

  private static Layer dilatedAverage() {
    return pool(PoolingType.AVG, 2)
        .dilation(3, 3)
        .convolutionMode(ConvolutionMode.Same)
        .avgPoolIncludePadInDivisor(true)
        .build();
  }

  @ParameterizedTest
  @MethodSource("images")
  void write_imageLayers_answerAsDl4j(List<Layer> layers) throws IOException {
    check(InputType.convolutional(6, 8, 2), true, layers);
  }

  @ParameterizedTest
  @MethodSource("images")
  void write_imageLayersOnSeriesOfImages_answerAsDl4j(List<Layer> layers) throws IOException {
    check(InputType.recurrent(6 * 8 * 2, 5), true, layers);
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SOFTMAX"})
  @SuppressWarnings("deprecation") // users still have networks with Graves LSTMs
  void write_everyActivationInRecurrentLayers_answersAsDl4j(Activation activation)
      throws IOException {
    LSTM lstm =
        new LSTM.Builder()
            .nOut(3)
            .activation(activation)
            .gateActivationFunction(Activation.HARDSIGMOID)
            .build();
    GravesLSTM graves =
        new GravesLSTM.Builder()
            .nOut(4)
            .activation(Activation.TANH)
            .gateActivationFunction(activation)
            .build();
    SimpleRnn rnn = new SimpleRnn.Builder().nOut(3).activation(activation).build();
    for (Layer layer : List.of(lstm, graves, rnn, new Bidirectional(lstm))) {
      check(InputType.recurrent(4, 6), false, List.of(layer));
    }
  }

  @ParameterizedTest
  @EnumSource(CNN2DFormat.class)
  void write_imagesInEitherFormat_answerAsDl4j(CNN2DFormat format) throws IOException {
    check(
        InputType.convolutional(6, 8, 2, format),
        true,
        List.of(
            new ConvolutionLayer.Builder(3, 2).nOut(3).dataFormat(format).build(),
            new BatchNormalization()));
  }

  private void check(InputType type, boolean images, List<Layer> layers) throws IOException {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(3).activation(Activation.IDENTITY).list();
    boolean series = type instanceof InputType.InputTypeRecurrent;
    if (images && series) {
      list.inputPreProcessor(
          0, new org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor(6, 8, 2));
    }
    layers.forEach(layer -> list.layer(layer.clone()));
    if (images && series) {
      list.layer(new DenseLayer.Builder().nOut(3).build());
    }
    list.layer(
        series
            ? new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build()
            : new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build());
    MultiLayerNetwork net = new MultiLayerNetwork(list.setInputType(type).build());
    net.init();
    // normalisations with statistics of their own
    net.params().addi(Nd4j.rand(DataType.FLOAT, net.params().shape()).muli(0.2));
    Path file = folder.resolve("net.onnx");
    OnnxExport.write(file, net, OnnxOptions.builder().inputTypes(type).build());
    long[] shape = type.getShape(true);
    shape[0] = 3;
    INDArray inputs = Nd4j.rand(DataType.FLOAT, shape).subi(0.8);
    try (OnnxRun run = new OnnxRun(file)) {
      double gap = run.gap(net, inputs);
      assertTrue(gap <= OnnxRun.TOLERANCE, layers + ": " + gap);
    }
  }
}
