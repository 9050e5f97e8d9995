package io.github.dl4jpruning;

import static io.github.dl4jpruning.SignalRuns.batches;
import static io.github.dl4jpruning.SignalRuns.doubles;
import static io.github.dl4jpruning.SignalRuns.inTraining;
import static io.github.dl4jpruning.SignalRuns.net;
import static io.github.dl4jpruning.SignalRuns.oneShot;
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
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The signals of weights and gradients against finite differences and plain loops. */
class SignalsTest {
  private static final double STEP = 1e-5;

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
}
