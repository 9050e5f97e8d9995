package io.github.dl4jpruning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A tiny convolutional network, as a chain and as a graph with equal weights; trained with L1 and
 * L2.
 */
final class SmallConvs {
  /** From a parameter's key in the graph to that in the chain. */
  static final Map<String, String> CHAIN_KEYS =
      Map.of("conv1_W", "0_W", "conv2_W", "3_W", "fc_W", "5_W", "out_W", "7_W");

  private SmallConvs() {}

  /** Conv 3 x 3 x 4, BatchNorm, ReLU, conv 2 x 2 x 5, BatchNorm, dense 6, BatchNorm, output 2. */
  static Model net(boolean graph, DataType type) {
    NeuralNetConfiguration.Builder builder =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .dataType(type)
            .updater(new Adam(0.01))
            .l1(1e-4)
            .l2(1e-3)
            .activation(Activation.RELU);
    ConvolutionLayer conv1 =
        new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.IDENTITY).build();
    ConvolutionLayer conv2 = new ConvolutionLayer.Builder(2, 2).nOut(5).build();
    DenseLayer dense = new DenseLayer.Builder().nOut(6).build();
    OutputLayer output = new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build();
    if (graph) {
      ComputationGraph net =
          new ComputationGraph(
              builder
                  .graphBuilder()
                  .addInputs("in")
                  .setInputTypes(InputType.convolutional(6, 6, 2))
                  .addLayer("conv1", conv1, "in")
                  .addLayer("bn1", new BatchNormalization(), "conv1")
                  .addLayer("relu", new ActivationLayer(Activation.RELU), "bn1")
                  .addLayer("conv2", conv2, "relu")
                  .addLayer("bn2", new BatchNormalization(), "conv2")
                  .addLayer("fc", dense, "bn2")
                  .addLayer("bn3", new BatchNormalization(), "fc")
                  .addLayer("out", output, "bn3")
                  .setOutputs("out")
                  .build());
      net.init();
      return net;
    }
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            builder
                .list()
                .layer(conv1)
                .layer(new BatchNormalization())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(conv2)
                .layer(new BatchNormalization())
                .layer(dense)
                .layer(new BatchNormalization())
                .layer(output)
                .setInputType(InputType.convolutional(6, 6, 2))
                .build());
    net.init();
    return net;
  }

  static List<DataSet> batches(int count, int size, DataType type) {
    Random random = new Random(count);
    List<DataSet> batches = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      double[] values = random.doubles((long) size * 72, -1, 1).toArray();
      INDArray features = Nd4j.createFromArray(values).reshape(size, 2, 6, 6).castTo(type);
      INDArray labels = Nd4j.zeros(type, size, 2);
      for (int i = 0; i < size; i++) {
        labels.putScalar(i, values[i * 72] > 0 ? 1 : 0, 1);
      }
      batches.add(new DataSet(features, labels));
    }
    return batches;
  }

  static void fit(Model net, List<DataSet> batches) {
    for (DataSet batch : batches) {
      if (net instanceof MultiLayerNetwork mln) {
        mln.fit(batch);
      } else {
        ((ComputationGraph) net).fit(batch);
      }
    }
  }
}
