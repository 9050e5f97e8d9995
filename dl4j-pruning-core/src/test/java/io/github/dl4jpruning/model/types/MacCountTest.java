package io.github.dl4jpruning.model.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

class MacCountTest {
  private static final InputType IMAGE = InputType.convolutional(6, 6, 2);

  /** Caffe's LeNet-5: 20·25·576 + 50·20·25·64 + 800·500 + 500·10 MACs. */
  @Test
  void of_leNet5_asByHand() {
    PrunableModel model =
        PrunableModel.of(
            net(
                InputType.convolutionalFlat(28, 28, 1),
                new ConvolutionLayer.Builder(5, 5).nOut(20).build(),
                new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
                new ConvolutionLayer.Builder(5, 5).nOut(50).build(),
                new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
                new DenseLayer.Builder().nOut(500).build(),
                new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build()));

    MacCount counted = MacCount.of(model);

    assertEquals(
        Map.of("0_W", 576L, "2_W", 64L, "4_W", 1L, "5_W", 1L), withoutZeros(counted.perWeight()));
    assertEquals(288_000 + 1_600_000 + 400_000 + 5_000, total(model, counted));
  }

  @Test
  void of_lstm_perTimeStep() {
    PrunableModel model =
        PrunableModel.of(
            net(
                InputType.recurrent(3, 5),
                new LSTM.Builder().nOut(4).build(),
                new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build()));

    assertEquals(
        Map.of("0_W", 5L, "0_RW", 5L, "1_W", 5L),
        withoutZeros(MacCount.of(model, InputType.recurrent(3, 5)).perWeight()));
    assertEquals(
        Map.of("0_W", 1L, "0_RW", 1L, "1_W", 1L), withoutZeros(MacCount.of(model).perWeight()));
  }

  @Test
  void of_denseBehindASeries_countsStepsOnlyWhereTheyAre() {
    PrunableModel each =
        PrunableModel.of(
            net(
                InputType.recurrent(3, 5),
                new DenseLayer.Builder().nOut(4).build(),
                new LastTimeStep(new LSTM.Builder().nOut(4).build()),
                output()));

    assertEquals(
        Map.of("0_W", 5L, "1_W", 5L, "1_RW", 5L, "2_W", 1L),
        withoutZeros(MacCount.of(each, InputType.recurrent(3, 5)).perWeight()));
  }

  /** 3x3 on 6x6: 4x4 positions. */
  @Test
  void of_depthwiseAndSeparable_outputPositions() {
    assertEquals(
        Map.of("0_W", 16L, "1_W", 1L),
        counts(
            IMAGE,
            new DepthwiseConvolution2D.Builder().kernelSize(3, 3).depthMultiplier(2).build(),
            output()));
    assertEquals(
        Map.of("0_W", 16L, "0_pW", 16L, "1_W", 1L),
        counts(IMAGE, new SeparableConvolution2D.Builder(3, 3).nOut(5).build(), output()));
  }

  /** Stride 2 on 6x6 with 2x2: each of 36 input positions meets each weight once. */
  @Test
  void of_deconvolution_inputPositions() {
    assertEquals(
        Map.of("0_W", 36L, "1_W", 1L),
        counts(IMAGE, new Deconvolution2D.Builder(2, 2).stride(2, 2).nOut(5).build(), output()));
  }

  @Test
  void of_convolutionWithPaddingAndStride_outputPositions() {
    assertEquals(
        Map.of("0_W", 9L, "1_W", 1L),
        counts(
            IMAGE,
            new ConvolutionLayer.Builder(3, 3).stride(2, 2).padding(1, 1).nOut(5).build(),
            output()));
  }

  @Test
  void of_embedding_looksUp() {
    PrunableModel model =
        PrunableModel.of(
            Nets.of(
                new EmbeddingSequenceLayer.Builder().nIn(7).nOut(4).inputLength(3).build(),
                new GlobalPoolingLayer(),
                Nets.output(4)));

    assertEquals(0, MacCount.of(model).of(model.param("0_W")));
    assertEquals(1, MacCount.of(model).of(model.param("2_W")));
  }

  @Test
  void of_graph_sameAsLayers() {
    assertEquals(
        Map.of("d1_W", 1L, "d2_W", 1L, "out_W", 1L),
        withoutZeros(MacCount.of(PrunableModel.of(Nets.graph())).perWeight()));
  }

  static Stream<String> names() {
    return LayerZoo.exhibits().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void of_anyLayer_leavesTheConfigurationAlone(String name) {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
    PrunableModel model = PrunableModel.of(exhibit.net());
    String before = json(exhibit);

    MacCount counted = MacCount.of(model, typeOf(exhibit));

    assertEquals(before, json(exhibit));
    assertEquals(
        model.params().stream().map(ModelParam::key).toList(),
        List.copyOf(counted.perWeight().keySet()));
    assertTrue(total(model, counted) > 0);
  }

  @Test
  void of_imageOfUnknownSize_asksForTypes() {
    PrunableModel model =
        PrunableModel.of(net(IMAGE, new ConvolutionLayer.Builder(3, 3).nOut(5).build(), output()));

    assertEquals(
        "The network's configuration does not tell the size of its input input. Pass input types,"
            + " such as InputType.convolutional(height, width, channels)",
        assertThrows(IllegalArgumentException.class, () -> MacCount.of(model)).getMessage());
  }

  @Test
  void of_wrongNumberOfTypes_saysWhatThereIs() {
    PrunableModel model = PrunableModel.of(Nets.graph());
    InputType type = InputType.feedForward(3);

    assertEquals(
        "The network has the inputs [in], but 2 input types were given:"
            + " [InputTypeFeedForward(3), InputTypeFeedForward(3)]",
        assertThrows(IllegalArgumentException.class, () -> MacCount.of(model, type, type))
            .getMessage());
  }

  @Test
  void of_wrongType_namesTheLayer() {
    PrunableModel model = PrunableModel.of(Nets.graph());

    String message =
        assertThrows(IllegalArgumentException.class, () -> MacCount.of(model, IMAGE)).getMessage();

    assertTrue(
        message.startsWith(
            "The input types [InputTypeConvolutional(h=6,w=6,c=2,NCHW)] do not fit the network:"
                + " d1 (DenseLayer) can't read what comes to it ("),
        message);
  }

  @Test
  void of_foreignParameter_throws() {
    MacCount counted = MacCount.of(PrunableModel.of(Nets.graph()));
    ModelParam foreign = PrunableModel.of(Nets.mln()).param("0_W");

    assertEquals(
        "No MACs were counted for 0_W[3, 6], but for " + counted.perWeight().keySet(),
        assertThrows(IllegalArgumentException.class, () -> counted.of(foreign)).getMessage());
  }

  private static String json(LayerZoo.Exhibit exhibit) {
    return exhibit.net() instanceof MultiLayerNetwork mln
        ? mln.getLayerWiseConfigurations().toJson()
        : ((ComputationGraph) exhibit.net()).getConfiguration().toJson();
  }

  private static InputType typeOf(LayerZoo.Exhibit exhibit) {
    long[] shape = exhibit.features().shape();
    return switch (shape.length) {
      case 2 -> InputType.feedForward(shape[1]);
      case 3 -> InputType.recurrent(shape[1], shape[2]);
      case 4 -> InputType.convolutional(shape[2], shape[3], shape[1]);
      default ->
          InputType.convolutional3D(
              Convolution3D.DataFormat.NCDHW, shape[2], shape[3], shape[4], shape[1]);
    };
  }

  private static Map<String, Long> counts(InputType type, Layer... layers) {
    return withoutZeros(MacCount.of(PrunableModel.of(net(type, layers)), type).perWeight());
  }

  private static Map<String, Long> withoutZeros(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static long total(PrunableModel model, MacCount counted) {
    return model.params().stream().mapToLong(param -> param.length() * counted.of(param)).sum();
  }

  private static Layer output() {
    return new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build();
  }

  private static MultiLayerNetwork net(InputType type, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = Nets.builder(b -> {}).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork net = new MultiLayerNetwork(list.setInputType(type).build());
    net.init();
    return net;
  }
}
