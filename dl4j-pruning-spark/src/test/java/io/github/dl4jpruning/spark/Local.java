package io.github.dl4jpruning.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Two threads of Spark in this process, which try a task thrice; tiny networks and data. */
final class Local {
  private Local() {}

  static JavaSparkContext spark() {
    return spark("local[2,3]");
  }

  static JavaSparkContext spark(String master) {
    return new JavaSparkContext(
        new SparkConf()
            .setMaster(master)
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder().seed(12).updater(new Adam(0.05)).l2(0.01);
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nIn(6).nOut(10).activation(Activation.TANH).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder().nIn(10).nOut(2).activation(Activation.SOFTMAX).build();
  }

  /** 6 inputs, 10 units, 2 classes: 80 weights. */
  static MultiLayerNetwork mln() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(builder().list().layer(dense()).layer(output()).build());
    net.init();
    return net;
  }

  static ComputationGraph graph() {
    ComputationGraph net =
        new ComputationGraph(
            builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("d", dense(), "in")
                .addLayer("out", output(), "d")
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }

  /** 784-300-100-10: 266,200 weights. */
  static MultiLayerNetwork lenet300() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(784).nOut(300).build())
                .layer(new DenseLayer.Builder().nOut(100).build())
                .layer(new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(784))
                .build());
    net.init();
    return net;
  }

  /** Minibatches of 8. */
  static List<DataSet> batches(int count) {
    SplittableRandom random = new SplittableRandom(count);
    List<DataSet> batches = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      float[][] features = new float[8][6];
      float[][] labels = new float[8][2];
      for (int i = 0; i < 8; i++) {
        float sum = 0;
        for (int j = 0; j < 6; j++) {
          features[i][j] = (float) random.nextDouble(-1, 1);
          sum += features[i][j];
        }
        labels[i][sum > 0 ? 1 : 0] = 1;
      }
      INDArray x = Nd4j.createFromArray(features);
      batches.add(new DataSet(x, Nd4j.createFromArray(labels)));
    }
    return batches;
  }
}
