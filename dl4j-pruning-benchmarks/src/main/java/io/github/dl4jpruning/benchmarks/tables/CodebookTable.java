package io.github.dl4jpruning.benchmarks.tables;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.benchmarks.Logs;
import io.github.dl4jpruning.benchmarks.Machine;
import io.github.dl4jpruning.examples.comparison.TrainingPlan;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageSource;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.examples.networks.LeNet;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.ReadOptions;
import io.github.dl4jpruning.io.SharedValues;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a table of shared values saves, and what it costs: a network pruned while it trains on
 * MNIST, written with its values as they are and with 8, 6, 5 and 4 bits, and judged on the test
 * images as it comes back from the file. Nothing is chosen by these; one seed a process.
 */
@Command(
    name = "CodebookTable",
    description = "Bytes and test errors of a pruned network with shared values.")
public final class CodebookTable implements Callable<Integer> {
  @Option(names = "--data", required = true, description = "Folder with MNIST's four files.")
  private Path data;

  @Option(names = "--model", description = "lenet300 or lenet5.")
  private LeNet model = LeNet.LENET300;

  @Option(names = "--sparsity")
  private double sparsity = 0.95;

  @Option(names = "--epochs")
  private int epochs = 8;

  @Option(names = "--seed")
  private long seed = 1;

  @Option(names = "--out", description = "Lines are added to this file too.")
  private Optional<Path> out = Optional.empty();

  /**
   * Trains, writes and judges.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new CodebookTable(), args);
    System.exit(0); // ND4J's threads
  }

  @Override
  public Integer call() throws IOException {
    Logs.quiet();
    System.out.println(Machine.describe());
    TrainTest images = ImageSource.mnist().load(data);
    TrainingPlan plan = new TrainingPlan(model, epochs, 64, model.learningRate(), model.l2(), seed);
    long steps = plan.iterations(images.train().count());
    MultiLayerNetwork network = (MultiLayerNetwork) plan.network(images.train(), 1);
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder().sparsity(sparsity).during(0.25, 0.6, steps).build());
    network.setListeners(pruner);
    network.fit(images.train().iterator(plan.batch(), seed), epochs);
    pruner.requireComplete();
    for (Map.Entry<String, WriteOptions> form : forms().entrySet()) {
      row(form.getKey(), form.getValue(), network, pruner, images.test());
    }
    return 0;
  }

  private static Map<String, WriteOptions> forms() {
    WriteOptions plain = WriteOptions.defaults();
    Map<String, WriteOptions> forms = new LinkedHashMap<>();
    forms.put("float", plain);
    forms.put("8 bits, uniform", plain.withSharedValues(SharedValues.uniform(256)));
    forms.put("6 bits, k-means", plain.withSharedValues(SharedValues.kMeans(64)));
    forms.put("5 bits, k-means", plain.withSharedValues(SharedValues.kMeans(32)));
    forms.put("4 bits, k-means", plain.withSharedValues(SharedValues.kMeans(16)));
    return forms;
  }

  private void row(
      String form,
      WriteOptions options,
      MultiLayerNetwork network,
      PruningListener pruner,
      ImageSet test)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrunedModelFile.write(bytes, network, pruner.masks(), options);
    MultiLayerNetwork read =
        PrunedModelFile.read(new ByteArrayInputStream(bytes.toByteArray()), ReadOptions.defaults())
            .network(MultiLayerNetwork.class);
    String line =
        String.format(
            Locale.ROOT,
            "| %s | %.0f %% | %d | %s | %,d | %.2f |%n",
            model.title(),
            100 * sparsity,
            seed,
            form,
            bytes.size(),
            100 * (1 - test.accuracy(read)));
    System.out.print(line);
    if (out.isPresent()) {
      Files.writeString(out.get(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
