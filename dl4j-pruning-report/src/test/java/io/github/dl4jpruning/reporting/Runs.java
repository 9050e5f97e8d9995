package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Tiny networks, data and trainings for tests. */
final class Runs {
  static final PruningRecipe HALF =
      PruningRecipe.builder().sparsity(0.5).iterations(2, 6, 2).build();

  private Runs() {}

  /** 8 × 8 images, 4 kernels of 3 × 3, dense 6, two classes: 36 + 864 + 12 weights. */
  static MultiLayerNetwork layers() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(dense())
                .layer(output())
                .setInputType(InputType.convolutionalFlat(8, 8, 1))
                .build());
    net.init();
    return net;
  }

  /** 64 inputs, dense 6, two classes: 384 + 12 weights; the first layer has a strange name. */
  static ComputationGraph graph(String firstLayer) {
    ComputationGraph net =
        new ComputationGraph(
            builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(64))
                .addLayer(firstLayer, dense(), "in")
                .addLayer("out", output(), firstLayer)
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder()
        .seed(12)
        .updater(new Adam(0.01))
        .activation(Activation.TANH);
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(6).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build();
  }

  /** Batches of 8 examples with 64 inputs. */
  static List<DataSet> batches(int count) {
    SplittableRandom random = new SplittableRandom(count);
    List<DataSet> batches = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      double[][] features = new double[8][64];
      double[][] labels = new double[8][2];
      for (int i = 0; i < 8; i++) {
        double sum = 0;
        for (int j = 0; j < 64; j++) {
          features[i][j] = random.nextDouble(-1, 1);
          sum += features[i][j];
        }
        labels[i][sum > 0 ? 1 : 0] = 1;
      }
      batches.add(
          new DataSet(
              Nd4j.createFromArray(features).castTo(Nd4j.defaultFloatingPointType()),
              Nd4j.createFromArray(labels).castTo(Nd4j.defaultFloatingPointType())));
    }
    return batches;
  }

  static DataSetIterator iterator(int batches) {
    return new ListDataSetIterator<>(
        batches(batches).stream().flatMap(batch -> batch.asList().stream()).toList(), 8);
  }

  static void fit(Model net, TrainingListener last) {
    net.addListeners(last);
    if (net instanceof MultiLayerNetwork layers) {
      layers.fit(iterator(8), 1);
    } else {
      ((ComputationGraph) net).fit(iterator(8), 1);
    }
  }

  /** A trained and pruned network's report. */
  static PruningReport report(Model net) {
    PruningListener pruner = new PruningListener(HALF);
    fit(net, pruner);
    return PruningReport.of(pruner, net);
  }
}
