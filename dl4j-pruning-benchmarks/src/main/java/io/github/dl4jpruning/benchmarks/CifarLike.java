package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightLayout.Role;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** A network for CIFAR-10's images, of a size that is usual for them. */
final class CifarLike {
  private static final int[] FILTERS = {32, 64, 128, 256};

  private CifarLike() {}

  /** Four blocks of convolution, normalisation and pooling: 648,266 parameters. */
  static MultiLayerNetwork network(long seed) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().seed(seed).updater(new Adam(1e-3)).list();
    for (int filters : FILTERS) {
      layers
          .layer(
              new ConvolutionLayer.Builder(3, 3)
                  .nOut(filters)
                  .convolutionMode(ConvolutionMode.Same)
                  .activation(Activation.IDENTITY)
                  .build())
          .layer(new BatchNormalization.Builder().build())
          .layer(new ActivationLayer.Builder().activation(Activation.RELU).build())
          .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build());
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            layers
                .layer(new DenseLayer.Builder().nOut(256).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(32, 32, 3))
                .build());
    network.init();
    return network;
  }

  /** Prunes every other filter and dense unit whole; the output layer stays. */
  static MaskStore pruneFilters(MultiLayerNetwork network) {
    Map<String, Mask> masks = new TreeMap<>();
    for (ModelParam param : PrunableModel.of(network).params()) {
      if (param.isPrunable() && !param.place().isOutput()) {
        IntUnaryOperator filterOf = param.layout().orElseThrow().placeOn(Set.of(Role.OUTPUT));
        long[] words = new long[(param.length() + 63) / 64];
        for (int i = 0; i < param.length(); i++) {
          if (filterOf.applyAsInt(i) % 2 == 0) {
            words[i / 64] |= 1L << i;
          }
        }
        masks.put(param.key(), Mask.of(param.shape(), words));
      }
    }
    MaskStore store = MaskStore.of(masks);
    Pruner.apply(network, store);
    return store;
  }
}
