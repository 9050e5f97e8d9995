package io.github.dl4jpruning;

import static io.github.dl4jpruning.SignalRuns.all;
import static io.github.dl4jpruning.SignalRuns.batches;
import static io.github.dl4jpruning.SignalRuns.doubles;
import static io.github.dl4jpruning.SignalRuns.inTraining;
import static io.github.dl4jpruning.SignalRuns.net;
import static io.github.dl4jpruning.SignalRuns.oneShot;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.structure.Granularity;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** The signals of activations and inputs, and what passes over samples leave, by plain loops. */
class ActivationSignalsTest {
  static Stream<Signal.Statistic> statistics() {
    return Arrays.stream(Signal.Statistic.values());
  }

  @ParameterizedTest
  @MethodSource("statistics")
  void activation_convolution_overExamplesAndPositions(Signal.Statistic statistic) {
    MultiLayerNetwork net = convolution();
    List<DataSet> batches = SmallConvs.batches(2, 5, DataType.DOUBLE);
    double[] expected = new double[3];
    for (DataSet batch : batches) {
      INDArray out = net.feedForward(batch.getFeatures(), false).get(1);
      for (int channel = 0; channel < 3; channel++) {
        double[] values =
            out.get(all(), org.nd4j.linalg.indexing.NDArrayIndex.point(channel), all(), all())
                .dup('c')
                .data()
                .asDouble();
        double mean = Arrays.stream(values).average().orElseThrow();
        expected[channel] +=
            switch (statistic) {
                  case MEAN_ABSOLUTE ->
                      Arrays.stream(values).map(Math::abs).average().orElseThrow();
                  case VARIANCE ->
                      Arrays.stream(values)
                          .map(v -> (v - mean) * (v - mean))
                          .average()
                          .orElseThrow();
                  case ZEROS ->
                      (double) Arrays.stream(values).filter(v -> v == 0).count() / values.length;
                }
                / 2;
      }
    }

    float[] inTraining =
        inTraining(convolution(), Signal.activation(statistic), Granularity.column(), batches)
            .get("0_W");

    for (int channel = 0; channel < 3; channel++) {
      assertEquals(expected[channel], inTraining[channel], 1e-6, statistic + " " + channel);
    }
    assertArrayEquals(
        inTraining,
        oneShot(convolution(), Signal.activation(statistic), Granularity.column(), batches)
            .get("0_W"),
        1e-9f);
  }

  @Test
  void inputSquares_convolutionThenOutput_perExample() {
    MultiLayerNetwork net = convolution();
    List<DataSet> batches = SmallConvs.batches(2, 5, DataType.DOUBLE);
    double[] images = new double[2];
    double[] flat = new double[3 * 16];
    for (DataSet batch : batches) {
      for (int example = 0; example < 5; example++) {
        for (int i = 0; i < 72; i++) {
          double value = batch.getFeatures().getDouble(example, i / 36, i / 6 % 6, i % 6);
          images[i / 36] += value * value / 10;
        }
        INDArray out = net.feedForward(batch.getFeatures(), false).get(1);
        for (int i = 0; i < flat.length; i++) {
          double value = out.getDouble(example, i / 16, i / 4 % 4, i % 4);
          flat[i] += value * value / 10;
        }
      }
    }

    Map<String, float[]> squares =
        inTraining(convolution(), Signal.inputSquares(), Granularity.weight(), batches);

    assertArrayEquals(images, doubles(squares.get("0_W")), 1e-5);
    assertArrayEquals(flat, doubles(squares.get("1_W")), 1e-5);
  }

  /** Recurrent weights read the layer's own activations. */
  @Test
  void inputSquares_lstm_inputsAndOwnActivations() {
    MultiLayerNetwork net = recurrent();
    INDArray features = Nd4j.rand(DataType.DOUBLE, 4, 3, 5);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 4, 2, 5);
    labels.get(all(), org.nd4j.linalg.indexing.NDArrayIndex.point(0), all()).assign(1);
    List<DataSet> batches = List.of(new DataSet(features, labels));

    INDArray own = net.feedForward(features, false).get(1).dup();

    Map<String, float[]> squares =
        inTraining(net, Signal.inputSquares(), Granularity.weight(), batches);

    assertArrayEquals(squares(features), doubles(squares.get("0_W")), 1e-5);
    assertArrayEquals(squares(own), doubles(squares.get("0_RW")), 1e-5);
    assertArrayEquals(squares(own), doubles(squares.get("1_W")), 1e-5);
  }

  private static double[] squares(INDArray series) {
    double[] sums = new double[(int) series.size(1)];
    for (int example = 0; example < series.size(0); example++) {
      for (int unit = 0; unit < sums.length; unit++) {
        for (int t = 0; t < series.size(2); t++) {
          double value = series.getDouble(example, unit, t);
          sums[unit] += value * value / series.size(0);
        }
      }
    }
    return sums;
  }

  @Test
  void batchNormScale_convThenNorm_absoluteGamma() {
    MultiLayerNetwork net = (MultiLayerNetwork) SmallConvs.net(false, DataType.FLOAT);
    net.getParam("1_gamma").assign(Nd4j.createFromArray(0.5f, -2f, 1f, 0.1f).reshape(1, 4));
    Map<String, float[]> scores = new HashMap<>();
    Criterion gamma = Criterion.batchNormScale();
    Pruner.prune(
        net,
        PruningRecipe.builder()
            .target(ParamFilter.param("0_W"), 0.5)
            .granularity(Granularity.column())
            .criterion(
                context -> {
                  scores.put(context.key(), gamma.score(context));
                  return context.weights();
                })
            .oneShot(0)
            .build());

    assertArrayEquals(new float[] {0.5f, 2, 1, 0.1f}, scores.get("0_W"));
  }

  /** The network itself is not touched: not its weights, not its listeners, not its counters. */
  @Test
  void prune_withSamples_networkSeesNothingOfThePasses() {
    MultiLayerNetwork net = net();
    int[] calls = {0};
    net.setListeners(
        new org.deeplearning4j.optimize.api.BaseTrainingListener() {
          @Override
          public void onForwardPass(
              org.deeplearning4j.nn.api.Model model, List<INDArray> activations) {
            calls[0]++;
          }
        });

    oneShot(net, Signal.meanGradient(), Granularity.weight());

    assertEquals(0, calls[0]);
    assertEquals(0, net.getIterationCount());
    assertEquals(1, net.getListeners().size());
  }

  /** DL4J's own copy of a configuration forgets along which axis a MergeVertex joins. */
  @Test
  void prune_channelsLastMergeWithSamples_copyJoinsAsTheNetworkDoes() {
    ComputationGraph net =
        new ComputationGraph(
            Nets.builder(b -> b.dataType(DataType.DOUBLE))
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(6, 6, 2, CNN2DFormat.NHWC))
                .addLayer("a", channelsLast(3), "in")
                .addLayer("b", channelsLast(5), "in")
                .addVertex("both", new MergeVertex(), "a", "b")
                .addLayer("out", Nets.output(0), "both")
                .setOutputs("out")
                .build());
    net.init();
    List<DataSet> batches =
        SmallConvs.batches(1, 4, DataType.DOUBLE).stream()
            .map(b -> new DataSet(b.getFeatures().permute(0, 2, 3, 1).dup(), b.getLabels()))
            .toList();

    PruningRecipe recipe =
        PruningRecipe.builder().sparsity(0.5).criterion(Criterion.snip()).oneShot(0).build();

    assertEquals(0.5, Pruner.prune(net, recipe, Samples.of(batches)).sparsity(), 1e-3);
  }

  private static ConvolutionLayer channelsLast(int filters) {
    return new ConvolutionLayer.Builder(3, 3).nOut(filters).dataFormat(CNN2DFormat.NHWC).build();
  }

  private static MultiLayerNetwork convolution() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Nets.builder(b -> b.dataType(DataType.DOUBLE).updater(new Sgd(0)))
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3).nOut(3).activation(Activation.RELU).build())
                .layer(
                    new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(6, 6, 2))
                .build());
    net.init();
    return net;
  }

  private static MultiLayerNetwork recurrent() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Nets.builder(b -> b.dataType(DataType.DOUBLE).updater(new Sgd(0)))
                .list()
                .layer(new LSTM.Builder().nIn(3).nOut(4).activation(Activation.TANH).build())
                .layer(
                    new RnnOutputLayer.Builder()
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    net.init();
    return net;
  }
}
