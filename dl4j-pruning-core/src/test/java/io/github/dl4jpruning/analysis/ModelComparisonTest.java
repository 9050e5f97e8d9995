package io.github.dl4jpruning.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.facts.LatencyComparison;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ModelComparisonTest {
  static Stream<Model[]> pairs() {
    return Stream.of(DataType.FLOAT, DataType.DOUBLE)
        .flatMap(
            type -> {
              Consumer<NeuralNetConfiguration.Builder> typed = builder -> builder.dataType(type);
              return Stream.of(
                  new Model[] {Nets.mln(typed), Nets.mln(typed)},
                  new Model[] {Nets.graph(typed), Nets.graph(typed)});
            });
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void of_denseAndPruned_everyFigure(Model dense, Model pruned) {
    DataType type = dense.params().dataType();
    Samples train = Samples.of(Nets.batches(6, 3, type));
    Samples test = Samples.of(Nets.batches(4, 3, type));
    Nets.fit(dense, Nets.iterator(Nets.batches(6, 3, type)));
    pruned.setParams(dense.params().dup());
    MaskStore masks = Pruner.prune(pruned, PruningRecipe.oneShot(0.5));

    ModelComparison comparison =
        ModelComparison.of(dense, pruned, train, test)
            .with(new LatencyComparison(2, 1, 8, 3, Optional.empty(), Optional.empty()))
            .with(
                Robustness.of(
                    dense,
                    pruned,
                    test,
                    new ImageFormat(1, 1, 3, -1, 1),
                    1,
                    Noise.gaussian(0),
                    Noise.gaussian(2)));

    assertEquals(95, comparison.denseSize().parameters());
    assertEquals(95, comparison.prunedSize().parameters());
    assertEquals(58, comparison.prunedSize().macs());
    assertEquals(masks.kept(), comparison.prunedSize().macsOfNonZeros());
    assertEquals(29, masks.kept());
    assertEquals(29, comparison.denseSize().nonZeros() - comparison.prunedSize().nonZeros());
    assertTrue(comparison.prunedSize().fileBytes() < comparison.denseSize().fileBytes());
    assertEquals(Score.accuracy(test).of(dense), comparison.dense().accuracy());
    assertEquals(Score.accuracy(train).of(pruned), comparison.pruned().trainAccuracy());
    List<Robustness.Row> noise = comparison.robustness().orElseThrow().rows();
    assertEquals(comparison.dense().accuracy(), noise.get(0).dense());
    assertEquals(comparison.pruned().accuracy(), noise.get(0).pruned());
    assertTrue(noise.get(1).dense() < noise.get(0).dense(), noise::toString);
    assertEquals(
        List.of(
            "accuracy measured",
            "accuracy, class 0 measured",
            "accuracy, class 1 measured",
            "training accuracy measured",
            "gap measured",
            "calibration error measured",
            "accuracy, Gaussian[deviation=0.0] measured",
            "accuracy, Gaussian[deviation=2.0] measured",
            "milliseconds for 8 examples measured",
            "examples per second measured",
            "parameters counted",
            "non-zero counted",
            "file, bytes counted",
            "DL4J's file, bytes counted",
            "MACs counted",
            "MACs if zeros were skipped estimated"),
        comparison.table().rows().stream().map(row -> row.get(0) + " " + row.get(1)).toList());
    assertEquals(List.of(4000.0, 8000.0), comparison.table().rows().get(9).subList(2, 4));
    assertTrue(comparison.toString().startsWith("figure "), comparison::toString);
  }

  /** A network that hands its inputs on: probabilities are what the examples say. */
  @Test
  void quality_knownProbabilities_literal() {
    MultiLayerNetwork identity =
        Nets.of(new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.IDENTITY).build());
    INDArray sure =
        Nd4j.createFromArray(
            new float[][] {{0.95f, 0.05f}, {0.95f, 0.05f}, {0.35f, 0.65f}, {0.35f, 0.65f}});
    INDArray truth = Nd4j.createFromArray(new float[][] {{1, 0}, {1, 0}, {0, 1}, {1, 0}});
    Samples test = Samples.of(List.of(new DataSet(sure, truth)));

    Quality quality =
        Quality.of(
            identity, Samples.of(List.of(new DataSet(truth.castTo(DataType.FLOAT), truth))), test);

    assertEquals(0.75, quality.accuracy());
    assertEquals(List.of(2 / 3.0, 1.0), quality.perClass());
    assertEquals(1, quality.trainAccuracy());
    assertEquals(0.25, quality.gap());
    // Half of them: all right at 0.95. Half: one of two right at 0.65.
    assertEquals(0.5 * 0.05 + 0.5 * 0.15, quality.calibrationError(), 1e-6);
  }

  @Test
  void quality_timeSeries_refused() {
    MultiLayerNetwork net = Nets.ofSeries();
    INDArray labels = Nd4j.concat(1, Nd4j.ones(4, 1, 5), Nd4j.zeros(4, 1, 5));
    Samples series = Samples.of(List.of(new DataSet(Nd4j.rand(4, 3, 5), labels)));

    assertEquals(
        "Calibration is measured for outputs [examples, classes], got rank 3",
        assertThrows(IllegalArgumentException.class, () -> Quality.of(net, series, series))
            .getMessage());
  }

  @Test
  void accuracyOfEach_timeSeriesWithMask_isThatOfUnmaskedSteps() {
    MultiLayerNetwork net = Nets.ofSeries();
    INDArray labels = Nd4j.concat(1, Nd4j.ones(4, 1, 5), Nd4j.zeros(4, 1, 5));
    INDArray mask = Nd4j.ones(4, 5);
    mask.putRow(1, Nd4j.createFromArray(1f, 1, 0, 0, 0));
    Score accuracy =
        Score.accuracy(Samples.of(List.of(new DataSet(Nd4j.rand(4, 3, 5), labels, null, mask))));

    double[] each = accuracy.ofEach(net).orElseThrow();

    assertEquals(17, each.length);
    assertEquals(accuracy.of(net), Arrays.stream(each).average().orElseThrow(), 1e-12);
  }

  @Test
  void robustness_sameNoiseForBoth_sameNetworkSameAccuracy() {
    Model net = Nets.mln();
    Robustness robustness =
        Robustness.of(
            net,
            net,
            Samples.of(Nets.batches(4)),
            new ImageFormat(1, 1, 3, -1, 1),
            3,
            Noise.gaussian(1),
            Noise.saltAndPepper(0.5));

    robustness.rows().forEach(row -> assertEquals(row.dense(), row.pruned()));
    assertEquals(List.of("noise", "dense", "pruned", "difference"), robustness.table().columns());
    assertTrue(robustness.toString().contains("SaltAndPepper[share=0.5]"));
  }

  @Test
  void accuracy_networkAnswersWithNan_refusedWithWhatItMayBe() {
    MultiLayerNetwork net = Nets.mln();
    net.getParam("3_b").assign(Float.NaN);
    Score accuracy = Score.accuracy(Samples.of(Nets.batches(1)));

    assertEquals(
        "The network answers with NaN, so that no class can be told: its weights are no numbers,"
            + " or too large after a training that diverged, or the examples are none that it can"
            + " read (an image too small for its layers)",
        assertThrows(IllegalStateException.class, () -> accuracy.of(net)).getMessage());
  }
}
