package io.github.dl4jpruning.repair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.LayerInput;
import io.github.dl4jpruning.model.network.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Convolution3D.DataFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Rows times weights are what DL4J's own layers compute, place by place. */
class PatchesTest {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(Layer layer, InputType type, boolean channelsLast, long... features) {}

  private static final Map<String, Case> CASES = cases();

  private static Map<String, Case> cases() {
    Map<String, Case> all = new LinkedHashMap<>();
    all.put(
        "dense",
        new Case(
            new DenseLayer.Builder().nOut(4).biasInit(0.5).build(),
            InputType.feedForward(3),
            false,
            5,
            3));
    all.put(
        "series",
        new Case(
            new RnnOutputLayer.Builder(LossFunction.MSE)
                .nOut(4)
                .activation(Activation.IDENTITY)
                .biasInit(0.5)
                .build(),
            InputType.recurrent(3, 6),
            false,
            2,
            3,
            6));
    for (CNN2DFormat format : CNN2DFormat.values()) {
      boolean last = format == CNN2DFormat.NHWC;
      for (ConvolutionMode mode : ConvolutionMode.values()) {
        if (mode != ConvolutionMode.Causal) {
          ConvolutionLayer.Builder conv =
              new ConvolutionLayer.Builder(3, 2)
                  .stride(2, 1)
                  .dilation(1, 2)
                  .dataFormat(format)
                  .convolutionMode(mode)
                  .nOut(4)
                  .biasInit(0.5);
          if (mode != ConvolutionMode.Same) {
            conv.padding(1, 2);
          }
          all.put(
              "conv2d " + format + " " + mode,
              new Case(
                  conv.build(),
                  InputType.convolutional(7, 6, 3, format),
                  last,
                  last ? new long[] {2, 7, 6, 3} : new long[] {2, 3, 7, 6}));
        }
      }
    }
    for (RNNFormat format : RNNFormat.values()) {
      boolean last = format == RNNFormat.NWC;
      for (ConvolutionMode mode : ConvolutionMode.values()) {
        for (int stride : new int[] {1, 2}) {
          all.put(
              "conv1d " + format + " " + mode + " stride " + stride,
              new Case(
                  new Convolution1DLayer.Builder(3)
                      .stride(stride)
                      .dilation(2)
                      .rnnDataFormat(format)
                      .convolutionMode(mode)
                      .nOut(4)
                      .biasInit(0.5)
                      .build(),
                  InputType.recurrent(3, 9, format),
                  last,
                  last ? new long[] {2, 9, 3} : new long[] {2, 3, 9}));
        }
      }
    }
    for (DataFormat format : DataFormat.values()) {
      boolean last = format == DataFormat.NDHWC;
      for (ConvolutionMode mode :
          new ConvolutionMode[] {ConvolutionMode.Same, ConvolutionMode.Truncate}) {
        all.put(
            "conv3d " + format + " " + mode,
            new Case(
                new Convolution3D.Builder(2, 3, 2)
                    .stride(1, 2, 1)
                    .dataFormat(format)
                    .convolutionMode(mode)
                    .nOut(4)
                    .biasInit(0.5)
                    .build(),
                InputType.convolutional3D(format, 4, 5, 3, 2),
                last,
                last ? new long[] {2, 4, 5, 3, 2} : new long[] {2, 2, 4, 5, 3}));
      }
    }
    return all;
  }

  static Stream<String> names() {
    return CASES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void rowsTimesWeights_areWhatTheLayerComputes(String name) {
    Case given = CASES.get(name);
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .activation(Activation.IDENTITY)
                .list()
                .layer(given.layer())
                .setInputType(given.type())
                .build());
    net.init();
    INDArray features = Nd4j.rand(DataType.DOUBLE, given.features());
    PrunableModel model = PrunableModel.of(net);
    Site site = Site.of(model, Network.of(net).wiring().nodes().get(0), model.param("0_W"));

    assertEquals(given.channelsLast(), site.channelsLast() && given.features().length > 2);
    LayerInput read = Network.of(net).input("0", new MultiDataSet(features, null));
    HostInput input = HostInput.of(read.values(), site.channelsLast());
    Rows rows = Rows.draw(input, read, site.windows(), Integer.MAX_VALUE, new SplittableRandom(1));
    INDArray computed =
        LayerWeights.of(model, site).outputs(site.patches().read(input, rows, 0, rows.count()));

    INDArray expected = net.output(features);
    HostInput flat = HostInput.of(expected, given.channelsLast());
    assertEquals(expected.length(), computed.length(), "every place is a row");
    for (int r = 0; r < rows.count(); r++) {
      double[] outputs = new double[4];
      for (int c = 0; c < 4; c++) {
        outputs[c] = flat.values()[(rows.examples()[r] * 4 + c) * flat.places() + rows.places()[r]];
      }
      assertArrayEquals(outputs, computed.getRow(r).toDoubleVector(), 1e-9, name + " row " + r);
    }
  }

  @Test
  void draw_fewerThanThereAre_eachOnceAndSeeded() {
    HostInput input = HostInput.of(Nd4j.rand(DataType.DOUBLE, 3, 2, 4, 5), false);
    LayerInput read = new LayerInput(Nd4j.empty(), Optional.empty());
    Rows some = Rows.draw(input, read, Windows.single(2), 6, new SplittableRandom(1));

    assertArrayEquals(
        IntStream.range(0, 18).map(i -> i / 6).toArray(), some.examples(), "6 of each");
    for (int e = 0; e < 3; e++) {
      assertEquals(6, IntStream.of(some.places()).skip(6L * e).limit(6).distinct().count());
    }
    assertArrayEquals(
        some.places(),
        Rows.draw(input, read, Windows.single(2), 6, new SplittableRandom(1)).places());
  }

  @Test
  void draw_maskedSteps_areNoRows() {
    HostInput input = HostInput.of(Nd4j.rand(DataType.DOUBLE, 2, 3, 4), false);
    INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 0, 0}, {0, 1, 1, 1}});
    LayerInput read = new LayerInput(Nd4j.empty(), Optional.of(mask));

    Rows rows = Rows.draw(input, read, Windows.single(1), 9, new SplittableRandom(1));

    assertArrayEquals(new int[] {0, 0, 1, 1, 1}, rows.examples());
    assertArrayEquals(new int[] {0, 1, 1, 2, 3}, rows.places());
  }
}
