package io.github.dl4jpruning.benchmarks.tables;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.data.Csv;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A table that is no image: Letter Recognition (Frey and Slate, 1991), 20,000 letters as 16 numbers
 * each, of which the first 16,000 are to learn from and the last 4,000 to be judged by, as its
 * authors did. Prints each run, then a line per sparsity.
 */
@Command(name = "letters-table", description = "Dense and pruned networks on Letter Recognition.")
public final class LettersTable implements Callable<Integer> {
  private static final int TRAIN = 16_000;
  private static final int VALIDATION = 2_000;
  private static final int FEATURES = 16;
  private static final int LETTERS = 26;
  private static final float LARGEST = 15;

  @Parameters(paramLabel = "FILE", description = "CSV with a header: the letter, then 16 numbers.")
  private Path file;

  @Option(
      names = "--validation",
      description = "Learn from the first 14,000, judge by the next 2,000; else test.")
  private boolean validation;

  @Option(names = "--epochs", defaultValue = "40")
  private int epochs;

  @Option(names = "--learning-rate", defaultValue = "0.003")
  private double learningRate;

  @Option(names = "--l2", defaultValue = "0")
  private double l2;

  @Option(names = "--batch", defaultValue = "64")
  private int batch;

  @Option(names = "--sparsity", split = ",", defaultValue = "0.5,0.8,0.9,0.95,0.98")
  private List<Double> sparsities;

  @Option(names = "--seed", split = ",", defaultValue = "1,2,3")
  private List<Long> seeds;

  private final Map<Double, List<Double>> errors = new LinkedHashMap<>();

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new LettersTable(), args);
  }

  @Override
  public Integer call() throws IOException {
    DataSet all = read(file);
    int learnt = validation ? TRAIN - VALIDATION : TRAIN;
    DataSet train = rows(all, 0, learnt);
    DataSet judge = rows(all, learnt, validation ? TRAIN : all.numExamples());
    for (long seed : seeds) {
      run(0, seed, train, judge);
      for (double sparsity : sparsities) {
        run(sparsity, seed, train, judge);
      }
    }
    List<Double> dense = errors.get(0.0);
    errors.forEach((sparsity, own) -> System.out.println(line(sparsity, own, dense)));
    return 0;
  }

  private void run(double sparsity, long seed, DataSet train, DataSet judge) {
    int steps = epochs * ((train.numExamples() + batch - 1) / batch);
    MultiLayerNetwork net = network(seed, steps);
    PruningListener pruner = null;
    if (sparsity > 0) {
      pruner =
          new PruningListener(
              PruningRecipe.builder().sparsity(sparsity).during(0.1, 0.6, steps).build());
      net.setListeners(pruner);
    }
    List<DataSet> rows = train.asList();
    for (int epoch = 0; epoch < epochs; epoch++) {
      DataSet shuffled = DataSet.merge(rows);
      shuffled.shuffle(31 * seed + epoch);
      net.fit(new ListDataSetIterator<>(shuffled.batchBy(batch), 1));
    }
    if (pruner != null) {
      pruner.requireComplete();
    }
    Evaluation evaluation = new Evaluation(LETTERS);
    evaluation.eval(judge.getLabels(), net.output(judge.getFeatures()));
    double error = 100 * (1 - evaluation.accuracy());
    errors.computeIfAbsent(sparsity, key -> new ArrayList<>()).add(error);
    System.out.printf(
        Locale.ROOT, "seed %d, %.1f %% pruned: error %.2f %%%n", seed, 100 * sparsity, error);
  }

  private MultiLayerNetwork network(long seed, int steps) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(new PolySchedule(ScheduleType.ITERATION, learningRate, 1, steps)))
                .l2(l2)
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nOut(256).build())
                .layer(new DenseLayer.Builder().nOut(128).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(LETTERS)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(FEATURES))
                .build());
    net.init();
    return net;
  }

  private static String line(double sparsity, List<Double> own, List<Double> dense) {
    double[] values = own.stream().mapToDouble(Double::doubleValue).toArray();
    double[] more = new double[values.length];
    for (int i = 0; i < more.length; i++) {
      more[i] = values[i] - dense.get(i);
    }
    boolean several = values.length > 1;
    return String.format(
        Locale.ROOT,
        "| %s | %.2f ± %.2f | %s | %s |",
        sparsity == 0 ? "dense" : String.format(Locale.ROOT, "%.0f %%", 100 * sparsity),
        TableSummary.mean(values),
        several ? TableSummary.deviation(values) : Double.NaN,
        String.join(", ", own.stream().map(e -> String.format(Locale.ROOT, "%.2f", e)).toList()),
        sparsity == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "%+.2f (%.2f)",
                TableSummary.mean(more),
                several ? TableSummary.deviation(more) / Math.sqrt(more.length) : Double.NaN));
  }

  private static DataSet rows(DataSet all, int from, int to) {
    return new DataSet(
        all.getFeatures().get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup(),
        all.getLabels().get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup());
  }

  static DataSet read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    lines = lines.subList(1, lines.size());
    StringBuilder numbers = new StringBuilder();
    INDArray labels = Nd4j.zeros(lines.size(), LETTERS);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int letter = line.isEmpty() ? -1 : line.charAt(0) - 'A';
      if (letter < 0 || letter >= LETTERS || line.indexOf(',') != 1) {
        throw new IOException(
            "%s, line %s: a letter from A to Z and 16 numbers, got '%s'"
                .formatted(file, i + 2, line));
      }
      labels.putScalar(i, letter, 1);
      numbers.append(line, 2, line.length()).append('\n');
    }
    float[] values = Csv.numbers(numbers.toString());
    if (values.length != lines.size() * FEATURES) {
      throw new IOException("%s has not 16 numbers in each line".formatted(file));
    }
    return new DataSet(
        Nd4j.createFromArray(values).reshape(lines.size(), FEATURES).divi(LARGEST), labels);
  }
}
