package io.github.dl4jpruning.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** In one JVM ND4J starts once: with oneDNN under -Ponednn, else without. */
class OneDnnTest {
  private static MultiLayerNetwork net() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(3).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).build())
                .layer(new BatchNormalization())
                .layer(new LossLayer.Builder().build())
                .setInputType(InputType.convolutional(5, 5, 1))
                .build());
    net.init();
    return net;
  }

  private static void assumeObstacle(boolean expected) {
    assumeTrue(
        OneDnn.obstacle().isPresent() == expected,
        expected ? "natives have oneDNN here" : "mvn -Ponednn -pl dl4j-pruning-onednn -am test");
  }

  @Test
  void enable_obstacle_isRefusedAndChangesNothing() {
    assumeObstacle(true);

    String message = assertThrows(IllegalStateException.class, OneDnn::enable).getMessage();

    assertEquals(OneDnn.obstacle().orElseThrow(), message);
    assertFalse(OneDnn.isEnabled());
    assertEquals(0, OneDnn.layersOf(net()));
  }

  @Test
  void requireUsedBy_notEnabled_saysWhatToCall() {
    assumeObstacle(true);
    Model net = net();

    assertEquals(
        "No layer of this network computes with oneDNN: call OneDnn.enable() before it is made",
        assertThrows(IllegalStateException.class, () -> OneDnn.requireUsedBy(net)).getMessage());
  }

  @Test
  void enable_nativesWithOneDnn_helpsNetworksMadeAfterwards() {
    assumeObstacle(false);
    System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "true");
    Model before = net();

    OneDnn.enable();
    OneDnn.enable();

    assertTrue(OneDnn.isEnabled());
    assertEquals(2, OneDnn.layersOf(net())); // pooling's helper is left out
    OneDnn.requireUsedBy(net());
    assertEquals(
        "No layer of this network computes with oneDNN: either it was made before OneDnn.enable(),"
            + " or it has neither convolution nor batch normalisation, the layers that DL4J has such"
            + " code for",
        assertThrows(IllegalStateException.class, () -> OneDnn.requireUsedBy(before)).getMessage());
  }

  @Test
  void enable_helpersForbidden_isRefused() {
    assumeObstacle(false);
    Nd4j.getEnvironment().allowHelpers(false);
    try {
      assertEquals(
          "ND4J was told to use no helpers: call Nd4j.getEnvironment().allowHelpers(true) before",
          assertThrows(IllegalStateException.class, OneDnn::enable).getMessage());
    } finally {
      Nd4j.getEnvironment().allowHelpers(true);
      OneDnn.enable();
    }
  }

  @Test
  void layersOf_noNetwork_isRefused() {
    assertEquals(
        "Only a MultiLayerNetwork or a ComputationGraph has layers, got null",
        assertThrows(IllegalArgumentException.class, () -> OneDnn.layersOf(null)).getMessage());
  }
}
