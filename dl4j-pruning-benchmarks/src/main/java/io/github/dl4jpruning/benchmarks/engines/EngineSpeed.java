package io.github.dl4jpruning.benchmarks.engines;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.benchmarks.Logs;
import io.github.dl4jpruning.benchmarks.Machine;
import io.github.dl4jpruning.benchmarks.MedianInterval;
import io.github.dl4jpruning.benchmarks.Turns;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How long pruned networks take to answer, in processor time of one thread: the runtime in turns
 * with DL4J, ONNX Runtime and torch. Inputs are random numbers without zeros, so that skipping
 * zeros gains nothing, or images of the test set.
 */
@Command(
    name = "EngineSpeed",
    description =
        "Processor time of an answer: the runtime, DL4J, ONNX Runtime and torch in turns.")
public final class EngineSpeed implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(names = "--data", description = "Folder with mnist/ and cifar-10/; without: untrained.")
  private Path data;

  @Option(names = "--kept", description = "Where trained networks are kept.")
  private Path kept = Path.of("target", "engines");

  @Option(names = "--networks", description = "How their names begin; all if not given.")
  private String networks = "";

  @Option(names = "--batches", split = ",")
  private List<Integer> batches = List.of(1, 64);

  @Option(names = "--sparsities", split = ",")
  private List<Double> sparsities = List.of(0.0, 0.8, 0.9, 0.95, 0.98);

  @Option(names = "--uniform", description = "The same share of each layer, instead of globally.")
  private boolean uniform;

  @Option(
      names = "--images",
      description = "Ask about the first images of the test set; leaves out what has none.")
  private boolean images;

  @Option(names = "--rounds", description = "At least 6.")
  private int rounds = 15;

  @Option(names = "--torch", description = "A Python that has torch; without: no torch.")
  private Path python;

  @Option(names = "--torch-script")
  private Path script = Path.of("torch_engine.py");

  /**
   * Measures and prints a Markdown table.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new EngineSpeed(), args);
    System.exit(0); // ND4J's threads
  }

  @Override
  public Integer call() throws IOException {
    if (images && data == null) {
      throw new ParameterException(command.commandLine(), "--images needs --data");
    }
    Logs.quiet();
    System.out.println(Machine.describe());
    System.out.println();
    boolean headed = false;
    BenchedNetworks benched = new BenchedNetworks(Optional.ofNullable(data), kept);
    for (Map.Entry<String, BenchedNetworks.Dense> entry : benched.all().entrySet()) {
      if (!entry.getKey().startsWith(networks)) {
        continue;
      }
      for (int batch : batches) {
        Optional<INDArray> input = input(benched, entry.getValue(), batch);
        for (double sparsity : input.isEmpty() ? List.<Double>of() : sparsities) {
          Question question = question(entry.getKey(), entry.getValue(), input.get(), sparsity);
          List<Engine> engines = engines(question);
          if (!headed) {
            head(engines);
            headed = true;
          }
          row(question, sparsity, engines);
          engines.forEach(Engine::close);
        }
      }
    }
    return 0;
  }

  private Optional<INDArray> input(BenchedNetworks benched, BenchedNetworks.Dense dense, int batch)
      throws IOException {
    if (images) {
      return benched.testImages(dense, batch);
    }
    long[] shape =
        dense.type() instanceof InputType.InputTypeConvolutionalFlat flat
            ? new long[] {batch, flat.getFlattenedSize()}
            : dense.type().getShape(true);
    shape[0] = batch;
    return Optional.of(Nd4j.rand(DataType.FLOAT, shape));
  }

  private Question question(
      String name, BenchedNetworks.Dense dense, INDArray input, double sparsity) {
    MultiLayerNetwork network = dense.network().clone();
    if (sparsity > 0) {
      Allocation allocation = uniform ? Allocation.uniform() : Allocation.global();
      Pruner.prune(
          network, PruningRecipe.oneShot(sparsity).toBuilder().allocation(allocation).build());
    }
    return new Question(name, network, dense.type(), input);
  }

  private List<Engine> engines(Question question) throws IOException {
    List<Engine> engines = new ArrayList<>();
    engines.add(InProcess.runtime(question));
    engines.add(InProcess.dl4j(question));
    engines.add(InProcess.onnxRuntime(question));
    if (python != null) {
      engines.add(new TorchEngine(python, script, question));
    }
    return engines;
  }

  private static void head(List<Engine> engines) {
    StringBuilder names = new StringBuilder("| network | batch | pruned |");
    StringBuilder rule = new StringBuilder("| --- | ---: | ---: |");
    engines.forEach(engine -> names.append(" %s, ms |".formatted(engine.name())));
    engines.stream()
        .skip(1)
        .forEach(engine -> names.append(" against %s, 95 %% |".formatted(engine.name())));
    rule.append(" ---: |".repeat(2 * engines.size() - 1));
    System.out.println(names);
    System.out.println(rule);
  }

  private void row(Question question, double sparsity, List<Engine> engines) {
    double[][] millis = Turns.millis(engines, rounds);
    StringBuilder row = new StringBuilder();
    row.append(
        String.format(
            Locale.ROOT,
            "| %s | %d | %.0f %% |",
            question.name(),
            question.batch(),
            100 * sparsity));
    for (double[] each : millis) {
      row.append(String.format(Locale.ROOT, " %.4g |", new Median().evaluate(each)));
    }
    for (int i = 1; i < millis.length; i++) {
      MedianInterval ratio = MedianInterval.of(MedianInterval.ratios(millis[i], millis[0]));
      row.append(
          String.format(
              Locale.ROOT, " %.1f× [%.1f, %.1f] |", ratio.median(), ratio.low(), ratio.high()));
    }
    System.out.println(row);
  }
}
