package io.github.dl4jpruning.structure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.MacCount;
import io.github.dl4jpruning.structure.trace.Role;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;

class StructureGraphTest {
  private static final InputType IMAGE = InputType.convolutional(4, 4, 2);

  /** 3 inputs, dense 6, BatchNorm, dense 5, output 2. */
  @Test
  void of_chain_denseWithItsBatchNorm() {
    StructureGraph graph = StructureGraph.of(PrunableModel.of(Nets.mln()));

    assertEquals(
        List.of("layer0: 6 structures of 13 parameters", "layer2: 5 structures of 9 parameters"),
        graph.groups().stream().map(StructureGroup::toString).toList());
    assertEquals(
        List.of("layer3: 2, network output"),
        graph.leftAlone().stream().map(LeftAlone::toString).toList());
    assertEquals(
        List.of(
            "produces 0_W[3, 6]",
            "alongside 0_b[6]",
            "alongside 1_gamma[6]",
            "alongside 1_beta[6]",
            "alongside 1_mean[6]",
            "statistic 1_log10stdev[6]",
            "reads 2_W[6, 5]"),
        graph.groups().get(0).slices().stream().map(Slice::toString).toList());
    assertEquals(1, graph.groups().get(0).producers().size());
  }

  /** Column 1 of [3, 6] in Fortran order, entry 1 of the vectors, row 1 of [6, 5]. */
  @Test
  void masks_oneStructure_coverAllOfIt() {
    StructureGraph graph = StructureGraph.of(PrunableModel.of(Nets.mln()));

    MaskStore masks = graph.groups().get(0).masks(bits(1));

    assertEquals(
        List.of("0_W", "0_b", "1_beta", "1_gamma", "1_mean", "2_W"),
        List.copyOf(masks.masks().keySet()));
    assertEquals(List.of(3, 4, 5), pruned(masks, "0_W"));
    assertEquals(List.of(1), pruned(masks, "0_b"));
    assertEquals(List.of(1), pruned(masks, "1_mean"));
    assertEquals(List.of(1, 7, 13, 19, 25), pruned(masks, "2_W"));
  }

  @Test
  void masks_allStructures_refused() {
    StructureGroup group = StructureGraph.of(PrunableModel.of(Nets.mln())).groups().get(1);

    assertEquals(
        "layer2 has 5 structures, of which at least one stays; can't remove {0, 1, 2, 3, 4}",
        assertThrows(IllegalArgumentException.class, () -> group.masks(bits(0, 1, 2, 3, 4)))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> group.masks(bits(5)));
  }

  @Test
  void structureAt_positions_asMasksSay() {
    StructureGroup group = StructureGraph.of(PrunableModel.of(Nets.mln())).groups().get(0);
    Slice reads =
        group.slices().stream().filter(slice -> slice.role() == Role.READS).findFirst().get();

    assertEquals(1, reads.structureAt(7));
    assertEquals(Slice.NONE, reads.structureAt(30));
    assertEquals(2, group.producers().get(0).structureAt(8));
  }

  /** Input 3, LSTM of 4: W[3, 16], RW[4, 16], b[16], read by [4, 2]. */
  @Test
  void parameters_lstm_countRowAndColumnOnce() {
    MultiLayerNetwork net =
        Nets.of(
            new LSTM.Builder().nIn(3).nOut(4).build(),
            new RnnOutputLayer.Builder().nIn(4).nOut(2).activation(Activation.SOFTMAX).build());
    PrunableModel model = PrunableModel.of(net);
    StructureGroup group = StructureGraph.of(model).groups().get(0);

    long each = (4 * 3) + (4 * 4 + 16 - 4) + 4 + 2;
    assertArrayEquals(new long[] {each, each, each, each}, group.parameters());
    assertArrayEquals(
        new long[] {each - 4, each - 4, each - 4, each - 4}, group.macs(MacCount.of(model)));
    assertEquals(16 + 12 + 4 * 3, pruned(group.masks(bits(0)), "0_RW").size() + 12);
  }

  @Test
  void of_residualAddition_oneGroup() {
    ComputationGraph net =
        graph(
            builder ->
                builder
                    .addLayer("c1", conv(4), "in")
                    .addLayer("bn", new BatchNormalization(), "c1")
                    .addLayer("c2", conv(4), "bn")
                    .addVertex("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "bn", "c2")
                    .addLayer("c3", conv(3), "add")
                    .addLayer("out", output(), "c3"));

    assertEquals(List.of("c1 + c2", "c3"), names(net));
  }

  @Test
  void of_concatenationAddedToOne_splitsIt() {
    ComputationGraph net =
        graph(
            builder ->
                builder
                    .addLayer("a", conv(3), "in")
                    .addLayer("b", conv(2), "in")
                    .addLayer("c", conv(5), "in")
                    .addVertex("merge", new MergeVertex(), "a", "b")
                    .addVertex("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "merge", "c")
                    .addLayer("out", output(), "add"));

    assertEquals(List.of("a + c", "b + c"), names(net));
  }

  @Test
  void of_inputAddedToLayer_leftAlone() {
    ComputationGraph net =
        graph(
            builder ->
                builder
                    .addLayer("a", conv(2), "in")
                    .addVertex("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "in")
                    .addLayer("out", output(), "add"));

    assertEquals(List.of("a: 2, network input", "out: 2, network output"), leftAlone(net, IMAGE));
  }

  @Test
  void of_subset_keepsItsFirst() {
    ComputationGraph net =
        graph(
            builder ->
                builder
                    .addLayer("a", new DenseLayer.Builder().nOut(4).build(), "in")
                    .addVertex("part", new SubsetVertex(1, 2), "a")
                    .addLayer("out", output(), "part"));

    assertEquals(
        List.of(
            "a: 2, nothing reads it",
            "a: 1, it keeps part from being empty",
            "out: 2, network output"),
        leftAlone(net));
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> mixing() {
    return Stream.of(
        org.junit.jupiter.params.provider.Arguments.of(
            new LocalResponseNormalization.Builder().build(),
            "c: 3, LocalResponseNormalization (mix) mixes channels"),
        org.junit.jupiter.params.provider.Arguments.of(
            new ConvolutionLayer.Builder(1, 1).nOut(3).activation(Activation.SOFTMAX).build(),
            "mix: 3, softmax of mix may mix units"),
        org.junit.jupiter.params.provider.Arguments.of(
            new ConvolutionLayer.Builder(1, 1).nOut(3).activation(new OfMyOwn()).build(),
            "mix: 3, OfMyOwn of mix may mix units"),
        org.junit.jupiter.params.provider.Arguments.of(
            new LayerOfMyOwn(), "c: 3, no rule for LayerOfMyOwn (mix)"));
  }

  @ParameterizedTest
  @MethodSource("mixing")
  void of_layerThatMixes_leftAloneWithReason(Layer layer, String expected) {
    ComputationGraph net =
        graph(
            builder ->
                builder
                    .addLayer("c", conv(3), "in")
                    .addLayer("mix", layer, "c")
                    .addLayer("d", new DenseLayer.Builder().nOut(4).build(), "mix")
                    .addLayer("out", output(), "d"));

    assertTrue(leftAlone(net).contains(expected), () -> leftAlone(net).toString());
    assertTrue(names(net).contains("d"));
  }

  @Test
  void of_vertexThatMixes_leftAloneWithReason() {
    ComputationGraph net =
        graph(
            builder ->
                builder
                    .addLayer("a", new DenseLayer.Builder().nOut(4).build(), "in")
                    .addVertex("norm", new L2NormalizeVertex(), "a")
                    .addLayer("b", new DenseLayer.Builder().nOut(3).build(), "norm")
                    .addLayer("out", output(), "b"));

    assertEquals(
        List.of("a: 4, L2NormalizeVertex (norm) mixes channels", "out: 2, network output"),
        leftAlone(net));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dense with layer norm | layer0: 6, layer normalisation of layer0 mixes units",
        "frozen | layer0: 6, layer0 is frozen",
        "frozen with backprop | layer0: 6, layer0 is frozen",
        "autoencoder | layer1: 2, network output",
        "center loss | layer1: 2, network output",
      })
  void leftAlone_layer_hasReason(String name, String expected) {
    List<String> reasons =
        StructureGraph.of(PrunableModel.of(LayerZoo.exhibits().get(name).get().net()))
            .leftAlone()
            .stream()
            .map(LeftAlone::toString)
            .toList();

    assertTrue(reasons.contains(expected), reasons::toString);
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }

  private static List<Integer> pruned(MaskStore masks, String key) {
    Mask mask = masks.get(key).orElseThrow();
    return java.util.stream.IntStream.range(0, mask.length())
        .filter(i -> !mask.isKept(i))
        .boxed()
        .toList();
  }

  private static List<String> names(ComputationGraph net) {
    return StructureGraph.of(PrunableModel.of(net)).groups().stream()
        .map(StructureGroup::name)
        .toList();
  }

  private static List<String> leftAlone(ComputationGraph net, InputType... types) {
    return StructureGraph.of(PrunableModel.of(net), types).leftAlone().stream()
        .map(LeftAlone::toString)
        .toList();
  }

  private static Layer conv(int channels) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(channels)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.RELU)
        .build();
  }

  private static Layer output() {
    return new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build();
  }

  private static ComputationGraph graph(java.util.function.UnaryOperator<GraphBuilder> layers) {
    ComputationGraph net =
        new ComputationGraph(
            layers
                .apply(Nets.builder(b -> {}).graphBuilder().addInputs("in"))
                .setInputTypes(IMAGE)
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }

  /** As a user may write it; nothing is known about it. */
  static final class OfMyOwn extends ActivationReLU {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      return "OfMyOwn";
    }
  }

  /** A subclass may compute anything. */
  static final class LayerOfMyOwn extends ConvolutionLayer {
    private static final long serialVersionUID = 1;

    LayerOfMyOwn() {
      super(new ConvolutionLayer.Builder(1, 1).nOut(3));
    }
  }
}
