package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import picocli.CommandLine.Command;

/** Loads the classes that commands load, for the start script's archive of them. */
@Command(name = "warm-up", hidden = true, description = "Loads what the commands load.")
final class WarmUpCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("dl4j-pruning");
    Path dense = folder.resolve("dense.zip");
    Path pruned = folder.resolve("pruned.zip");
    Path small = folder.resolve("small.dlp");
    try {
      ModelSerializer.writeModel(network(), dense.toFile(), true);
      quietly("inspect", dense.toString());
      quietly(
          "prune",
          dense.toString(),
          "-s",
          "0.5",
          "--granularity",
          "structure",
          "-o",
          pruned.toString());
      quietly("shrink", pruned.toString(), "-o", small.toString());
      quietly("inspect", small.toString(), "--json");
    } finally {
      for (Path file : new Path[] {dense, pruned, small, folder}) {
        Files.deleteIfExists(file);
      }
    }
    return 0;
  }

  private static void quietly(String... arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Main.run(new Console(nowhere, nowhere, 80, false), arguments);
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Adam())
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(new DenseLayer.Builder().nOut(8).build())
                .layer(new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutionalFlat(8, 8, 1))
                .build());
    network.init();
    return network;
  }
}
