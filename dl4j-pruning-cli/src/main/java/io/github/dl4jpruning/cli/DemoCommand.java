package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.cli.console.JsonText;
import io.github.dl4jpruning.cli.network.NetworkOutput;
import io.github.dl4jpruning.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code demo}: something to try the other commands with. */
@Command(
    name = "demo",
    sortOptions = false,
    description =
        "Trains a small network in a few seconds, to try the other commands with: circle.zip tells"
            + " points inside of a circle, circle.csv are such points.")
final class DemoCommand extends NetworkCommand {
  private static final int POINTS = 1_000;
  private static final int EPOCHS = 20;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..1",
      defaultValue = ".",
      description = "Where they go; here by default.")
  private Path folder;

  @Option(names = "--force", description = "Replace the files if they are there.")
  private boolean force;

  DemoCommand(Console console) {
    super(console);
  }

  @Override
  void perform() throws Exception {
    Path network = folder.resolve("circle.zip");
    Path points = folder.resolve("circle.csv");
    NetworkOutput.check(network, force);
    NetworkOutput.check(points, force);
    write(network, points);
    show(new Made());
  }

  static void write(Path network, Path points) throws Failure {
    SplittableRandom random = new SplittableRandom(42);
    List<DataSet> examples = new ArrayList<>();
    StringBuilder csv = new StringBuilder("x,y,inside\n");
    for (int i = 0; i < POINTS; i++) {
      float x = random.nextInt(10_000) / 10_000f;
      float y = random.nextInt(10_000) / 10_000f;
      boolean inside = Math.hypot(x - 0.5, y - 0.5) < 0.4;
      csv.append(String.format(Locale.ROOT, "%.4f,%.4f,%d%n", x, y, inside ? 1 : 0));
      examples.add(
          new DataSet(
              Nd4j.create(new float[][] {{x, y}}),
              Nd4j.create(new float[][] {{inside ? 0 : 1, inside ? 1 : 0}})));
    }
    MultiLayerNetwork net = network();
    net.fit(new ListDataSetIterator<>(examples, 25), EPOCHS);
    try {
      AtomicFile.write(points, out -> out.write(csv.toString().getBytes(StandardCharsets.UTF_8)));
      AtomicFile.write(
          network, out -> ModelSerializer.writeModel(net, NetworkOutput.leftOpen(out), true));
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(0.02))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().name("first").nIn(2).nOut(64).build())
                .layer(new DenseLayer.Builder().name("second").nIn(64).nOut(64).build())
                .layer(
                    new OutputLayer.Builder()
                        .name("answer")
                        .nIn(64)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    net.init();
    return net;
  }

  private record Made() implements Answer {
    @Override
    public void print(Console console) {
      console.say("circle.zip: a trained network, 2 inputs, 64 and 64 neurons, 2 classes");
      console.say("circle.csv: %s points with their class".formatted(POINTS));
    }

    @Override
    public JsonText json() {
      return new JsonText().with("network", "circle.zip").with("data", "circle.csv");
    }
  }
}
