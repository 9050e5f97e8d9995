package io.github.dl4jpruning.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;

class FileSizeTest {
  /**
   * The bound: 32 bits for each kept weight and each element of a dense parameter, and
   * N·H(sparsity) for where they are. Configuration, header and checksums count against us.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.9, 0.95, 0.98})
  void write_leNet300100_withinTenPercentOfEntropy(double sparsity) throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(dense(784, 300))
                .layer(dense(300, 100))
                .layer(
                    new OutputLayer.Builder()
                        .nIn(100)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    for (String bias : new String[] {"0_b", "1_b", "2_b"}) {
      network.getParam(bias).assign(Nd4j.rand(network.getParam(bias).shape()));
    }
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(sparsity));
    double bound = bound(network, masks);

    long ours = Saved.bytes(network, masks).length;

    assertTrue(ours <= 1.1 * bound, ours + " bytes for " + bound);
  }

  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.RELU).build();
  }

  private static double bound(MultiLayerNetwork network, MaskStore masks) {
    double bits = 0;
    for (ModelParam param : PrunableModel.of(network).params()) {
      double kept = masks.get(param.key()).map(Mask::kept).orElse(param.length());
      double density = kept / param.length();
      bits += 32 * kept + param.length() * (term(density) + term(1 - density));
    }
    return bits / 8;
  }

  private static double term(double p) {
    return p == 0 ? 0 : -p * Math.log(p) / Math.log(2);
  }
}
