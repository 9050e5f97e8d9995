package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.examples.comparison.TrainingPlan;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageSource;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.examples.networks.LeNet;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Does a dense teacher help LeNet-300-100 where hardly any weight is left? On MNIST; the same
 * seeds, epochs and masks' schedule for all. Either all candidates on a validation split, one seed,
 * or the chosen ones on the test images.
 */
public final class Distillation {
  private static final int BATCH = 64;
  private static final double L2 = 1e-4;
  private static final int VALIDATION = 5_000;

  private Distillation() {}

  /**
   * How a student is taught.
   *
   * @param way {@code labels}, mixed with the teacher's softened probabilities, or {@code loss},
   *     that of Hinton et al.; {@code none} without a teacher
   * @param weight of the teacher, 0 to 1
   * @param temperature of the teacher's probabilities, and with {@code loss} of the student's too
   */
  record Lesson(String way, double weight, double temperature) {
    static final Lesson NONE = new Lesson("none", 0, 1);

    /** For example {@code loss:0.7:4}. */
    static Lesson of(String text) {
      String[] parts = text.split(":", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("A lesson is WAY:WEIGHT:TEMPERATURE, got " + text);
      }
      return new Lesson(parts[0], Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
    }

    @Override
    public String toString() {
      return way.equals("none") ? "none" : "%s:%s:%s".formatted(way, weight, temperature);
    }
  }

  /**
   * Trains and prints.
   *
   * @param args MNIST's folder; {@code validation} or {@code test}; epochs; sparsities with commas;
   *     seeds with commas; then lessons, such as {@code loss:0.7:4}
   * @throws IOException if the images can't be read
   */
  public static void main(String[] args) throws IOException {
    Logs.quiet();
    TrainTest all = ImageSource.mnist().load(Path.of(args[0]));
    boolean isTest = args[1].equals("test");
    int epochs = Integer.parseInt(args[2]);
    List<Lesson> lessons = new ArrayList<>(List.of(Lesson.NONE));
    for (int i = 5; i < args.length; i++) {
      lessons.add(Lesson.of(args[i]));
    }
    Map<String, List<Double>> errors = new TreeMap<>();
    for (String seed : args[4].split(",", -1)) {
      TrainingPlan plan =
          new TrainingPlan(LeNet.LENET300, epochs, BATCH, 0.002, L2, Long.parseLong(seed));
      ImageSet.Split split = all.train().split(VALIDATION, 1);
      ImageSet train = isTest ? all.train() : split.train();
      ImageSet judge = isTest ? all.test() : split.validation();
      MultiLayerNetwork teacher = network(plan, train);
      fit(teacher, plan, train);
      note(errors, "dense", teacher, judge, seed);
      for (String sparsity : args[3].split(",", -1)) {
        for (Lesson lesson : lessons) {
          MultiLayerNetwork student =
              student(plan, train, Double.parseDouble(sparsity), lesson, teacher);
          note(errors, "%s, %s".formatted(sparsity, lesson), student, judge, seed);
        }
      }
    }
    System.out.println();
    errors.forEach((row, each) -> System.out.println(summary(row, each, errors)));
    System.exit(0);
  }

  private static void note(
      Map<String, List<Double>> errors,
      String row,
      MultiLayerNetwork network,
      ImageSet judge,
      String seed) {
    double error = 100 * (1 - judge.accuracy(network));
    errors.computeIfAbsent(row, key -> new ArrayList<>()).add(error);
    System.out.printf(Locale.ROOT, "seed %s: %s: %.2f %%%n", seed, row, error);
  }

  private static MultiLayerNetwork network(TrainingPlan plan, ImageSet train) {
    return LeNet.LENET300.create(plan.learningRates(train.count(), 1), L2, plan.seed());
  }

  private static void fit(MultiLayerNetwork net, TrainingPlan plan, ImageSet train) {
    net.fit(train.iterator(plan.batch(), plan.seed()), plan.epochs());
  }

  static MultiLayerNetwork student(
      TrainingPlan plan,
      ImageSet train,
      double sparsity,
      Lesson lesson,
      MultiLayerNetwork teacher) {
    MultiLayerNetwork student = network(plan, train);
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(sparsity)
                .during(0.1, 0.6, plan.iterations(train.count()))
                .build());
    student.setListeners(pruner);
    DataSetIterator images = train.iterator(plan.batch(), plan.seed());
    MultiLayerNetwork logits = logitsOf(teacher);
    BaseOutputLayer output = (BaseOutputLayer) student.getOutputLayer().conf().getLayer();
    ILossFunction usual = output.getLossFn();
    switch (lesson.way()) {
      case "labels" -> images.setPreProcessor(mixed(logits, lesson));
      case "loss" -> {
        images.setPreProcessor(appended(logits));
        output.setLossFn(new DistillationLoss(lesson.weight(), lesson.temperature()));
      }
      default -> {
        // Only what the examples say.
      }
    }
    student.fit(images, plan.epochs());
    output.setLossFn(usual);
    pruner.requireComplete();
    return student;
  }

  /** A copy that answers with what softmax is taken of. */
  static MultiLayerNetwork logitsOf(MultiLayerNetwork teacher) {
    MultiLayerNetwork logits = teacher.clone();
    ((BaseOutputLayer) logits.getOutputLayer().conf().getLayer())
        .setActivationFn(new ActivationIdentity());
    return logits;
  }

  static DataSetPreProcessor mixed(MultiLayerNetwork logits, Lesson lesson) {
    return batch -> {
      INDArray soft =
          Transforms.softmax(logits.output(batch.getFeatures()).div(lesson.temperature()));
      INDArray truth = batch.getLabels().mul(1 - lesson.weight());
      batch.setLabels(truth.addi(soft.muli(lesson.weight())));
    };
  }

  static DataSetPreProcessor appended(MultiLayerNetwork logits) {
    return batch ->
        batch.setLabels(Nd4j.hstack(batch.getLabels(), logits.output(batch.getFeatures())));
  }

  /** Mean, each seed, and the difference to the same sparsity without a teacher, seed by seed. */
  private static String summary(String row, List<Double> errors, Map<String, List<Double>> all) {
    String text =
        String.format(
            Locale.ROOT,
            "| %s | %.2f | %s |",
            row.replace(", ", " | "),
            mean(errors),
            String.join(
                ", ", errors.stream().map(e -> String.format(Locale.ROOT, "%.2f", e)).toList()));
    List<Double> plain = all.get(row.replaceFirst(", .*", ", none"));
    if (plain == null || plain == errors || errors.size() < 2) {
      return text;
    }
    List<Double> gained = new ArrayList<>();
    for (int i = 0; i < errors.size(); i++) {
      gained.add(errors.get(i) - plain.get(i));
    }
    double mean = mean(gained);
    double squares = gained.stream().mapToDouble(g -> (g - mean) * (g - mean)).sum();
    double standardError = Math.sqrt(squares / (gained.size() - 1) / gained.size());
    return String.format(Locale.ROOT, "%s %+.2f (%.2f) |", text, mean, standardError);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
