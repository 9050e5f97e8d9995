package io.github.dl4jpruning.examples.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.facts.ModelCost;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

class CifarNetTest {
  private static final ISchedule RATE = new FixedSchedule(0.001);

  @Test
  void create_each_isOfItsKind() {
    assertInstanceOf(MultiLayerNetwork.class, CifarNet.CNN.create(RATE, 0, 1));
    assertInstanceOf(ComputationGraph.class, CifarNet.RESNET.create(RATE, 0, 1));
  }

  @ParameterizedTest
  @EnumSource
  void create_each_takesAboutTenMillionMacs(CifarNet model) {
    double millions = ModelCost.of(model.create(RATE, 0, 1)).macs() / 1e6;
    assertTrue(millions > 8 && millions < 12, () -> model + ": " + millions);
  }

  /** BatchNormalization's own would not be applied: the network would be all but linear. */
  @ParameterizedTest
  @EnumSource
  void create_each_hasItsReluInLayersOfTheirOwn(CifarNet model) {
    Model network = model.create(RATE, 0, 1);
    Layer[] layers =
        network instanceof MultiLayerNetwork chain
            ? chain.getLayers()
            : ((ComputationGraph) network).getLayers();
    int normalisations = 0;
    int relus = 0;
    for (Layer layer : layers) {
      normalisations += layer instanceof BatchNormalization ? 1 : 0;
      relus += layer instanceof ActivationLayer ? 1 : 0;
    }
    // In a block with a shortcut, the sum of two normalised branches goes through one.
    assertEquals(model == CifarNet.CNN ? normalisations : normalisations - 2, relus);
  }

  @ParameterizedTest
  @EnumSource
  void create_seed_decidesTheWeights(CifarNet model) {
    assertEquals(model.create(RATE, 0, 7).params(), model.create(RATE, 0, 7).params());
    assertNotEquals(model.create(RATE, 0, 7).params(), model.create(RATE, 0, 8).params());
  }

  @Test
  void named_eachName_isFound() {
    assertEquals(CifarNet.RESNET, Architecture.named("resnet"));
    assertEquals(LeNet.LENET5, Architecture.named("lenet5"));
    assertEquals(
        "Architectures are [lenet5, lenet300, cnn, resnet], got 'vgg'",
        assertThrows(IllegalArgumentException.class, () -> Architecture.named("vgg")).getMessage());
  }
}
