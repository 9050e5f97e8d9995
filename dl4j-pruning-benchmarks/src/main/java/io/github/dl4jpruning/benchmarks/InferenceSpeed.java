package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.runtime.Session;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How long pruned networks take to answer: the runtime in plain Java in turns with DL4J, after a
 * warm-up of both. Weights are random ones, pruned by global magnitude; inputs have no zeros, so
 * that skipping them gains nothing. The answers are proven equal when the files are written.
 */
public final class InferenceSpeed {
  private static final double[] SPARSITIES = {0, 0.8, 0.9, 0.95, 0.98};
  private static final int[] BATCHES = {1, 64};

  private InferenceSpeed() {}

  /**
   * Measures and prints.
   *
   * @param args how many rounds; 15 if not given
   * @throws IOException never
   */
  public static void main(String[] args) throws IOException {
    Logs.quiet();
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println(
        "| network | batch | pruned | DL4J, ms | runtime, ms | DL4J / runtime, 95 % |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    for (Map.Entry<String, InputType> entry : networks().entrySet()) {
      for (int batch : BATCHES) {
        for (double sparsity : SPARSITIES) {
          row(entry.getKey(), entry.getValue(), batch, sparsity, rounds);
        }
      }
    }
    System.exit(0);
  }

  private static Map<String, InputType> networks() {
    Map<String, InputType> networks = new LinkedHashMap<>();
    networks.put("LeNet-300-100", InputType.feedForward(784));
    networks.put("LeNet-5", InputType.convolutional(28, 28, 1));
    networks.put("LSTM 64 → 256, 40 steps", InputType.recurrent(64, 40));
    return networks;
  }

  private static void row(String name, InputType type, int batch, double sparsity, int rounds)
      throws IOException {
    MultiLayerNetwork network = network(name, type);
    MaskStore masks =
        sparsity == 0 ? MaskStore.empty() : Pruner.prune(network, PruningRecipe.oneShot(sparsity));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    PrunedModelFile.write(file, network, masks, WriteOptions.defaults().withProgram(type));
    SparseNetwork sparse =
        SparseNetwork.read(
            new ByteArrayInputStream(file.toByteArray()), SparseNetwork.DEFAULT_MAX_PARAMETERS);
    long[] shape = type.getShape(true);
    shape[0] = batch;
    INDArray input = Nd4j.rand(DataType.FLOAT, shape);
    float[] values = input.dup('c').reshape(input.length()).toFloatVector();
    Session session = sparse.session(batch);
    float[] answers = new float[session.outputSize(sparse.program().outputs().get(0))];
    Runnable ours = () -> session.predict(values, answers);
    Runnable theirs = () -> network.output(input, false);
    double[][] millis = Turns.byWallClock().millis(List.of(ours, theirs), rounds);
    MedianInterval ratio = MedianInterval.of(MedianInterval.ratios(millis[1], millis[0]));
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.0f %% | %.3f | %.4f | %.1f [%.1f, %.1f] |%n",
        name,
        batch,
        100 * sparsity,
        MedianInterval.median(millis[1]),
        MedianInterval.median(millis[0]),
        ratio.median(),
        ratio.low(),
        ratio.high());
  }

  private static MultiLayerNetwork network(String name, InputType type) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(1).activation(Activation.RELU).list();
    Layer[] layers =
        switch (name) {
          case "LeNet-300-100" -> new Layer[] {dense(300), dense(100)};
          case "LeNet-5" -> new Layer[] {conv(20), pool(), conv(50), pool(), dense(500)};
          default ->
              new Layer[] {
                new LastTimeStep(new LSTM.Builder().nOut(256).activation(Activation.TANH).build())
              };
        };
    for (Layer layer : layers) {
      list.layer(layer);
    }
    list.layer(new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(type).build());
    network.init();
    return network;
  }

  private static Layer dense(int units) {
    return new DenseLayer.Builder().nOut(units).build();
  }

  private static Layer conv(int filters) {
    return new ConvolutionLayer.Builder(5, 5).nOut(filters).activation(Activation.IDENTITY).build();
  }

  private static Layer pool() {
    return new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build();
  }
}
