package io.github.dl4jpruning.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.data.Samples;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
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

class SignificanceTest {
  private static final MultiLayerNetwork DENSE = reading(0);
  private static final MultiLayerNetwork PRUNED = reading(2);

  /** Its probabilities are two of its four inputs. */
  private static MultiLayerNetwork reading(int column) {
    MultiLayerNetwork net =
        Nets.of(
            new OutputLayer.Builder(LossFunction.MSE)
                .nIn(4)
                .nOut(2)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build());
    INDArray weights = Nd4j.zeros(4, 2);
    weights.putScalar(column, 0, 1).putScalar(column + 1, 1, 1);
    net.getLayer(0).getParam("W").assign(weights);
    return net;
  }

  /** So many examples of a class with the same answers. */
  private static DataSet examples(int count, int truth, int dense, int pruned) {
    INDArray features = Nd4j.zeros(count, 4);
    INDArray labels = Nd4j.zeros(count, 2);
    for (int i = 0; i < count; i++) {
      features.putScalar(i, dense, 1).putScalar(i, 2 + pruned, 1);
      labels.putScalar(i, truth, 1);
    }
    return new DataSet(features, labels);
  }

  static Stream<Model[]> pairs() {
    return Stream.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16)
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
  void of_twoNetworks_accuraciesAreQualitys(Model dense, Model pruned) {
    pruned.setParams(pruned.params().mul(-1));
    Samples test = Samples.of(Nets.batches(4, 3, dense.params().dataType()));

    Significance found = Significance.of(dense, pruned, test);

    assertEquals(Score.accuracy(test).of(dense), found.all().dense().value());
    assertEquals(Score.accuracy(test).of(pruned), found.all().pruned().value());
    assertEquals(
        Quality.of(pruned, test, test).perClass(),
        found.perClass().stream().map(each -> each.pruned().value()).toList());
  }

  @Test
  void of_knownAnswers_countsClassByClass() {
    Samples test =
        Samples.of(
            List.of(
                examples(50, 0, 0, 0),
                examples(40, 1, 1, 1),
                examples(3, 1, 1, 0),
                examples(2, 0, 1, 0),
                examples(1, 1, 0, 0)));

    Significance found = Significance.of(DENSE, PRUNED, test);

    assertEquals(new McNemar(90, 3, 2, 1), found.all());
    assertEquals(List.of(new McNemar(50, 0, 2, 0), new McNemar(40, 3, 0, 1)), found.perClass());
    assertEquals(
        "pruned is not distinguishable from dense on these 96 examples (p = 1.0): 95.83 % [89.77,"
            + " 98.37] instead of 96.88 % [91.21, 98.93], -1.04 points [-6.31, +4.27]",
        found.toString());
    assertEquals(List.of("all", 96, 93 / 96.0), found.table().rows().get(0).subList(0, 3));
    assertEquals("class 1", found.table().rows().get(2).get(0));
  }

  @Test
  void of_oneClassWorse_saysWhich() {
    Samples test =
        Samples.of(List.of(examples(80, 0, 0, 0), examples(60, 1, 1, 1), examples(20, 1, 1, 0)));

    assertEquals(
        "pruned is worse than dense on these 160 examples (p < 0.0001): 87.50 % [81.48, 91.76]"
            + " instead of 100.00 % [97.66, 100.00], -12.50 points [-17.69, -7.00]; worse on class 1"
            + " (p < 0.0001)",
        Significance.of(DENSE, PRUNED, test).toString());
    assertEquals(
        "pruned is better than dense",
        Significance.of(PRUNED, DENSE, test).toString().substring(0, 27));
  }

  @Test
  void of_maskedExamples_leavesThemOut() {
    DataSet batch = examples(4, 0, 0, 1);
    batch.setLabelsMaskArray(Nd4j.createFromArray(new float[][] {{1}, {0}, {0}, {1}}));

    assertEquals(
        new McNemar(0, 2, 0, 0), Significance.of(DENSE, PRUNED, Samples.of(List.of(batch))).all());
  }

  @Test
  void of_timeSeries_refused() {
    MultiLayerNetwork net = Nets.ofSeries();
    INDArray labels = Nd4j.concat(1, Nd4j.ones(4, 1, 5), Nd4j.zeros(4, 1, 5));
    Samples series = Samples.of(List.of(new DataSet(Nd4j.rand(4, 3, 5), labels)));

    assertEquals(
        "Answers are compared for outputs [examples, classes] of two classes or more, labelled"
            + " one-hot, got outputs of shape [4, 2, 5] and labels of shape [4, 2, 5]",
        assertThrows(IllegalArgumentException.class, () -> Significance.of(net, net, series))
            .getMessage());
  }
}
