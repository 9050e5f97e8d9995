package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Connectivity;
import io.github.dl4jpruning.structure.StructureGraph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Networks whose output no longer depends on their input, and layers that are nearly gone. */
class SeveredTest {
  private static MultiLayerNetwork net(InputType input, Layer... layers) {
    var list = Nets.builder(b -> b.activation(Activation.TANH)).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork net = new MultiLayerNetwork(list.setInputType(input).build());
    net.init();
    return net;
  }

  private static MultiLayerNetwork dense() {
    return net(
        InputType.feedForward(5),
        new DenseLayer.Builder().nOut(6).build(),
        new DenseLayer.Builder().nOut(6).build(),
        new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());
  }

  private static MultiLayerNetwork convolutions() {
    return net(
        InputType.convolutional(6, 6, 2),
        new ConvolutionLayer.Builder(2, 2).nOut(4).build(),
        new ConvolutionLayer.Builder(2, 2).nOut(4).build(),
        new GlobalPoolingLayer(),
        new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());
  }

  private static MultiLayerNetwork recurrent() {
    return net(
        InputType.recurrent(3, 4),
        new LSTM.Builder().nOut(4).build(),
        new LSTM.Builder().nOut(3).build(),
        new RnnOutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());
  }

  private static Mask only(ModelParam param, int... kept) {
    boolean[] bits = new boolean[param.length()];
    for (int each : kept) {
      bits[each] = true;
    }
    return Mask.of(param.shape(), Mask.of(bits).words());
  }

  /** 0_W keeps a weight into unit 0, 1_W one out of unit 1: no path is left. */
  private static MaskStore severing(Model net) {
    PrunableModel model = PrunableModel.of(net);
    ModelParam first = model.param("0_W");
    ModelParam second = model.param("1_W");
    return MaskStore.empty().with("0_W", only(first, 0)).with("1_W", only(second, 1));
  }

  @Test
  void warnings_severed_nameLayerAndOutput() {
    List<String> warnings = Connectivity.warnings(PrunableModel.of(dense()), severing(dense()));

    assertEquals(
        "The network is severed: no path of kept weights leads from its input through layer1"
            + " (DenseLayer) to its output layer2, which is a constant. Prune less, or set a floor"
            + " for this layer",
        warnings.get(0));
    assertTrue(
        warnings.contains("0_W of layer layer0 is down to 1 of 30 weights"), warnings::toString);
    assertTrue(warnings.contains("Layer layer0 is down to 1 of 6 outputs"), warnings::toString);
  }

  @Test
  void warnings_nothingPrunedOrHalf_saysNothing() {
    PrunableModel model = PrunableModel.of(dense());
    MaskStore half =
        Pruner.prune(dense(), PruningRecipe.builder().sparsity(0.5).oneShot(0).build());

    assertEquals(List.of(), Connectivity.warnings(model, MaskStore.empty()));
    assertEquals(List.of(), Connectivity.warnings(model, half));
  }

  /** Said if, and only if, another input gives the same output. */
  @ParameterizedTest
  @ValueSource(strings = {"dense", "convolutions", "recurrent"})
  void warnings_randomMasks_agreeWithTheOutputs(String kind) {
    int severed = 0;
    int connected = 0;
    for (int seed = 0; seed < 60; seed++) {
      MultiLayerNetwork net =
          switch (kind) {
            case "dense" -> dense();
            case "convolutions" -> convolutions();
            default -> recurrent();
          };
      SplittableRandom random = new SplittableRandom(seed);
      PrunableModel model = PrunableModel.of(net);
      MaskStore masks = MaskStore.empty();
      for (ModelParam param : model.params()) {
        if (param.isPrunable()) {
          masks =
              masks.with(
                  param.key(),
                  only(param, random.ints(param.length() / 10 + 1, 0, param.length()).toArray()));
        }
      }
      Pruner.apply(net, masks);
      for (ModelParam param : model.params()) {
        if (param.name().equals("b")) { // of zeros, gates can shut what weights leave open
          model.flatParam(param).assign(random.nextDouble(0.2, 1));
        }
      }

      boolean said =
          Connectivity.warnings(model, masks).stream().anyMatch(each -> each.contains("severed"));

      assertEquals(isConstant(net), said, "seed " + seed);
      severed += said ? 1 : 0;
      connected += said ? 0 : 1;
    }
    assertTrue(severed > 0 && connected > 0, severed + " severed, " + connected + " not");
  }

  private static boolean isConstant(MultiLayerNetwork net) {
    long[] shape =
        switch (net.getLayer(0).conf().getLayer().getClass().getSimpleName()) {
          case "DenseLayer" -> new long[] {40, 5};
          case "ConvolutionLayer" -> new long[] {40, 2, 6, 6};
          default -> new long[] {40, 3, 4};
        };
    INDArray inputs = Nd4j.randn(shape).mul(3);
    INDArray outputs = Network.of(net).outputs(false, inputs).get(0);
    INDArray first = outputs.get(NDArrayIndex.interval(0, 1));
    return outputs.sub(first.broadcast(outputs.shape())).amaxNumber().doubleValue() == 0;
  }

  @Test
  void fit_severed_saidInEventStatusAndPlan() {
    MultiLayerNetwork net = dense();
    List<PruningEvent> events = new ArrayList<>();
    PruningListener pruner =
        PruningListener.builder(
                PruningRecipe.builder()
                    .sparsity(0.96)
                    .allocation(Allocation.uniform())
                    .oneShot(1)
                    .build())
            .onEvent(events::add)
            .build();
    net.setListeners(pruner);
    for (int i = 0; i < 3; i++) {
      net.fit(
          Nd4j.rand(4, 5), Nd4j.eye(4).get(NDArrayIndex.all(), NDArrayIndex.interval(0, 3)).dup());
    }

    List<String> warnings = events.get(0).warnings();
    assertTrue(
        warnings.contains("0_W of layer layer0 is down to 1 of 30 weights"), warnings::toString);
    assertEquals(warnings, pruner.status().warnings());
    assertTrue(pruner.status().toString().contains(", complete. "), pruner.status()::toString);
  }

  @Test
  void plan_layerDownToOneOutput_saysSo() {
    MultiLayerNetwork net = dense();
    BitSet removed = new BitSet();
    removed.set(1, 6);
    MaskStore masks = StructureGraph.of(PrunableModel.of(net)).groups().get(0).masks(removed);

    String plan = Compactor.plan(net, masks).toString();

    assertTrue(plan.contains("\nLayer layer0 is down to 1 of 6 outputs\n"), plan);
  }
}
