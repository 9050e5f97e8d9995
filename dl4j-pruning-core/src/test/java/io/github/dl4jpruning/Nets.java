package io.github.dl4jpruning;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Tiny networks and data for tests. */
public final class Nets {
  private Nets() {}

  /** 3 inputs, dense 6, BatchNorm, dense 5, output 2: 18 + 30 + 10 = 58 weights. */
  public static MultiLayerNetwork mln(Consumer<NeuralNetConfiguration.Builder> settings) {
    NeuralNetConfiguration.Builder builder = builder(settings);
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            builder
                .list()
                .layer(dense(3, 6))
                .layer(new BatchNormalization.Builder().nIn(6).nOut(6).build())
                .layer(dense(6, 5))
                .layer(output(5))
                .build());
    net.init();
    return net;
  }

  /** The same as a graph with the layers d1, bn, d2, out. */
  public static ComputationGraph graph(Consumer<NeuralNetConfiguration.Builder> settings) {
    ComputationGraph net =
        new ComputationGraph(
            builder(settings)
                .graphBuilder()
                .addInputs("in")
                .addLayer("d1", dense(3, 6), "in")
                .addLayer("bn", new BatchNormalization.Builder().nIn(6).nOut(6).build(), "d1")
                .addLayer("d2", dense(6, 5), "bn")
                .addLayer("out", output(5), "d2")
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }

  public static MultiLayerNetwork mln() {
    return mln(builder -> {});
  }

  public static ComputationGraph graph() {
    return graph(builder -> {});
  }

  /** A network of the given layers. */
  public static MultiLayerNetwork of(Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = builder(b -> {}).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork net = new MultiLayerNetwork(list.build());
    net.init();
    return net;
  }

  public static NeuralNetConfiguration.Builder builder(
      Consumer<NeuralNetConfiguration.Builder> settings) {
    NeuralNetConfiguration.Builder builder =
        new NeuralNetConfiguration.Builder().seed(12).updater(new Adam(0.05));
    settings.accept(builder);
    return builder;
  }

  public static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  public static OutputLayer output(int in) {
    return new OutputLayer.Builder().nIn(in).nOut(2).activation(Activation.SOFTMAX).build();
  }

  /** Batches of 8 examples with 3 inputs and 2 classes. */
  public static List<DataSet> batches(int count) {
    return batches(count, 3, DataType.FLOAT);
  }

  public static List<DataSet> batches(int count, int inputs, DataType type) {
    SplittableRandom random = new SplittableRandom(count);
    List<DataSet> batches = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      double[][] features = new double[8][inputs];
      double[][] labels = new double[8][2];
      for (int i = 0; i < 8; i++) {
        double sum = 0;
        for (int j = 0; j < inputs; j++) {
          features[i][j] = random.nextDouble(-1, 1);
          sum += features[i][j];
        }
        labels[i][sum > 0 ? 1 : 0] = 1;
      }
      INDArray x = Nd4j.createFromArray(features).castTo(type);
      INDArray y = Nd4j.createFromArray(labels).castTo(type);
      batches.add(new DataSet(x, y));
    }
    return batches;
  }

  public static DataSetIterator iterator(int batches) {
    return iterator(batches(batches));
  }

  public static DataSetIterator iterator(List<DataSet> batches) {
    return new ListDataSetIterator<>(
        batches.stream().flatMap(batch -> batch.asList().stream()).toList(), 8);
  }

  /** One epoch, whatever the kind of network. */
  public static void fit(Model net, DataSetIterator data) {
    if (net instanceof MultiLayerNetwork mln) {
      mln.fit(data);
    } else {
      ((ComputationGraph) net).fit(data);
    }
  }

  /** Two classes for each step of series of size 3. */
  public static MultiLayerNetwork ofSeries() {
    return of(
        new RnnOutputLayer.Builder(LossFunction.MCXENT)
            .nIn(3)
            .nOut(2)
            .activation(Activation.SOFTMAX)
            .build());
  }
}
