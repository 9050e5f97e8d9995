package io.github.dl4jpruning.repair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Every kind of layer, series with masks, and what is refused. */
class RepairLayersTest {
  private static final Repair REPAIR = Repair.ridge(0.05);
  private static final PruningRecipe HALF =
      PruningRecipe.builder().sparsity(0.5).keepPerOutput(0).oneShot(0).build();

  static Stream<String> names() {
    return LayerZoo.exhibits().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void anyLayer_isRepairedOrNamed_andNeverWorse(String name) {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
    DataSet data = new DataSet(exhibit.features(), exhibit.labels());

    Repaired repaired = Pruner.prune(exhibit.net(), HALF, Samples.of(List.of(data)), REPAIR);

    RepairTest.requireZeros(exhibit.net(), repaired.masks());
    Set<String> named = new TreeSet<>();
    repaired.layers().forEach(layer -> named.add(layer.parameter()));
    repaired.left().forEach(left -> named.add(left.what()));
    assertTrue(named.containsAll(repaired.masks().masks().keySet()), () -> name + ": " + repaired);
    assertTrue(!repaired.layers().isEmpty(), "the last layer at least");
    for (Repaired.Solved layer : repaired.layers()) {
      assertTrue(layer.after() < layer.before(), () -> name + ": " + layer);
    }
    assertTrue(Double.isFinite(exhibit.output().sumNumber().doubleValue()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lstm | 0_RW: recurrent weights read what the layer itself has computed",
        "embedding | 0_W: what W of EmbeddingLayer reads is not seen from outside",
        "deconv2d | 0_W: a transposed convolution spreads each input over several outputs",
      })
  void left_says_why(String name, String line) {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
    DataSet data = new DataSet(exhibit.features(), exhibit.labels());

    Repaired repaired = Pruner.prune(exhibit.net(), HALF, Samples.of(List.of(data)), REPAIR);

    assertTrue(repaired.toString().endsWith("left alone: " + line), repaired::toString);
  }

  /** 3 → convolution → LSTM → output, in series of 6 steps. */
  private static Model series(boolean graph) {
    Convolution1DLayer conv =
        new Convolution1DLayer.Builder(1).nOut(5).activation(Activation.TANH).build();
    LSTM lstm = new LSTM.Builder().nOut(4).activation(Activation.TANH).build();
    RnnOutputLayer output =
        new RnnOutputLayer.Builder(LossFunction.MCXENT)
            .nOut(2)
            .activation(Activation.SOFTMAX)
            .build();
    InputType type = InputType.recurrent(3, 6);
    if (graph) {
      ComputationGraph net =
          new ComputationGraph(
              Nets.builder(b -> {})
                  .graphBuilder()
                  .addInputs("in")
                  .setInputTypes(type)
                  .addLayer("conv", conv, "in")
                  .addLayer("lstm", lstm, "conv")
                  .addLayer("out", output, "lstm")
                  .setOutputs("out")
                  .build());
      net.init();
      return net;
    }
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Nets.builder(b -> {})
                .list()
                .layer(conv)
                .layer(lstm)
                .layer(output)
                .setInputType(type)
                .build());
    net.init();
    return net;
  }

  /** What lies in steps that a mask blanks changes no weight. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void maskedSteps_whateverTheyHold_changeNothing(boolean graph) {
    INDArray features = Nd4j.rand(DataType.FLOAT, 9, 3, 6);
    INDArray other = features.dup();
    other.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(4, 6)).assign(50);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 9, 2, 6);
    INDArray mask = Nd4j.ones(DataType.FLOAT, 9, 6);
    mask.get(NDArrayIndex.all(), NDArrayIndex.interval(4, 6)).assign(0);
    Model one = series(graph);
    Model two = series(graph);

    Pruner.prune(one, HALF, Samples.of(List.of(new DataSet(features, labels, mask, mask))), REPAIR);
    Pruner.prune(two, HALF, Samples.of(List.of(new DataSet(other, labels, mask, mask))), REPAIR);

    assertArrayEquals(one.params().toFloatVector(), two.params().toFloatVector(), 0f);
    Model unmasked = series(graph);
    Pruner.prune(unmasked, HALF, Samples.of(List.of(new DataSet(other, labels))), REPAIR);
    assertTrue(unmasked.params().distance2(one.params()) > 0.01, "which would change some");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void normalisation_oldVariances_areRenewedToo(boolean inFront) {
    MultiLayerNetwork net =
        inFront
            ? Nets.of(norm(3), Nets.dense(3, 6), Nets.output(6))
            : Nets.of(Nets.dense(3, 6), norm(6), Nets.output(6));

    Repaired repaired = Pruner.prune(net, HALF, Samples.of(Nets.batches(8)), REPAIR);

    // nothing that was pruned stands before the first one
    assertEquals(inFront ? List.of() : List.of("layer1"), repaired.renewed());
    INDArray read = net.feedForwardToLayer(0, DataSet.merge(Nets.batches(8)).getFeatures()).get(1);
    double[] expected = inFront ? new double[] {1, 1, 1} : read.var(false, 0).toDoubleVector();
    assertArrayEquals(expected, net.getParam(inFront ? "0_var" : "1_var").toDoubleVector(), 1e-5);
  }

  private static BatchNormalization norm(int size) {
    return new BatchNormalization.Builder().nIn(size).nOut(size).useLogStd(false).build();
  }

  @Test
  void normalisation_notWanted_saysSo() {
    Model net = Nets.mln();

    Repaired repaired =
        Pruner.prune(net, HALF, Samples.of(Nets.batches(8)), REPAIR.withoutNormalisation());

    assertEquals(
        List.of(new Repaired.Left("layer1", "its statistics stay, as was asked for")),
        repaired.left());
    assertEquals(0, net.paramTable().get("1_mean").maxNumber().doubleValue());
  }

  // ---- refusals

  @Test
  void samples_notFinite_refusedAndNothingChanged() {
    Model net = Nets.mln();
    float[] before = net.params().toFloatVector();
    List<DataSet> data = Nets.batches(2);
    data.get(1).getFeatures().putScalar(3, Float.NaN);

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Pruner.prune(net, HALF, Samples.of(data), REPAIR));

    assertEquals(
        "What layer layer0 reads or computes of the samples is not finite: look for NaN and"
            + " infinity in the samples and in the network's weights. Nothing was changed",
        e.getMessage());
    assertArrayEquals(before, net.params().toFloatVector());
  }

  @Test
  void samples_ofAnotherWidth_refusedAndNothingChanged() {
    Model net = Nets.mln();
    float[] before = net.params().toFloatVector();

    assertThrows(
        RuntimeException.class,
        () -> Pruner.prune(net, HALF, Samples.of(Nets.batches(2, 4, DataType.FLOAT)), REPAIR));

    assertArrayEquals(before, net.params().toFloatVector());
    Pruner.prune(net, HALF, Samples.of(Nets.batches(2)), REPAIR); // no workspace is left open
  }

  @Test
  void samples_none_refused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Pruner.prune(Nets.mln(), HALF, Samples.of(Nets.iterator(List.of())), REPAIR));

    assertEquals(
        "A repair needs samples, and these have no row for layer layer0: no example, or masks that"
            + " blank all of their steps",
        e.getMessage());
  }

  @Test
  void apply_anotherNetwork_refused() {
    MultiLayerNetwork net = Nets.mln();
    MaskStore masks = Pruner.prune(net, HALF);

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> REPAIR.apply(net, masks, Nets.ofSeries(), Samples.of(Nets.batches(2))));

    assertTrue(
        e.getMessage().startsWith("A network is repaired by what it was before it was pruned"),
        e::getMessage);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void ridge_outOfRange_refused(double ridge) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Repair.ridge(ridge));

    assertEquals(
        "The ridge of a repair must be above 0 and finite, got %s: 0.01 is a good start"
            .formatted(ridge),
        e.getMessage());
  }

  @Test
  void settings_outOfRange_refused() {
    IllegalArgumentException block =
        assertThrows(IllegalArgumentException.class, () -> REPAIR.withBlock(0));
    IllegalArgumentException positions =
        assertThrows(IllegalArgumentException.class, () -> REPAIR.withPositions(0));

    assertEquals("A repair solves 1 to 32768 inputs together, got 0", block.getMessage());
    assertEquals(
        "A repair looks at 1 position of an example at least, got 0", positions.getMessage());
    assertThrows(IllegalArgumentException.class, () -> REPAIR.withBlock(32_769));
  }

  /** So weak that rounding makes the equations unsolvable: no unit takes what comes of it. */
  @Test
  void ridge_lostInRounding_noHarm() {
    MultiLayerNetwork net = Nets.mln();
    DataSet one = Nets.batches(1).get(0).get(0);

    Repaired repaired =
        Pruner.prune(net, HALF, Samples.of(List.of(one)), Repair.ridge(Double.MIN_NORMAL));

    assertTrue(Double.isFinite(net.params().sumNumber().doubleValue()));
    repaired
        .layers()
        .forEach(layer -> assertTrue(layer.after() <= layer.before(), layer::toString));
  }
}
