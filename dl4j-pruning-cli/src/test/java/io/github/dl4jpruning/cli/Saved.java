package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.network.NetworkReader;
import io.github.dl4jpruning.model.PrunableModel;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks in files. */
final class Saved {
  static final Path CORE = Path.of("..", "dl4j-pruning-core", "src", "test", "resources", "golden");
  static final Path RUNTIME =
      Path.of("..", "dl4j-pruning-runtime", "src", "test", "resources", "golden");

  private Saved() {}

  /** 8 × 8 images, 4 kernels, 6 neurons, 3 classes; 918 weights, 13 biases. */
  static Path layers(Path folder) throws IOException {
    return save(layers(DataType.FLOAT), folder.resolve("layers.zip"));
  }

  static MultiLayerNetwork layers(DataType type) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            builder(type)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).name("conv").nOut(4).build())
                .layer(new DenseLayer.Builder().name("fc").nOut(6).build())
                .layer(output().name("out").build())
                .setInputType(InputType.convolutionalFlat(8, 8, 1))
                .build());
    net.init();
    return net;
  }

  /** 5 values, two dense layers of 7 side by side, 3 classes. */
  static Path graph(Path folder) throws IOException {
    ComputationGraph net =
        new ComputationGraph(
            builder(DataType.FLOAT)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(5))
                .addLayer("a", new DenseLayer.Builder().nOut(7).build(), "in")
                .addLayer("b", new DenseLayer.Builder().nOut(7).build(), "in")
                .addLayer("out", output().build(), "a", "b")
                .setOutputs("out")
                .build());
    net.init();
    return save(net, folder.resolve("graph.zip"));
  }

  /**
   * Inputs "left" of 3 values and "right" of 2, outputs "kind" of 3 classes and "much", a number.
   */
  static Path twoSided(Path folder) throws IOException {
    ComputationGraph net =
        new ComputationGraph(
            builder(DataType.FLOAT)
                .graphBuilder()
                .addInputs("left", "right")
                .setInputTypes(InputType.feedForward(3), InputType.feedForward(2))
                .addLayer("a", new DenseLayer.Builder().nOut(6).build(), "left")
                .addLayer("b", new DenseLayer.Builder().nOut(6).build(), "right")
                .addLayer("kind", output().build(), "a", "b")
                .addLayer(
                    "much",
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "a",
                    "b")
                .setOutputs("kind", "much")
                .build());
    net.init();
    return save(net, folder.resolve("two-sided.zip"));
  }

  /** 5 values, 6 neurons, 3 classes, as Keras saves what it has not compiled. */
  static Path lossless(Path folder) throws IOException {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            builder(DataType.FLOAT)
                .list()
                .layer(new DenseLayer.Builder().nIn(5).nOut(6).build())
                .layer(new DenseLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .build());
    net.init();
    return save(net, folder.resolve("lossless.zip"));
  }

  /** 3 features, an LSTM of 5, 2 classes in each step. */
  static Path series(Path folder) throws IOException {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            builder(DataType.FLOAT)
                .list()
                .layer(new LSTM.Builder().nIn(3).nOut(5).activation(Activation.TANH).build())
                .layer(
                    new RnnOutputLayer.Builder()
                        .nIn(5)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    net.init();
    return save(net, folder.resolve("series.zip"));
  }

  /** 8 × 8 images, 4 kernels, normalised behind, 6 neurons, normalised behind ReLU, 3 classes. */
  static Path normalised(Path folder) throws IOException {
    return normalised(folder, InputType.convolutionalFlat(8, 8, 1));
  }

  static Path normalised(Path folder, InputType input) throws IOException {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            builder(DataType.FLOAT)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .name("conv")
                        .nOut(4)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization.Builder().name("norm").build())
                .layer(new ActivationLayer.Builder().activation(Activation.RELU).build())
                .layer(new DenseLayer.Builder().name("fc").nOut(6).build())
                .layer(new BatchNormalization.Builder().name("late").build())
                .layer(output().name("out").build())
                .setInputType(input)
                .build());
    net.init();
    asTrained(net.getLayer("norm"));
    return save(net, folder.resolve("normalised.zip"));
  }

  /** 5 values, a dense layer of 7, normalised behind, dropout, a dense layer of 6, 3 classes. */
  static Path normalisedGraph(Path folder) throws IOException {
    ComputationGraph net =
        new ComputationGraph(
            builder(DataType.FLOAT)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(5))
                .addLayer(
                    "a",
                    new DenseLayer.Builder().nOut(7).activation(Activation.IDENTITY).build(),
                    "in")
                .addLayer("norm", new BatchNormalization.Builder().build(), "a")
                .addLayer("drop", new DropoutLayer(0.5), "norm")
                .addLayer("b", new DenseLayer.Builder().nOut(6).build(), "drop")
                .addLayer("out", output().build(), "b")
                .setOutputs("out")
                .build());
    net.init();
    asTrained(net.getLayer("norm"));
    return save(net, folder.resolve("normalised-graph.zip"));
  }

  /** Images a of two channels, through 4 kernels, beside images b, which are smaller by two. */
  static Path unequalImages(Path folder) throws IOException {
    ComputationGraph net =
        new ComputationGraph(
            builder(DataType.FLOAT)
                .graphBuilder()
                .addInputs("a", "b")
                .addLayer("c", new ConvolutionLayer.Builder(3, 3).nIn(2).nOut(4).build(), "a")
                .addVertex("m", new MergeVertex(), "c", "b")
                .addLayer("d", new ConvolutionLayer.Builder(1, 1).nIn(5).nOut(6).build(), "m")
                .addLayer("pool", new GlobalPoolingLayer.Builder().build(), "d")
                .addLayer("out", output().nIn(6).build(), "pool")
                .setOutputs("out")
                .build());
    net.init();
    return save(net, folder.resolve("unequal.zip"));
  }

  /** Statistics that change what is computed. */
  private static void asTrained(Layer norm) {
    norm.paramTable()
        .values()
        .forEach(
            values ->
                values.assign(
                    Nd4j.linspace(DataType.FLOAT, 0.5, 1.0 / values.length(), values.length())));
  }

  static Path save(Model network, Path file) throws IOException {
    ModelSerializer.writeModel(network, file.toFile(), true);
    return file;
  }

  /** What a file holds, as the commands read it. */
  static PrunableModel read(Path file) {
    try {
      return NetworkReader.read(file).model();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static NeuralNetConfiguration.Builder builder(DataType type) {
    return new NeuralNetConfiguration.Builder()
        .seed(12)
        .dataType(type)
        .updater(new Adam(0.01))
        .activation(Activation.RELU);
  }

  private static OutputLayer.Builder output() {
    return new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX);
  }
}
