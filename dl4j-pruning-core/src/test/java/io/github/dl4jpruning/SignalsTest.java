package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.ScoreContext;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.structure.Granularity;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Every signal against a computation of its own: finite differences and plain loops. */
class SignalsTest {
  private static final double STEP = 1e-5;

  /** 3 inputs, dense 4, output 2, in double; nothing moves. */
  private static MultiLayerNetwork net() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Nets.builder(b -> b.dataType(DataType.DOUBLE).updater(new Sgd(0)))
                .list()
                .layer(Nets.dense(3, 4))
                .layer(Nets.output(4))
                .build());
    net.init();
    return net;
  }

  /** Two batches of 8 and one of 3. */
  private static List<DataSet> batches() {
    List<DataSet> batches = Nets.batches(3, 3, DataType.DOUBLE);
    return List.of(
        batches.get(0),
        batches.get(1),
        new DataSet(
            batches.get(2).getFeatures().get(range(3), all()).dup(),
            batches.get(2).getLabels().get(range(3), all()).dup()));
  }

  private static org.nd4j.linalg.indexing.INDArrayIndex range(int n) {
    return org.nd4j.linalg.indexing.NDArrayIndex.interval(0, n);
  }

  private static org.nd4j.linalg.indexing.INDArrayIndex all() {
    return org.nd4j.linalg.indexing.NDArrayIndex.all();
  }

  /** The gradient of a batch's mean loss at every flat parameter, by central differences. */
  private static double[] numeric(MultiLayerNetwork net, DataSet batch) {
    INDArray params = net.params().reshape(net.params().length());
    double[] gradient = new double[(int) params.length()];
    for (int i = 0; i < gradient.length; i++) {
      double value = params.getDouble(i);
      params.putScalar(i, value + STEP);
      double up = net.score(batch, false);
      params.putScalar(i, value - STEP);
      double down = net.score(batch, false);
      params.putScalar(i, value);
      gradient[i] = (up - down) / (2 * STEP);
    }
    return gradient;
  }

  private interface Formula {
    double of(double weight, double gradient, int batch);
  }

  record Case(Signal signal, Formula formula, boolean sum) {
    @Override
    public String toString() {
      return signal.toString();
    }
  }

  static Stream<Case> ofWeights() {
    return Stream.of(
        new Case(Signal.gradientMagnitude(), (w, g, b) -> Math.abs(g), false),
        new Case(Signal.saliency(), (w, g, b) -> Math.abs(w * g), false),
        new Case(Signal.movement(), (w, g, b) -> -w * g, true),
        new Case(Signal.squaredGradient(), (w, g, b) -> b * g * g, false),
        new Case(Signal.meanGradient(), (w, g, b) -> g, false),
        new Case(Signal.unitTaylor(), (w, g, b) -> w * g * w * g, false));
  }

  @ParameterizedTest
  @MethodSource("ofWeights")
  void signal_ofWeights_asFiniteDifferencesSay(Case test) {
    MultiLayerNetwork net = net();
    double[] weights = net.params().toDoubleVector();
    double[] expected = new double[weights.length];
    for (DataSet batch : batches()) {
      double[] gradient = numeric(net, batch);
      for (int i = 0; i < expected.length; i++) {
        expected[i] += test.formula().of(weights[i], gradient[i], batch.numExamples());
      }
    }
    double steps = test.sum() ? 1 : 3;

    Map<String, float[]> inTraining = inTraining(net(), test.signal(), Granularity.weight());
    Map<String, float[]> oneShot = oneShot(net(), test.signal(), Granularity.weight());

    assertEquals(Set.of("0_W", "1_W"), inTraining.keySet());
    inTraining.forEach(
        (key, values) -> {
          INDArray param = net.getParam(key);
          int offset = (int) (param.offset() - net.params().offset());
          for (int i = 0; i < values.length; i++) {
            assertEquals(expected[offset + i] / steps, values[i], 1e-6, key + " " + i);
          }
          assertArrayEquals(values, oneShot.get(key), 1e-9f);
        });
  }

  @Test
  void exampleFisher_oneShot_meanSquareOverExamples() {
    MultiLayerNetwork net = net();
    double[] expected = new double[(int) net.params().length()];
    int examples = 0;
    for (DataSet batch : batches()) {
      for (DataSet example : batch.asList()) {
        double[] gradient = numeric(net, example);
        for (int i = 0; i < expected.length; i++) {
          expected[i] += gradient[i] * gradient[i];
        }
        examples++;
      }
    }

    float[] fisher = oneShot(net(), Signal.exampleFisher(), Granularity.weight()).get("0_W");

    assertEquals(19, examples);
    for (int i = 0; i < fisher.length; i++) {
      assertEquals(expected[i] / examples, fisher[i], 1e-6);
    }
  }

  @Test
  void exampleFisher_inTraining_refused() {
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder().sparsity(0.5).criterion(Criterion.fisher()).oneShot(3).build());

    assertEquals(
        "Fisher information needs the gradients of single examples, which"
            + " training does not make: use Pruner.prune(network, recipe, samples), or"
            + " Criterion.optimalBrainDamage()",
        assertThrows(IllegalArgumentException.class, () -> pruner.attachTo(net())).getMessage());
  }

  /** (Σ w·g)² of each column, batch by batch. */
  @Test
  void unitTaylor_columns_squareOfTheSum() {
    MultiLayerNetwork net = net();
    double[] weights = net.params().toDoubleVector();
    double[] expected = new double[4];
    for (DataSet batch : batches()) {
      double[] gradient = numeric(net, batch);
      for (int column = 0; column < 4; column++) {
        double sum = 0;
        for (int row = 0; row < 3; row++) {
          sum += weights[column * 3 + row] * gradient[column * 3 + row];
        }
        expected[column] += sum * sum / 3;
      }
    }

    Map<String, float[]> inTraining = inTraining(net(), Signal.unitTaylor(), Granularity.column());

    assertEquals(Set.of("0_W"), inTraining.keySet());
    for (int column = 0; column < 4; column++) {
      assertEquals(expected[column], inTraining.get("0_W")[column], 1e-6);
    }
    assertArrayEquals(
        inTraining.get("0_W"),
        oneShot(net(), Signal.unitTaylor(), Granularity.column()).get("0_W"),
        1e-9f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.9})
  void smoothed_threeSteps_exponentialAverage(double decay) {
    MultiLayerNetwork net = net();
    double expected = 0;
    double weight = 0;
    for (DataSet batch : batches()) {
      expected = decay * expected + (1 - decay) * Math.abs(numeric(net, batch)[0]);
      weight = decay * weight + (1 - decay);
    }

    Signal signal = Signal.smoothed(Signal.gradientMagnitude(), decay);

    assertEquals(
        expected / weight, inTraining(net(), signal, Granularity.weight()).get("0_W")[0], 1e-6);
  }

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
                  scores.put(context.param().key(), gamma.score(context));
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

  @Test
  void lossChange_unit_isTheDifferenceOfMeasuredLosses() {
    MultiLayerNetwork net = net();
    double before = loss(net);
    float[][] scores = new float[1][];
    Criterion change = Criterion.lossChange();
    Criterion spy =
        new Criterion() {
          @Override
          public float[] score(ScoreContext context) {
            scores[0] = change.score(context);
            return scores[0].clone();
          }

          @Override
          public boolean scoresUnits() {
            return true;
          }

          @Override
          public boolean needsData() {
            return true;
          }
        };
    MultiLayerNetwork spied = net();
    Pruner.prune(
        spied,
        PruningRecipe.builder()
            .target(ParamFilter.param("0_W"), 0.25)
            .granularity(Granularity.column())
            .criterion(spy)
            .oneShot(0)
            .build(),
        Samples.of(batches()));

    for (int column = 0; column < 4; column++) {
      MultiLayerNetwork without = net();
      without.getParam("0_W").getColumn(column).assign(0);
      assertEquals(loss(without) - before, scores[0][column], 1e-6);
    }
  }

  private static double loss(MultiLayerNetwork net) {
    double sum = 0;
    for (DataSet batch : batches()) {
      sum += batch.numExamples() * net.score(batch, false);
    }
    return sum / 19;
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

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static Map<String, float[]> inTraining(
      MultiLayerNetwork net, Signal signal, Granularity shape) {
    return inTraining(net, signal, shape, batches());
  }

  /** What a criterion sees after the batches, the last of them included. */
  private static Map<String, float[]> inTraining(
      MultiLayerNetwork net, Signal signal, Granularity shape, List<DataSet> batches) {
    Map<String, float[]> seen = new HashMap<>();
    net.setListeners(
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(0.5)
                .criterion(new Spy(signal, seen))
                .granularity(shape)
                .oneShot(batches.size() - 1)
                .build()));
    batches.forEach(net::fit);
    return seen;
  }

  private static Map<String, float[]> oneShot(
      MultiLayerNetwork net, Signal signal, Granularity shape) {
    return oneShot(net, signal, shape, batches());
  }

  private static Map<String, float[]> oneShot(
      MultiLayerNetwork net, Signal signal, Granularity shape, List<DataSet> batches) {
    Map<String, float[]> seen = new HashMap<>();
    Pruner.prune(
        net,
        PruningRecipe.builder()
            .sparsity(0.5)
            .criterion(new Spy(signal, seen))
            .granularity(shape)
            .oneShot(0)
            .build(),
        Samples.of(batches));
    return seen;
  }

  private record Spy(Signal signal, Map<String, float[]> seen) implements Criterion {
    @Override
    public Set<Signal> signals() {
      return Set.of(signal);
    }

    @Override
    public float[] score(ScoreContext context) {
      seen.put(context.param().key(), context.signal(signal));
      return context.weights();
    }
  }
}
