package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.analysis.Score;
import io.github.dl4jpruning.analysis.Sensitivity;
import io.github.dl4jpruning.analysis.SensitivityAnalysis;
import io.github.dl4jpruning.analysis.Suggestion;
import io.github.dl4jpruning.cli.console.Bar;
import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.cli.console.Figures;
import io.github.dl4jpruning.cli.console.Grid;
import io.github.dl4jpruning.cli.console.JsonText;
import io.github.dl4jpruning.cli.data.DataOption;
import io.github.dl4jpruning.cli.data.LabelledData;
import io.github.dl4jpruning.cli.network.NetworkOutput;
import io.github.dl4jpruning.cli.network.NetworkReader;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.file.RecipeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scan FILE --data …}. */
@Command(
    name = "scan",
    sortOptions = false,
    description =
        "Prunes one layer at a time, on copies and without training, and shows what that costs; and"
            + " the recipe that follows from it.")
final class ScanCommand extends NetworkCommand {
  @Parameters(paramLabel = "FILE", description = "The network; it is not changed.")
  private Path file;

  @Mixin private RecipeOptions options = new RecipeOptions();
  @Mixin private DataOption data = new DataOption();
  @Mixin private InputOption input = new InputOption();

  @Option(
      names = "--sparsities",
      paramLabel = "S,…",
      split = ",",
      description = "Where to look, rising; by default 0.25 to 0.995 in twelve steps.")
  private List<Double> sparsities = new ArrayList<>();

  @Option(
      names = "--loss",
      paramLabel = "L",
      description = "Suggest the most that costs so much accuracy, instead of --sparsity.")
  private Optional<Double> loss = Optional.empty();

  @Option(
      names = "--save-recipe",
      paramLabel = "FILE",
      description = "Write down the recipe that is suggested.")
  private Path saveRecipe;

  @Option(names = "--force", description = "Replace the recipe's file if it is there.")
  private boolean force;

  ScanCommand(Console console) {
    super(console);
  }

  @Override
  void perform() throws Exception {
    data.check();
    if (saveRecipe != null) {
      NetworkOutput.check(saveRecipe, force);
    }
    PruningRecipe recipe = loss.isPresent() ? options.recipeOf(0.5) : options.recipe(input.types());
    SavedNetwork saved = NetworkReader.read(file);
    Costs costs = Costs.of(saved.model(), input.types());
    LabelledData examples = data.load(saved.model(), costs.types(), costs.assumed());
    Sensitivity scan = scan(saved, recipe, examples);
    Suggestion suggestion =
        loss.isPresent()
            ? scan.suggestForLoss(loss.get())
            : scan.suggest(Wanted.sparsityOf(recipe));
    PruningRecipe suggested = suggestion.applyTo(recipe);
    if (saveRecipe != null) {
      try {
        RecipeFile.write(saveRecipe, suggested);
      } catch (IOException e) {
        throw Failure.unwritable(e);
      }
    }
    show(new Scanned(scan, suggestion, suggested, Optional.ofNullable(saveRecipe)));
  }

  private Sensitivity scan(SavedNetwork saved, PruningRecipe recipe, LabelledData examples) {
    SensitivityAnalysis analysis =
        SensitivityAnalysis.of(recipe, Score.accuracy(examples.samples()))
            .withSamples(examples.samples());
    if (!sparsities.isEmpty()) {
      analysis =
          analysis.withSparsities(sparsities.stream().mapToDouble(Double::doubleValue).toArray());
    }
    Bar bar = new Bar(console(), "scanning", 1);
    Sensitivity scan =
        analysis
            .onProgress(progress -> bar.show(progress.done(), progress.total()))
            .run(saved.network());
    bar.done();
    return scan;
  }

  /** Scores by layer and sparsity, and what follows. */
  private record Scanned(
      Sensitivity scan, Suggestion suggestion, PruningRecipe recipe, Optional<Path> file)
      implements Answer {
    @Override
    public void print(Console console) {
      console.say(
          "Accuracy is %s with nothing pruned, and in percent with so much of one parameter pruned:"
              .formatted(Figures.percent(scan.denseScore())));
      Grid grid = new Grid().text("parameter");
      List<Sensitivity.Point> points = scan.curves().get(0).points();
      for (int i = 0; i < points.size(); i++) {
        // every other one is enough on narrow terminals
        String head = Figures.short1(100 * points.get(i).sparsity()) + " %";
        grid = i % 2 == 1 ? grid.number(head) : grid.spareNumber(head);
      }
      for (Sensitivity.Curve curve : scan.curves()) {
        List<String> cells = new ArrayList<>(List.of(curve.parameter()));
        curve.points().forEach(point -> cells.add(Figures.short1(100 * point.score())));
        grid.row(cells.toArray(String[]::new));
      }
      grid.print(console);
      console.heading("Suggested");
      Grid split = new Grid().text("layer").number("sparsity");
      suggestion
          .sparsities()
          .forEach((name, sparsity) -> split.row(name, Figures.percent(sparsity)));
      split.row("together", Figures.percent(suggestion.sparsity()));
      split.print(console);
      console.say(
          "Predicted to cost %s of accuracy, at once and without training."
              .formatted(Figures.percent(suggestion.predictedLoss())));
      file.ifPresentOrElse(
          where -> console.say("The recipe is in " + where),
          () -> {
            console.heading("As a recipe");
            RecipeFile.yaml(recipe).lines().forEach(console.out()::println);
          });
    }

    @Override
    public JsonText json() {
      return new JsonText()
          .with("accuracy", scan.denseScore())
          .with("points", scan.points())
          .with("suggestion", suggestion.sparsities())
          .with("sparsity", suggestion.sparsity())
          .with("predictedLoss", suggestion.predictedLoss())
          .with("recipe", RecipeFile.yaml(recipe))
          .with("recipeFile", file.map(Path::toString));
    }
  }
}
