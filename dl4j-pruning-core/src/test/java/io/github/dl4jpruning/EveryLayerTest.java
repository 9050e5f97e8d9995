package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.testing.Leak;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every layer with weights: what is pruned, where it lies, and that it stays at zero. */
class EveryLayerTest {
  static Stream<String> names() {
    return LayerZoo.exhibits().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void fit_anyLayer_reachesTargetWithExactZeros(String name) {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder().sparsity(0.5).iterations(1, 4, 2).keepPerOutput(0).build());
    Leak.Watch before = Leaks.watch(pruner::masks);
    Leak.Watch after = Leaks.watch(pruner::masks);
    exhibit.net().setListeners(before, pruner, after);

    for (int i = 0; i < 8; i++) {
      exhibit.fit();
    }

    pruner.requireComplete();
    long n = pruner.masks().length();
    assertEquals(n - Math.round(n * 0.5), pruner.masks().kept());
    assertTrue(before.worst.isNone(), () -> name + ": " + before.worst);
    assertTrue(after.worst.isNone(), () -> name + ": " + after.worst);
    assertTrue(after.worst.positions > 0);
  }

  @ParameterizedTest
  @MethodSource("names")
  void params_anyLayer_tileTheFlatArray(String name) {
    PrunableModel model = PrunableModel.of(LayerZoo.exhibits().get(name).get().net());

    int end = 0;
    for (ModelParam param : model.params()) {
      assertEquals(end, param.offset(), () -> name + ": " + param);
      end += param.length();
      INDArray array = model.network().paramTable().get(param.key());
      array.assign(end);
      assertEquals(end, model.flatParam(param).minNumber().intValue(), () -> name + ": " + param);
      assertEquals(end, model.flatParam(param).maxNumber().intValue(), () -> name + ": " + param);
    }
    assertEquals(model.flatParams().length(), end);
    assertEquals(model.network().paramTable().size(), model.params().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dense | 0_W 1_W",
        "dense with layer norm | 0_W 1_W",
        "dense without bias | 0_W 1_W",
        "elementwise | 1_W",
        "batch norm | 0_W 2_W",
        "prelu | 0_W 2_W",
        "center loss | 0_W 1_W",
        "frozen | 1_W 2_W",
        "frozen with backprop | 1_W 2_W",
        "embedding | 0_W 1_W",
        "separable | 0_W 0_pW 1_W",
        "graves bidirectional | 0_RWB 0_RWF 0_WB 0_WF 1_W",
        "bidirectional | 0_bRW 0_bW 0_fRW 0_fW 1_W",
        "last time step | 0_RW 0_W 1_W",
        "time distributed | 0_W 1_W",
        "self attention | 0_Wk 0_Wo 0_Wq 0_Wv 2_W",
        "attention vertex | attention_Wk attention_Wo attention_Wq attention_Wv out_W",
      })
  void params_layer_prunesWeightMatricesOnly(String name, String expected) {
    PrunableModel model = PrunableModel.of(LayerZoo.exhibits().get(name).get().net());

    assertEquals(
        expected,
        model.params().stream()
            .filter(ModelParam::isPrunable)
            .map(ModelParam::key)
            .sorted()
            .collect(Collectors.joining(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dense | 0_b[6]: bias",
        "dense with layer norm | 0_g[6]: normalisation parameter",
        "batch norm | 1_gamma[6]: normalisation parameter",
        "frozen | 0_W[4, 6]: frozen layer",
        "frozen with backprop | 0_W[4, 6]: frozen layer",
        "prelu | 1_W[6]: one gain per unit, not a weight matrix",
        "center loss | 1_cL[2, 6]: class centres",
        "attention vertex | out_b[2]: bias",
      })
  void notPrunable_parameter_hasReason(String name, String expected) {
    PrunableModel model = PrunableModel.of(LayerZoo.exhibits().get(name).get().net());

    List<String> reasons =
        model.params().stream()
            .filter(param -> !param.isPrunable())
            .map(param -> param + ": " + param.notPrunable().orElseThrow())
            .toList();
    assertTrue(reasons.contains(expected), reasons::toString);
  }

  /** DL4J 1.0.0-M2.1 can't run this layer, but it can be listed. */
  @Test
  void params_simpleRnnWithLayerNorm_leavesGainAlone() {
    var net =
        Nets.of(
            new Bidirectional(new SimpleRnn.Builder().nIn(3).nOut(4).hasLayerNorm(true).build()),
            new RnnOutputLayer.Builder().nIn(8).nOut(2).activation(Activation.SOFTMAX).build());

    assertEquals(
        List.of("0_fW", "0_fRW", "0_bW", "0_bRW", "1_W"),
        PrunableModel.of(net).params().stream()
            .filter(ModelParam::isPrunable)
            .map(ModelParam::key)
            .toList());
  }

  /** Zeroing the weights that the layout gives to one output changes one output channel only. */
  @ParameterizedTest
  @CsvSource({
    "dense, 1, 0_W",
    "conv2d, 1, 0_W",
    "deconv2d, 1, 0_W",
    "depthwise, 1, 0_W",
    "separable, 1, 0_pW",
    "conv3d, 1, 0_W",
    "deconv3d, 1, 0_W",
    "conv1d, 1, 0_W",
    "embedding, 1, 0_W",
  })
  void outputs_ofOneUnit_feedOneChannel(String name, int channelAxis, String key) {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
    PrunableModel model = PrunableModel.of(exhibit.net());
    ModelParam param = model.param(key);
    WeightLayout layout = param.layout().orElseThrow();
    int outputs = layout.count(EnumSet.of(Role.OUTPUT, Role.GATE));
    IntUnaryOperator outputOf = layout.placeOn(EnumSet.of(Role.OUTPUT, Role.GATE));
    var net = (org.deeplearning4j.nn.multilayer.MultiLayerNetwork) exhibit.net();
    INDArray before = net.feedForwardToLayer(0, exhibit.features(), false).get(1);
    assertEquals(before.size(channelAxis), outputs, "outputs");
    INDArray flat = model.flatParam(param);
    INDArray saved = flat.dup();
    for (int output = 0; output < outputs; output++) {
      for (int i = 0; i < param.length(); i++) {
        if (outputOf.applyAsInt(i) == output) {
          flat.putScalar(i, 0);
        }
      }
      INDArray change = net.feedForwardToLayer(0, exhibit.features(), false).get(1).sub(before);
      for (int channel = 0; channel < outputs; channel++) {
        double moved =
            change.tensorAlongDimension(channel, others(change.rank())).amaxNumber().doubleValue();
        assertEquals(channel == output, moved > 0, name + " output " + output + "/" + channel);
      }
      flat.assign(saved);
    }
  }

  /** Zeroing the weights that the layout gives to one input is as good as zeroing that input. */
  @ParameterizedTest
  @CsvSource({
    "dense, 0_W",
    "conv2d, 0_W",
    "deconv2d, 0_W",
    "conv3d, 0_W",
    "deconv3d, 0_W",
    "conv1d, 0_W",
    "lstm, 0_W",
    "graves lstm, 0_W",
    "simple rnn, 0_W",
  })
  void inputs_ofOneChannel_readIt(String name, String key) {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
    PrunableModel model = PrunableModel.of(exhibit.net());
    ModelParam param = model.param(key);
    var net = (org.deeplearning4j.nn.multilayer.MultiLayerNetwork) exhibit.net();
    WeightLayout layout = param.layout().orElseThrow();
    int inputs = layout.count(EnumSet.of(Role.INPUT));
    IntUnaryOperator inputOf = layout.placeOn(EnumSet.of(Role.INPUT));
    INDArray features = exhibit.features();
    assertEquals(features.size(1), inputs, "inputs");
    INDArray flat = model.flatParam(param);
    INDArray saved = flat.dup();
    for (int input = 0; input < inputs; input++) {
      INDArray blind = features.dup();
      blind.tensorAlongDimension(input, others(blind.rank())).assign(0);
      INDArray expected = net.feedForwardToLayer(0, blind, false).get(1).dup();
      for (int i = 0; i < param.length(); i++) {
        if (inputOf.applyAsInt(i) == input) {
          flat.putScalar(i, 0);
        }
      }
      INDArray actual = net.feedForwardToLayer(0, features, false).get(1);
      assertTrue(actual.equalsWithEps(expected, 1e-5), name + " input " + input);
      flat.assign(saved);
    }
  }

  private static int[] others(int rank) {
    int[] axes = new int[rank - 1];
    for (int i = 1; i < axes.length; i++) {
      axes[i] = i + 1;
    }
    return axes;
  }

  @ParameterizedTest
  @MethodSource("names")
  void prune_anyLayer_masksWhatItZeroes(String name) {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();

    var masks = Pruner.prune(exhibit.net(), PruningRecipe.oneShot(0.7));

    assertEquals(masks, WeightInspection.masksFromZeros(PrunableModel.of(exhibit.net())));
    assertTrue(Double.isFinite(exhibit.output().sumNumber().doubleValue()));
    Map<String, ?> byKey = masks.masks();
    assertTrue(!byKey.isEmpty());
  }
}
