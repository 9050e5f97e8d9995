package io.github.dl4jpruning.examples.comparison;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.examples.data.DrawnThings;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.networks.CifarNet;
import io.github.dl4jpruning.recipe.PruningRecipe;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** Holds what {@link DrawnThings} promises about its difficulty; some 20 s on one core. */
class DrawnThingsDifficultyTest {
  private final ImageSet test = DrawnThings.test().first(500);

  @Test
  void softmaxRegression_fiveEpochs_knowsNextToNothing() {
    ImageSet train = DrawnThings.train();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .list()
                .layer(
                    new OutputLayer.Builder()
                        .nIn(train.shape().values())
                        .nOut(ImageSet.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    network.fit(train.iterator(64, 3), 5);
    assertBetween(0.05, 0.25, test.accuracy(network));
  }

  @Test
  void cnn_200Steps_isRightMostlyAndFallsByTenPointsWhenPruned() {
    ImageSet train = DrawnThings.train();
    TrainingPlan plan = new TrainingPlan(CifarNet.CNN, 2, 32, 0.003, 0, 1);
    MultiLayerNetwork network = (MultiLayerNetwork) plan.network(train, 1);
    network.fit(train.first(3_200).iterator(32, 1), 2);
    double dense = test.accuracy(network);
    assertBetween(0.60, 0.99, dense);
    Pruner.prune(network, PruningRecipe.oneShot(0.9));
    assertBetween(0, dense - 0.10, test.accuracy(network));
  }

  private static void assertBetween(double low, double high, double accuracy) {
    assertTrue(
        accuracy >= low && accuracy <= high,
        () -> "accuracy must be %s to %s, is %s".formatted(low, high, accuracy));
  }
}
