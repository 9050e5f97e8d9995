package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * oneDNN against DL4J without it, half of the weights pruned. oneDNN computes in float only, for
 * which DL4J's gradient check is too fine: it judges the same network in double precision, and that
 * one's gradient judges those in float.
 */
class OneDnnGradientTest {
  /** Of the largest entry; without oneDNN the worst is 6e-7 of it. */
  private static final double TOLERANCE = 5e-6;

  private static final Set<String> STATISTICS = Set.of("mean", "var", "log10stdev");

  @BeforeEach
  void assumeEnabled() {
    OneDnnRuns.assumeEnabled();
  }

  static Stream<String> names() {
    return OneDnnNets.all().keySet().stream();
  }

  static Stream<Arguments> cases() {
    return names().flatMap(name -> Stream.of(4, 1).map(examples -> Arguments.of(name, examples)));
  }

  private static INDArray features(OneDnnNets.Layers layers, int examples) {
    long[] shape = layers.input().getShape(true).clone();
    shape[0] = examples;
    double[] values =
        new Random(3).doubles(Arrays.stream(shape).reduce(1, (a, b) -> a * b), -1, 1).toArray();
    return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(shape);
  }

  private static INDArray labels(int examples) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, examples, OneDnnNets.CLASSES);
    for (int i = 0; i < examples; i++) {
      labels.putScalar(i, i % OneDnnNets.CLASSES, 1);
    }
    return labels;
  }

  private static MultiLayerNetwork pruned(OneDnnNets.Layers layers) {
    MultiLayerNetwork net = layers.net(DataType.FLOAT);
    Pruner.prune(net, PruningRecipe.oneShot(0.5));
    return net;
  }

  private static double[] gradient(MultiLayerNetwork net, INDArray features, INDArray labels) {
    net.setInput(features);
    net.setLabels(labels);
    net.computeGradientAndScore();
    return values(net.getFlattenedGradients());
  }

  private static double[] gradient(ComputationGraph net, INDArray features, INDArray labels) {
    net.setInputs(features);
    net.setLabels(labels);
    net.computeGradientAndScore();
    return values(net.getFlattenedGradients());
  }

  private static double[] values(INDArray array) {
    return array.reshape(array.length()).toDoubleVector();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computeGradientAndScore_prunedNetwork_isThatOfDoublePrecision(String name, int examples) {
    OneDnnNets.Layers layers = OneDnnNets.all().get(name);
    INDArray features = features(layers, examples);
    INDArray labels = labels(examples);
    MultiLayerNetwork net = pruned(layers);
    MultiLayerNetwork exact =
        OneDnnRuns.without(() -> net.clone().convertDataType(DataType.DOUBLE));

    INDArray exactly = features.castTo(DataType.DOUBLE);
    double[] expected =
        OneDnnRuns.without(() -> gradient(exact, exactly, labels.castTo(DataType.DOUBLE)));
    double[] output = OneDnnRuns.without(() -> values(exact.output(exactly)));

    for (INDArray as : List.of(features, features.dup('f'), view(features))) {
      assertClose(expected, gradient(net, as, labels), name);
      assertClose(expected, gradient(net.toComputationGraph(), as, labels), name + " as a graph");
      assertClose(output, values(net.output(as)), name + " output");
    }
    assertArrayEquals(
        gradient(net, features, labels), gradient(net, features, labels), 0, "twice the same");
  }

  /** The same values, not beside each other in memory. */
  private static INDArray view(INDArray array) {
    long[] larger = array.shape().clone();
    larger[larger.length - 1] += 1;
    INDArray all = Nd4j.zeros(DataType.FLOAT, larger);
    INDArray view =
        all.get(
            Arrays.stream(array.shape())
                .mapToObj(n -> NDArrayIndex.interval(0, n))
                .toArray(INDArrayIndex[]::new));
    return view.assign(array);
  }

  private static void assertClose(double[] expected, double[] actual, String what) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertTrue(largest > 0, what);
    assertArrayEquals(expected, actual, TOLERANCE * largest, what);
  }

  @ParameterizedTest
  @MethodSource("names")
  void checkGradients_inDoublePrecision_pass(String name) {
    OneDnnNets.Layers layers = OneDnnNets.all().get(name);
    MultiLayerNetwork net = pruned(layers).convertDataType(DataType.DOUBLE);
    Set<String> statistics =
        net.paramTable().keySet().stream()
            .filter(key -> STATISTICS.contains(key.substring(key.indexOf('_') + 1)))
            .collect(Collectors.toSet());
    DataType before = Nd4j.dataType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      assertTrue(
          GradientCheckUtil.checkGradients(
              new GradientCheckUtil.MLNConfig()
                  .net(net)
                  .input(features(layers, 4).castTo(DataType.DOUBLE))
                  .labels(labels(4).castTo(DataType.DOUBLE))
                  .excludeParams(statistics)
                  .subset(true)
                  .maxPerParam(8)));
    } finally {
      Nd4j.setDefaultDataTypes(before, before);
    }
    assertEquals(before, Nd4j.dataType());
  }
}
