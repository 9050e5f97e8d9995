package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.analysis.Score;
import io.github.dl4jpruning.cli.console.Bar;
import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.cli.data.DataOption;
import io.github.dl4jpruning.cli.data.LabelledData;
import io.github.dl4jpruning.cli.network.NetworkOutput;
import io.github.dl4jpruning.cli.network.NetworkReader;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.facts.SparsityReport;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.Requirements;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.recipe.Words;
import io.github.dl4jpruning.repair.Repair;
import io.github.dl4jpruning.repair.Repaired;
import io.github.dl4jpruning.structure.Connectivity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code prune FILE -o OUT}. */
@Command(
    name = "prune",
    sortOptions = false,
    description =
        "Prunes a network at once: single weights, patterns, blocks or whole structures; and"
            + " fine-tunes it, if told to.")
final class PruneCommand extends NetworkCommand {
  private static final int REPAIR_EXAMPLES = 512;
  private static final double REPAIR_RIDGE = 0.01;

  @Parameters(paramLabel = "FILE", description = "The network.")
  private Path file;

  @Mixin private NetworkOutput output = new NetworkOutput();
  @Mixin private RecipeOptions options = new RecipeOptions();
  @Mixin private DataOption data = new DataOption();
  @Mixin private InputOption input = new InputOption();

  @Option(
      names = "--fit",
      paramLabel = "EPOCHS",
      defaultValue = "0",
      description = "Fine-tune for so many passes over --data, pruned weights held at zero.")
  private int epochs;

  @Option(
      names = "--repair",
      description =
          "Solve kept weights anew, so that each layer computes what it did, as near as it can: in"
              + " place of --fit, or before it. It and the criterion look at 512 examples of --data"
              + " at most.")
  private boolean repair;

  PruneCommand(Console console) {
    super(console);
  }

  @Override
  void perform() throws Exception {
    output.check();
    data.check();
    PruningRecipe recipe = options.recipe(input.types());
    if (epochs < 0 || (epochs > 0 && !data.isGiven())) {
      throw Failure.usage(
          epochs < 0 ? "--fit is at least 0, got " + epochs : "--fit needs --data to train on");
    }
    if (repair && !data.isGiven()) {
      throw Failure.usage("--repair needs --data to look at");
    }
    if (Requirements.of(recipe).samples() && !data.isGiven()) {
      throw Failure.usage(
          "The recipe looks at examples (%s): --data PATH".formatted(Words.of(recipe.criterion())));
    }
    SavedNetwork saved = NetworkReader.read(file);
    if (epochs > 0) {
      Losses.require(saved);
    }
    ResolvedRecipe.of(recipe, saved.model()); // refused before data is read
    Optional<LabelledData> examples = examples(saved);
    OptionalDouble before = accuracy(saved.network(), examples);
    Repaired repaired = prune(saved.network(), recipe, examples);
    MaskStore masks = repaired.masks();
    OptionalDouble after = accuracy(saved.network(), examples);
    if (epochs > 0) {
      fit(saved.network(), masks, examples.orElseThrow().iterator(recipe.seed()));
    }
    OptionalDouble tuned =
        epochs > 0 ? accuracy(saved.network(), examples) : OptionalDouble.empty();
    List<String> warnings = Connectivity.warnings(saved.model(), masks);
    output.write(saved.network(), masks, WriteOptions.defaults());
    show(
        new PruneAnswer(
            saved,
            output.file(),
            Files.size(output.file()),
            SparsityReport.of(saved.network(), masks),
            before,
            after,
            tuned,
            repair ? Optional.of(repaired) : Optional.empty(),
            warnings));
  }

  private Optional<LabelledData> examples(SavedNetwork saved) throws Failure {
    if (!data.isGiven()) {
      return Optional.empty();
    }
    Costs costs = Costs.of(saved.model(), input.types());
    return Optional.of(data.load(saved.model(), costs.types(), costs.assumed()));
  }

  private Repaired prune(Model network, PruningRecipe recipe, Optional<LabelledData> examples) {
    if (repair) {
      LabelledData all = examples.orElseThrow().shuffled(recipe.seed());
      LabelledData few = all.part(0, Math.min(REPAIR_EXAMPLES, all.count()));
      return Pruner.prune(network, recipe, few.samples(), Repair.ridge(REPAIR_RIDGE));
    }
    MaskStore masks =
        examples.isPresent()
            ? Pruner.prune(network, recipe, examples.get().samples())
            : Pruner.prune(network, recipe);
    return new Repaired(masks, List.of(), List.of(), List.of());
  }

  private OptionalDouble accuracy(Model network, Optional<LabelledData> examples) {
    return examples.isPresent() && examples.get().hasClasses()
        ? OptionalDouble.of(Score.accuracy(examples.get().samples()).of(network))
        : OptionalDouble.empty();
  }

  private void fit(Model network, MaskStore masks, MultiDataSetIterator examples) {
    PruningListener keeper = PruningListener.keep(masks);
    network.addListeners(keeper);
    Bar bar = new Bar(console(), "fine-tuning", epochs);
    for (int epoch = 0; epoch < epochs; epoch++) {
      ((NeuralNetwork) network).fit(examples);
      bar.step();
    }
    bar.done();
  }
}
