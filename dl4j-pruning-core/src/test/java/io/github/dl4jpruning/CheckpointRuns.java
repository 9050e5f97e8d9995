package io.github.dl4jpruning;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** Networks, data and recipes that the tests of the checkpoint share. */
final class CheckpointRuns {
  private CheckpointRuns() {}

  /** Dropout, batch normalisation and a constraint: all that has a state or a moment of its own. */
  static Model net(boolean graph) {
    DenseLayer first =
        new DenseLayer.Builder()
            .nIn(3)
            .nOut(8)
            .dropOut(new Dropout(0.7))
            .constrainWeights(new MaxNormConstraint(1.5, 1))
            .build();
    DenseLayer second = new DenseLayer.Builder().nIn(8).nOut(6).dropOut(0.8).build();
    BatchNormalization norm = new BatchNormalization.Builder().nIn(8).nOut(8).build();
    NeuralNetConfiguration.Builder builder =
        Nets.builder(b -> b.updater(new Adam(0.03)).activation(Activation.TANH).l2(1e-3));
    if (graph) {
      ComputationGraph net =
          new ComputationGraph(
              builder
                  .graphBuilder()
                  .addInputs("in")
                  .addLayer("d1", first, "in")
                  .addLayer("bn", norm, "d1")
                  .addLayer("d2", second, "bn")
                  .addLayer("out", Nets.output(6), "d2")
                  .setOutputs("out")
                  .build());
      net.init();
      return net;
    }
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            builder.list().layer(first).layer(norm).layer(second).layer(Nets.output(6)).build());
    net.init();
    return net;
  }

  static RecipeBuilder base() {
    return PruningRecipe.builder().sparsity(0.8).iterations(2, 15, 3).seed(4);
  }

  static float[] state(Model net) {
    return PrunableModel.of(net).requireUpdater().getStateViewArray().toFloatVector();
  }
}
