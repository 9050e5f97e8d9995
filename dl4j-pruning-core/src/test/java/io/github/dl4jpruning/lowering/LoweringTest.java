package io.github.dl4jpruning.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.compact.RandomNetworks;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.RandomInputs;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Programs compute what their networks compute. */
class LoweringTest {
  static Stream<String> layers() {
    return LayerZoo.exhibits().keySet().stream().filter(name -> !name.equals("variational"));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void of_everyLayer_answersAsDl4j(String name) {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
    exhibit.fit();
    Model network = exhibit.net();
    INDArray features = exhibit.features();
    SparseNetwork sparse =
        SparseNetwork.of(Lowering.of(network, types(features)), NetworkWeights.of(network)::values);
    double gap = Agreement.gap(network, sparse, features);
    assertTrue(gap <= Agreement.TOLERANCE, name + ": " + gap);
  }

  /** Where the configuration does not tell them. */
  private static InputType[] types(INDArray x) {
    return switch (x.rank()) {
      case 2 -> new InputType[] {InputType.feedForward(x.size(1))};
      case 3 -> new InputType[] {InputType.recurrent(x.size(1), x.size(2))};
      case 4 -> new InputType[] {InputType.convolutional(x.size(2), x.size(3), x.size(1))};
      default ->
          new InputType[] {
            InputType.convolutional3D(
                Convolution3D.DataFormat.NCDHW, x.size(2), x.size(3), x.size(4), x.size(1))
          };
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void of_randomNetworks_answersAsDl4j(long kind) {
    int limit = Integer.getInteger("lowering.networks", 12);
    List<String> wrong = new ArrayList<>();
    for (long seed = kind; seed < 10L * limit; seed += 10) {
      RandomNetworks.Sample sample = RandomNetworks.of(seed, DataType.FLOAT);
      Model network = sample.network();
      try {
        SparseNetwork sparse =
            SparseNetwork.of(
                Lowering.of(network, sample.types()), NetworkWeights.of(network)::values);
        int batch = new int[] {1, 3, 64}[(int) (seed / 10 % 3)];
        INDArray[] inputs =
            RandomInputs.of(PrunableModel.of(network), sample.inputTypes(), batch, seed);
        double gap = Agreement.gap(network, sparse, inputs);
        if (!(gap <= Agreement.TOLERANCE)) {
          wrong.add(seed + ": " + gap);
        }
      } catch (RuntimeException | AssertionError e) {
        if (!e.getMessage().contains("writes what it gives over the network's input")) {
          wrong.add(seed + ": " + e);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static MultiLayerNetwork series(RNNFormat format, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(3).activation(Activation.TANH).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork net =
        new MultiLayerNetwork(list.setInputType(InputType.recurrent(3, 6, format)).build());
    net.init();
    return net;
  }

  private static Layer output() {
    return new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build();
  }

  private static Layer rnnOutput(RNNFormat format) {
    return new RnnOutputLayer.Builder()
        .nOut(2)
        .dataFormat(format)
        .activation(Activation.SOFTMAX)
        .build();
  }

  @SuppressWarnings("deprecation") // users still have networks with Graves LSTMs
  static Stream<List<Layer>> masked() {
    LSTM lstm = new LSTM.Builder().nOut(4).build();
    SimpleRnn rnn = new SimpleRnn.Builder().nOut(4).build();
    return Stream.of(
        List.of(lstm, rnnOutput(RNNFormat.NCW)),
        List.of(new GravesLSTM.Builder().nOut(4).build(), rnnOutput(RNNFormat.NCW)),
        List.of(rnn, new GlobalPoolingLayer(PoolingType.AVG), output()),
        List.of(rnn, new GlobalPoolingLayer(PoolingType.MAX), output()),
        List.of(new LastTimeStep(lstm), output()),
        List.of(new Bidirectional(Bidirectional.Mode.CONCAT, lstm), rnnOutput(RNNFormat.NCW)),
        List.of(
            new SelfAttentionLayer.Builder()
                .nHeads(2)
                .headSize(2)
                .nOut(4)
                .projectInput(true)
                .build(),
            new GlobalPoolingLayer(PoolingType.SUM),
            output()),
        List.of(rnn, rnnOutput(RNNFormat.NCW)),
        List.of(new Bidirectional(rnn), rnnOutput(RNNFormat.NCW)),
        List.of(lstm, new LastTimeStep(rnn), output()));
  }

  @ParameterizedTest
  @MethodSource("masked")
  void of_seriesOfDifferentLengths_answersAsDl4j(List<Layer> layers) {
    MultiLayerNetwork net = series(RNNFormat.NCW, layers.toArray(Layer[]::new));
    INDArray features = Nd4j.rand(DataType.FLOAT, 5, 3, 6).subi(0.5);
    int[] steps = {6, 1, 4, 5, 2};
    INDArray mask = Nd4j.zeros(DataType.FLOAT, 5, 6);
    for (int i = 0; i < 5; i++) {
      for (int t = 0; t < steps[i]; t++) {
        mask.putScalar(i, t, 1);
      }
    }
    float[] expected = Agreement.values(net.output(features.dup(), false, mask, null));
    SparseNetwork sparse =
        SparseNetwork.of(
            Lowering.of(net, InputType.recurrent(3, 6)), NetworkWeights.of(net)::values);
    float[] actual = new float[expected.length];
    sparse.session(5, 6).predict(Agreement.values(features), steps, actual);
    assertTrue(Agreement.gap(expected, actual) <= Agreement.TOLERANCE);
  }

  @Test
  @SuppressWarnings("deprecation") // users still have networks with Graves LSTMs
  void of_layerThatLosesTrackOfLengths_takesNone() {
    MultiLayerNetwork net =
        series(
            RNNFormat.NCW,
            new GravesBidirectionalLSTM.Builder().nOut(4).build(),
            rnnOutput(RNNFormat.NCW));
    SparseNetwork sparse =
        SparseNetwork.of(
            Lowering.of(net, InputType.recurrent(3, 6)), NetworkWeights.of(net)::values);
    assertEquals(
        "Input input can't have series of different lengths: give no steps",
        assertThrows(
                IllegalArgumentException.class,
                () -> sparse.session(1, 6).predict(new float[18], new int[] {5}, new float[12]))
            .getMessage());
  }

  @Test
  void of_seriesWithChannelsLast_answersAsDl4j() {
    MultiLayerNetwork net =
        series(
            RNNFormat.NWC,
            new LSTM.Builder().nOut(4).dataFormat(RNNFormat.NWC).build(),
            rnnOutput(RNNFormat.NWC));
    SparseNetwork sparse =
        SparseNetwork.of(
            Lowering.of(net, InputType.recurrent(3, 6, RNNFormat.NWC)),
            NetworkWeights.of(net)::values);
    INDArray features = Nd4j.rand(DataType.FLOAT, 5, 6, 3).subi(0.5);
    assertTrue(Agreement.gap(net, sparse, features) <= Agreement.TOLERANCE);
    INDArray longer = Nd4j.rand(DataType.FLOAT, 5, 11, 3).subi(0.5);
    float[] expected = Agreement.values(net.output(longer, false));
    float[] actual = new float[expected.length];
    sparse.session(5, 11).predict(Agreement.values(longer), actual);
    assertTrue(Agreement.gap(expected, actual) <= Agreement.TOLERANCE);
  }

  @Test
  void of_layerWithoutRule_isRefusedByName() {
    Model network = LayerZoo.exhibits().get("variational").get().net();
    assertEquals(
        "VariationalAutoencoder (layer0) can't be part of a program: there is no rule for its kind",
        assertThrows(
                IllegalArgumentException.class,
                () -> Lowering.of(network, InputType.feedForward(4)))
            .getMessage());
  }

  /** It computes, where there are as many examples as channels. */
  @Test
  void of_normalisedSeries_isRefused() {
    MultiLayerNetwork net =
        series(RNNFormat.NCW, new BatchNormalization(), rnnOutput(RNNFormat.NCW));
    assertEquals(
        "BatchNormalization (layer0) can't be part of a program: DL4J 1.0.0-M2.1 takes the wrong"
            + " axis of series, and no volumes, in batch normalisation",
        assertThrows(
                IllegalArgumentException.class, () -> Lowering.of(net, InputType.recurrent(3, 6)))
            .getMessage());
    INDArray two = Nd4j.rand(DataType.FLOAT, 2, 3, 6);
    assertThrows(IllegalArgumentException.class, () -> net.output(two));
  }

  @Test
  void of_detection_answersAsDl4j() {
    InputType image = InputType.convolutional(6, 5, 3);
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1).nOut(2 * (5 + 3)).build())
                .layer(
                    new Yolo2OutputLayer.Builder()
                        .boundingBoxPriors(Nd4j.createFromArray(new float[][] {{1, 3}, {2, 0.5f}}))
                        .build())
                .setInputType(image)
                .build());
    net.init();
    SparseNetwork sparse =
        SparseNetwork.of(Lowering.of(net, image), NetworkWeights.of(net)::values);
    INDArray features = Nd4j.rand(DataType.FLOAT, 4, 3, 6, 5).subi(0.5);
    assertTrue(Agreement.gap(net, sparse, features) <= Agreement.TOLERANCE);
  }

  /** As DL4J's zoo has it. */
  @Test
  void of_lengthOneAlongAllAxes_answersAsDl4j() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("dense", new DenseLayer.Builder().nOut(4).build(), "in")
                .addVertex("l2", new L2NormalizeVertex(new int[] {1}, 1e-6), "dense")
                .addLayer("out", output(), "l2")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(3))
                .build());
    graph.init();
    SparseNetwork sparse =
        SparseNetwork.of(
            Lowering.of(graph, InputType.feedForward(3)), NetworkWeights.of(graph)::values);
    INDArray features = Nd4j.rand(DataType.FLOAT, 4, 3).subi(0.5);
    assertTrue(Agreement.gap(graph, sparse, features) <= Agreement.TOLERANCE);
  }

  @Test
  void of_sizesUnknown_asksForThem() {
    Model network = LayerZoo.exhibits().get("conv3d").get().net();
    assertEquals(
        "The network's configuration does not tell the size of its input input. Pass input types,"
            + " such as InputType.convolutional(height, width, channels)",
        assertThrows(IllegalArgumentException.class, () -> Lowering.of(network)).getMessage());
  }

  @Test
  void of_layerOfAUsersOwn_asItsRuleSays() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new Halving.Own())
                .setInputType(InputType.feedForward(2))
                .build());
    net.init();
    SparseNetwork sparse =
        SparseNetwork.of(Lowering.of(net, InputType.feedForward(2)), key -> new float[0]);
    float[] answer = sparse.predict(new float[] {4, -6});
    assertEquals(List.of(2f, -3f), List.of(answer[0], answer[1]));
  }
}
