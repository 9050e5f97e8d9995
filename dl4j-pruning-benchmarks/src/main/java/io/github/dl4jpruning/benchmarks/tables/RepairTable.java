package io.github.dl4jpruning.benchmarks.tables;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.benchmarks.Logs;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.examples.comparison.EvaluateOn;
import io.github.dl4jpruning.examples.comparison.TrainingOptions;
import io.github.dl4jpruning.examples.comparison.TrainingPlan;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Json;
import io.github.dl4jpruning.examples.console.Places;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageSource;
import io.github.dl4jpruning.examples.networks.Architecture;
import io.github.dl4jpruning.examples.networks.CifarNet;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.repair.Repair;
import io.github.dl4jpruning.runtime.SparseNetwork;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What one-shot pruning costs without any training, and with repair: a trained network, pruned by
 * several criteria to several sparsities, each with and without. One network and seed a process.
 * The trained network is kept in the folder, and so is each result; what is there is not repeated.
 */
@Command(
    name = "RepairTable",
    description = "Errors of networks pruned at once, with and without repair; or sums them up.")
public final class RepairTable implements Callable<Integer> {
  private static final int VALIDATION_IMAGES = 5_000;
  private static final int BATCH = 64;
  private static final int JUDGED_AT_ONCE = 100;

  @Option(names = "--out", required = true, description = "Folder of networks and results.")
  private Path out;

  @Option(names = "--summarise", description = "Print the table over all results in --out.")
  private boolean summarise;

  @Option(names = "--data", description = "Folder with the data set's files; else as usual.")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--model", defaultValue = "lenet300", description = "lenet300, lenet5 or cnn.")
  private String model;

  @Option(names = "--epochs", defaultValue = "3", description = "Of the training. Default: 3.")
  private int epochs;

  @Option(names = "--ridge", defaultValue = "0.01", description = "Default: 0.01.")
  private double ridge;

  @Option(names = "--samples", defaultValue = "512", description = "Images. Default: 512.")
  private int samples;

  @Option(
      names = "--evaluate-on",
      defaultValue = "test",
      description = "test, or validation: 5,000 training images that are never learnt from.")
  private EvaluateOn evaluateOn;

  @Mixin private TrainingOptions training;

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new RepairTable(), args);
    System.exit(0); // ND4J's threads
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logs.quiet();
    Places.requireFolder("--out", out);
    if (summarise) {
      System.out.println(RepairResult.markdown(TableOptions.readAll(out, RepairResult.class)));
      return 0;
    }
    Architecture architecture = Architecture.named(model);
    TrainingPlan plan = training.plan(architecture, epochs, BATCH, architecture.learningRate());
    Path file =
        out.resolve(
            "%s-seed%d-%s-ridge%s-%d.json"
                .formatted(architecture, plan.seed(), evaluateOn, ridge, samples));
    if (Files.exists(file)) {
      System.out.println(file + " exists: nothing to do");
      return 0;
    }
    ImageSource source =
        architecture instanceof CifarNet ? ImageSource.cifar10() : ImageSource.mnist();
    var images = source.load(data);
    ImageSet.Split split = images.train().split(VALIDATION_IMAGES, plan.seed());
    MultiLayerNetwork dense = trained(plan, split.train());
    ImageSet judge = evaluateOn == EvaluateOn.TEST ? images.test() : split.validation();
    Json.write(file, results(plan, dense, split.train(), judge));
    return 0;
  }

  private MultiLayerNetwork trained(TrainingPlan plan, ImageSet train) throws IOException {
    Path file = out.resolve("%s-seed%d.zip".formatted(plan.model(), plan.seed()));
    if (!Files.exists(file)) {
      Path part = out.resolve(file.getFileName() + ".part");
      ((MultiLayerNetwork) new Trainer(plan, train).dense(now -> {}).network())
          .save(part.toFile(), false);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return MultiLayerNetwork.load(file.toFile(), false);
  }

  private RepairResult results(
      TrainingPlan plan, MultiLayerNetwork dense, ImageSet train, ImageSet judge)
      throws IOException {
    Samples few = Samples.of(plan.firstBatches(train, samples / BATCH));
    Map<String, RepairResult.Errors> errors = new LinkedHashMap<>();
    double error = error(dense, MaskStore.empty(), judge);
    errors.put("dense", new RepairResult.Errors(error, error));
    for (Map.Entry<String, PruningRecipe> way : ways().entrySet()) {
      MultiLayerNetwork plain = dense.clone();
      MaskStore masks = Pruner.prune(plain, way.getValue(), few);
      MultiLayerNetwork repaired = dense.clone();
      Pruner.prune(repaired, way.getValue(), few, Repair.ridge(ridge));
      RepairResult.Errors both =
          new RepairResult.Errors(error(plain, masks, judge), error(repaired, masks, judge));
      System.out.println(way.getKey() + " " + both);
      errors.put(way.getKey(), both);
    }
    return new RepairResult(
        plan.model().title(),
        plan.epochs(),
        train.count(),
        plan.seed(),
        evaluateOn,
        ridge,
        samples,
        errors);
  }

  private static Map<String, PruningRecipe> ways() {
    Map<String, PruningRecipe> ways = new LinkedHashMap<>();
    for (int percent : new int[] {50, 60, 70, 80, 90, 95}) {
      ways.put("magnitude, " + percent + " %", once(percent).build());
      ways.put("Wanda, " + percent + " %", wanda(once(percent)).build());
    }
    RecipeBuilder pattern = once(50).granularity(Granularity.nOfM(2, 4));
    ways.put("magnitude, 2:4", pattern.build());
    ways.put("Wanda, 2:4", pattern.criterion(Criterion.wanda()).build());
    for (int percent : new int[] {30, 50}) {
      ways.put(
          "magnitude, " + percent + " % of neurons and filters",
          once(percent)
              .granularity(Granularity.structure())
              .allocation(Allocation.uniform())
              .build());
    }
    return ways;
  }

  private static RecipeBuilder once(int percent) {
    return PruningRecipe.builder().sparsity(percent / 100.0).oneShot(0);
  }

  /** As its authors use it: each output gives up the same share. */
  private static RecipeBuilder wanda(RecipeBuilder recipe) {
    return recipe.criterion(Criterion.wanda()).allocation(Allocation.perOutput());
  }

  /** Judged in the runtime, which has less to do where weights are gone. */
  private static double error(MultiLayerNetwork network, MaskStore masks, ImageSet images)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrunedModelFile.write(bytes, network, masks, WriteOptions.defaults().withProgram());
    SparseNetwork fast =
        SparseNetwork.read(
            new ByteArrayInputStream(bytes.toByteArray()), SparseNetwork.DEFAULT_MAX_PARAMETERS);
    int wrong = 0;
    for (int first = 0; first < images.count(); first += JUDGED_AT_ONCE) {
      int count = Math.min(JUDGED_AT_ONCE, images.count() - first);
      int values = images.shape().values();
      float[] pixels = new float[count * values];
      for (int i = 0; i < count; i++) {
        System.arraycopy(images.image(first + i), 0, pixels, i * values, values);
      }
      float[] outputs = fast.predict(pixels);
      for (int i = 0; i < count; i++) {
        wrong += largest(outputs, i * ImageSet.CLASSES) == images.label(first + i) ? 0 : 1;
      }
    }
    return (double) wrong / images.count();
  }

  private static int largest(float[] outputs, int from) {
    int best = 0;
    for (int c = 1; c < ImageSet.CLASSES; c++) {
      best = outputs[from + c] > outputs[from + best] ? c : best;
    }
    return best;
  }
}
