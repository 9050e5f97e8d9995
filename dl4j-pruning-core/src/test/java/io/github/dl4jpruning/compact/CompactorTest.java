package io.github.dl4jpruning.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.structure.StructureGraph;
import io.github.dl4jpruning.structure.StructureGroup;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class CompactorTest {
  @Test
  void toString_plan_isATable() {
    MultiLayerNetwork net = Nets.mln();

    CompactionPlan plan = Compactor.plan(net, remove(net, 0, 1, 4));

    assertEquals(
        """
        structures         before          after
        layer0                  6              4
        layer2                  5              5
        parameters             95             69
        MACs                   58             42
        bytes                 380            276
        left alone: layer3: 2, network output
        """
            .indent(0),
        plan.toString());
    assertEquals(new Cost(95, Optional.of(58L), 380), plan.before());
    assertEquals(new Cost(69, Optional.of(42L), 276), plan.after());
    assertEquals(2, plan.removedStructures());
    assertEquals(
        List.of(
            new CompactionPlan.Row("layer0", 6, List.of(1, 4), 0),
            new CompactionPlan.Row("layer2", 5, List.of(), 0)),
        plan.rows());
  }

  @Test
  void toString_planWithStructuresStillRead_saysSo() {
    MultiLayerNetwork net = Nets.mln();

    String text = Compactor.plan(net, remove(net, 0, 1).retain(List.of("0_W"))).toString();

    assertTrue(text.contains("stays: 1 of layer0 without weights, but read\n"), text);
  }

  @Test
  void apply_chain_slicesAllParameters() {
    MultiLayerNetwork net = Nets.mln();
    INDArray weights = net.getParam("0_W").dup();
    INDArray next = net.getParam("2_W").dup();

    MultiLayerNetwork small =
        Compactor.apply(net, Compactor.plan(net, remove(net, 0, 1, 4))).network();

    assertEquals(weights, net.getParam("0_W"));
    assertEquals(Nd4j.pullRows(weights, 0, new int[] {0, 2, 3, 5}), small.getParam("0_W"));
    assertEquals(Nd4j.pullRows(next, 1, new int[] {0, 2, 3, 5}), small.getParam("2_W"));
    assertEquals(4, small.getParam("1_log10stdev").length());
  }

  @Test
  void apply_singleWeightsMaskedToo_recutsTheirMasks() {
    MultiLayerNetwork net = Nets.mln();
    MaskStore weights =
        MaskStore.of(Map.of("0_W", Mask.ofNonZero(List.of(3L, 6L), zeroAt(18, 0, 4, 17))));

    Compacted<MultiLayerNetwork> small =
        Compactor.apply(net, Compactor.plan(net, remove(net, 0, 1).intersection(weights)));

    assertEquals(
        MaskStore.of(Map.of("0_W", Mask.ofNonZero(List.of(3L, 5L), zeroAt(15, 0, 14)))),
        small.masks());
    assertEquals(0f, small.network().getParam("0_W").getFloat(0, 0));
    assertTrue(small.difference().isWithinTolerance());
  }

  private static float[] zeroAt(int length, int... positions) {
    float[] values = new float[length];
    java.util.Arrays.fill(values, 1);
    for (int position : positions) {
      values[position] = 0;
    }
    return values;
  }

  @Test
  void plan_layerLeftEmpty_throws() {
    MultiLayerNetwork net = Nets.mln();
    MaskStore all = MaskStore.of(Map.of("2_W", Mask.of(List.of(6L, 5L), new long[] {0})));

    assertEquals(
        "The masks leave nothing of layer0: no weight reads any of its 6 outputs. Keep at least one"
            + " structure in each layer",
        assertThrows(IllegalArgumentException.class, () -> Compactor.plan(net, all)).getMessage());
  }

  @Test
  void plan_maskOfAnotherShape_throws() {
    MaskStore wrong = MaskStore.of(Map.of("0_W", Mask.of(true, false)));

    assertThrows(IllegalArgumentException.class, () -> Compactor.plan(Nets.mln(), wrong));
  }

  @Test
  void apply_planOfAnotherNetwork_throws() {
    CompactionPlan plan = Compactor.plan(Nets.mln(), MaskStore.empty());
    ComputationGraph other = Nets.graph();
    MultiLayerNetwork sameMake = Nets.mln(builder -> builder.seed(99));

    assertEquals(
        "The plan was made for another network: for MultiLayerNetwork of 4 layers, 95 parameters at"
            + " iteration 0, not for ComputationGraph of 4 layers, 95 parameters at iteration 0."
            + " Make a plan for this one",
        assertThrows(IllegalArgumentException.class, () -> Compactor.apply(other, plan))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Compactor.apply(sameMake, plan));
  }

  @Test
  void apply_networkTrainedSincePlan_throws() {
    MultiLayerNetwork net = Nets.mln();
    CompactionPlan plan = Compactor.plan(net, remove(net, 0, 1));
    net.fit(Nets.batches(1).get(0));

    assertEquals(
        "The network's parameters have changed since the plan was made. Make a new plan",
        assertThrows(IllegalStateException.class, () -> Compactor.apply(net, plan)).getMessage());
  }

  @Test
  void apply_cloneOfThePlansNetwork_works() {
    MultiLayerNetwork net = Nets.mln();
    CompactionPlan plan = Compactor.plan(net, remove(net, 0, 1));

    assertEquals(82, Compactor.apply(net.clone(), plan).network().params().length());
  }

  @Test
  void apply_withExamplesOrWithout_comparesAsAsked() {
    MultiLayerNetwork net = Nets.mln();
    CompactionPlan plan = Compactor.plan(net, remove(net, 0, 1));
    INDArray examples = Nets.batches(1).get(0).getFeatures();

    assertEquals(8, Compactor.apply(net, plan, Verification.on(examples)).difference().examples());
    assertEquals(
        "not compared", Compactor.apply(net, plan, Verification.none()).difference().toString());
  }

  @Test
  void compare_otherNetwork_isBeyondTolerance() {
    INDArray examples = Nets.batches(1).get(0).getFeatures();

    Difference difference =
        Verification.compare(Nets.mln(), Nets.mln(builder -> builder.seed(4)), examples);

    assertTrue(!difference.isWithinTolerance());
    assertTrue(
        difference
            .toString()
            .matches("largest difference .* on 8 examples .allowed in FLOAT: 1.0e-04\\)"));
  }

  @Test
  void apply_networkComputesNan_throws() {
    MultiLayerNetwork net = Nets.mln();
    net.getParam("3_b").assign(Float.NaN);
    CompactionPlan plan = Compactor.plan(net, remove(net, 0, 1));

    assertEquals(
        "The compacted network does not compute what the masked one does, or not a number: largest"
            + " difference NaN on 4 examples (allowed in DOUBLE: NaN). Give other examples to"
            + " Verification.on(...), or leave the comparison out: Compactor.apply(network, plan,"
            + " Verification.none())",
        assertThrows(IllegalStateException.class, () -> Compactor.apply(net, plan)).getMessage());
  }

  @Test
  void compare_nan_isBeyondTolerance() {
    assertTrue(!new Difference(Double.NaN, 1, 1e-4, 1, DataType.FLOAT).isWithinTolerance());
  }

  /** No rule lets the size of the image be guessed from its first layer; it is searched for. */
  @Test
  void apply_imageOfUnknownSize_triesOneThatFits() {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get("conv2d").get();
    Model net = exhibit.net();

    CompactionPlan plan = Compactor.plan(net, remove(net, 0, 1));

    assertEquals(Optional.empty(), plan.before().macs());
    assertEquals(4, Compactor.apply(net, plan).difference().examples());
  }

  static Stream<String> names() {
    return LayerZoo.exhibits().keySet().stream();
  }

  /** Two structures of each group go, where there are more. */
  @ParameterizedTest
  @MethodSource("names")
  void apply_anyLayer_computesTheSame(String name) {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
    exhibit.fit();
    Model net = exhibit.net();
    MaskStore masks = MaskStore.empty();
    for (StructureGroup group : StructureGraph.of(PrunableModel.of(net)).groups()) {
      BitSet removed = new BitSet();
      removed.set(0, Math.min(2, group.size() - 1));
      masks = masks.intersection(group.masks(removed));
    }

    Compacted<Model> small =
        Compactor.apply(net, Compactor.plan(net, masks), Verification.on(exhibit.features()));

    assertTrue(small.difference().isWithinTolerance());
    LayerZoo.Exhibit smaller =
        new LayerZoo.Exhibit(small.network(), exhibit.features(), exhibit.labels());
    smaller.fit();
    assertTrue(Double.isFinite(smaller.output().sumNumber().doubleValue()));
  }

  @Test
  void apply_halfPrecision_works() {
    MultiLayerNetwork net = Nets.mln(builder -> builder.dataType(DataType.FLOAT16));

    Compacted<MultiLayerNetwork> small =
        Compactor.apply(net, Compactor.plan(net, remove(net, 0, 1)));

    assertEquals(DataType.FLOAT16, small.network().params().dataType());
    assertEquals(0.05, small.difference().tolerance());
  }

  /** Behind unstructured pruning, neurons that nothing reads can go. */
  @Test
  void apply_unstructuredMasks_removesDeadNeurons() {
    MultiLayerNetwork net = Nets.mln();
    MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.8));

    Compacted<MultiLayerNetwork> small = Compactor.apply(net, Compactor.plan(net, masks));

    assertTrue(small.difference().isWithinTolerance());
    assertTrue(small.masks().length() > 0);
  }

  /** DL4J 1.0.0-M2.1 can't compute a separable convolution of one channel. */
  @Test
  void apply_separableReadsOneChannel_keepsTwo() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Nets.builder(b -> {})
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1).nOut(4).build())
                .layer(
                    new SeparableConvolution2D.Builder(2, 2)
                        .nOut(3)
                        .convolutionMode(ConvolutionMode.Same)
                        .build())
                .layer(
                    new CnnLossLayer.Builder(LossFunction.MSE).activation(Activation.TANH).build())
                .setInputType(InputType.convolutional(4, 4, 2))
                .build());
    net.init();

    CompactionPlan plan = Compactor.plan(net, remove(net, 0, 0, 1, 2));

    assertEquals(List.of(1, 2), plan.rows().get(0).removed());
    assertTrue(Compactor.apply(net, plan).difference().isWithinTolerance());
  }

  static MaskStore remove(Model net, int group, int... structures) {
    BitSet removed = new BitSet();
    for (int structure : structures) {
      removed.set(structure);
    }
    return StructureGraph.of(PrunableModel.of(net)).groups().get(group).masks(removed);
  }
}
