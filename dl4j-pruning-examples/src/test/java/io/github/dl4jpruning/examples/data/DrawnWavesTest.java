package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

class DrawnWavesTest {
  @Test
  void generate_five_shapesTakeTurns() {
    DataSet waves = DrawnWaves.generate(5, 1);

    assertArrayEquals(new long[] {5, 1, 32}, waves.getFeatures().shape());
    assertArrayEquals(new int[] {0, 1, 2, 3, 0}, waves.getLabels().argMax(1).toIntVector());
    assertTrue(waves.getFeatures().amaxNumber().doubleValue() <= 1.7);
  }

  @Test
  void generate_shorter_isTheStartOfALonger() {
    float[] three = DrawnWaves.generate(3, 7).getFeatures().ravel().toFloatVector();
    float[] nine = DrawnWaves.generate(9, 7).getFeatures().ravel().toFloatVector();

    assertArrayEquals(Arrays.copyOf(nine, three.length), three);
  }

  @Test
  void generate_none_isRefused() {
    assertEquals(
        "generate(count, seed) needs at least 1 wave, got 0",
        assertThrows(IllegalArgumentException.class, () -> DrawnWaves.generate(0, 1)).getMessage());
  }

  /** A quarter is chance. */
  @Test
  void softmaxRegression_trained_knowsNextToNothing() {
    MultiLayerNetwork linear =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .list()
                .layer(
                    new OutputLayer.Builder()
                        .nIn(DrawnWaves.STEPS)
                        .nOut(DrawnWaves.SHAPES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    linear.init();
    DataSet train = flat(DrawnWaves.generate(2_000, 1));
    for (int step = 0; step < 300; step++) {
      linear.fit(train);
    }
    DataSet test = flat(DrawnWaves.generate(1_000, 2));
    Evaluation evaluation = new Evaluation(DrawnWaves.SHAPES);
    evaluation.eval(test.getLabels(), linear.output(test.getFeatures()));

    assertTrue(evaluation.accuracy() < 0.35, () -> "accuracy " + evaluation.accuracy());
  }

  private static DataSet flat(DataSet waves) {
    return new DataSet(
        waves.getFeatures().reshape(waves.numExamples(), DrawnWaves.STEPS), waves.getLabels());
  }
}
