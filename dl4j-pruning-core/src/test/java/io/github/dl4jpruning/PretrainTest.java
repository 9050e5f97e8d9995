package io.github.dl4jpruning;

import static io.github.dl4jpruning.PrunedRuns.assertNoLeak;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Masks hold in layerwise pretraining. */
class PretrainTest {
  @Test
  void pretrain_maskedNetwork_keepsZerosInTheLayersOwnView() {
    for (MultiLayerNetwork net : List.of(autoEncoders(), variational())) {
      MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.5));
      PruningListener pruner = PruningListener.keep(masks);
      pruner.attachTo(net);
      net.setListeners(pruner);
      float[] before = net.params().toFloatVector();

      for (DataSet batch : Nets.batches(5)) {
        net.pretrainLayer(0, batch.getFeatures());
      }

      assertNoLeak(net, masks);
      assertNotEquals(
          java.util.Arrays.hashCode(before),
          java.util.Arrays.hashCode(net.params().toFloatVector()),
          "pretraining moved something");
      BaseMultiLayerUpdater<?> own =
          (BaseMultiLayerUpdater<?>) net.getLayer(0).getOptimizer().getUpdater();
      assertTrue(own.getStateViewArray().amaxNumber().doubleValue() > 0);
      PrunableModel.of(net)
          .viewsOf(net.getLayer(0))
          .orElseThrow()
          .states()
          .forEach(state -> assertZeroWhereMasked(state.values(), state.offset(), net, masks));
      net.fit(Nets.iterator(3));
      assertNoLeak(net, masks);
    }
  }

  /** The control: without the listener, pretraining brings pruned weights back. */
  @Test
  void pretrain_withoutListener_leaks() {
    MultiLayerNetwork net = autoEncoders();
    MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.5));

    Nets.batches(5).forEach(batch -> net.pretrainLayer(0, batch.getFeatures()));

    assertTrue(Leaks.of(net, masks).weights > 0);
  }

  private static void assertZeroWhereMasked(
      INDArray values, int offset, MultiLayerNetwork net, MaskStore masks) {
    var param = PrunableModel.of(net).params().get(0);
    var mask = masks.masks().get(param.key());
    double[] state = values.toDoubleVector();
    for (int i = 0; i < mask.length(); i++) {
      int at = param.offset() + i - offset;
      if (!mask.isKept(i) && at >= 0 && at < state.length) {
        assertEquals(0, state[at]);
      }
    }
  }

  private static MultiLayerNetwork autoEncoders() {
    return Nets.of(
        new AutoEncoder.Builder().nIn(3).nOut(6).activation(Activation.TANH).build(),
        Nets.output(6));
  }

  private static MultiLayerNetwork variational() {
    return Nets.of(
        new VariationalAutoencoder.Builder()
            .nIn(3)
            .nOut(4)
            .encoderLayerSizes(5)
            .decoderLayerSizes(5)
            .activation(Activation.TANH)
            .build(),
        Nets.output(4));
  }

  @Test
  void pretrain_listenerNotAttached_saysSo() {
    MultiLayerNetwork net = autoEncoders();
    net.setListeners(PruningListener.keep(Pruner.prune(net, PruningRecipe.oneShot(0.5))));

    assertEquals(
        "Layer-wise pretraining begins before the PruningListener has seen the network that its"
            + " masks belong to: call attachTo(net) first",
        assertThrows(
                IllegalStateException.class,
                () -> net.pretrainLayer(0, Nets.batches(1).get(0).getFeatures()))
            .getMessage());
  }
}
