package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.analysis.Score;
import io.github.dl4jpruning.analysis.SparsitySearch;
import io.github.dl4jpruning.analysis.TradeOff;
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
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code search FILE --data …}. */
@Command(
    name = "search",
    sortOptions = false,
    description =
        "Finds the largest sparsity that costs no more accuracy than allowed: prunes copies at once,"
            + " fine-tunes them if told to, and judges them.")
final class SearchCommand extends NetworkCommand {
  private static final int VALIDATION = 5;

  @Parameters(paramLabel = "FILE", description = "The network; it is not changed.")
  private Path file;

  @Mixin private NetworkOutput output = new NetworkOutput();
  @Mixin private RecipeOptions options = new RecipeOptions();
  @Mixin private DataOption data = new DataOption();
  @Mixin private InputOption input = new InputOption();

  @Option(
      names = "--loss",
      paramLabel = "L",
      defaultValue = "0.01",
      description = "How much accuracy it may cost; 0.01, one point, by default.")
  private double loss;

  @Option(
      names = "--fit",
      paramLabel = "EPOCHS",
      defaultValue = "0",
      description =
          "Fine-tune each for so many passes over four fifths of the data; judge by the rest.")
  private int epochs;

  SearchCommand(Console console) {
    super(console);
  }

  @Override
  void perform() throws Exception {
    output.checkIfGiven();
    data.check();
    if (epochs < 0 || !(loss >= 0)) {
      throw Failure.usage("--fit and --loss are at least 0, got %s and %s".formatted(epochs, loss));
    }
    PruningRecipe recipe = options.recipeOf(0.5, input.types());
    Wanted.sparsityOf(recipe);
    SavedNetwork saved = NetworkReader.read(file);
    if (epochs > 0) {
      Losses.require(saved);
    }
    Costs costs = Costs.of(saved.model(), input.types());
    LabelledData all =
        data.load(saved.model(), costs.types(), costs.assumed()).shuffled(recipe.seed());
    long judged = epochs == 0 ? all.count() : Math.max(1, all.count() / VALIDATION);
    if (judged == all.count() && epochs > 0) {
      throw Failure.unfit("One example is too few to train on one part and judge by the other");
    }
    LabelledData judge = all.part(0, judged);
    LabelledData train = epochs == 0 ? all : all.part(judged, all.count());
    Path folder = Files.createTempDirectory("dl4j-pruning-search");
    try {
      search(saved, recipe, train, judge, folder);
    } finally {
      delete(folder);
    }
  }

  private void search(
      SavedNetwork saved, PruningRecipe recipe, LabelledData train, LabelledData judge, Path folder)
      throws IOException, Failure {
    Bar bar = new Bar(console(), "searching", 8);
    TradeOff found =
        SparsitySearch.of(folder, saved.file().toString(), loss)
            .onPoint(point -> bar.step())
            .run(sparsity -> network(sparsity, recipe, train), Score.accuracy(judge.samples()));
    bar.done();
    Optional<TradeOff.Point> chosen = found.chosen();
    if (output.isGiven()) {
      if (chosen.isEmpty()) {
        throw Failure.unfit(
            "No sparsity that was tried is within the loss of %s: allow more, --loss, or fine-tune, --fit"
                .formatted(loss));
      }
      Model best = chosen.get().network(folder);
      MaskStore masks = WeightInspection.masksFromZeros(PrunableModel.of(best));
      output.write(best, masks, WriteOptions.defaults());
    }
    show(new Searched(found, output.isGiven() ? Optional.of(output.file()) : Optional.empty()));
  }

  private Model network(double sparsity, PruningRecipe recipe, LabelledData train) {
    try {
      Model network = NetworkReader.read(file).network();
      if (sparsity == 0) {
        return network;
      }
      PruningRecipe own = recipe.toBuilder().sparsity(sparsity).build();
      MaskStore masks = Pruner.prune(network, own, train.samples());
      if (epochs > 0) {
        network.addListeners(PruningListener.keep(masks));
        MultiDataSetIterator batches = train.iterator(recipe.seed());
        for (int epoch = 0; epoch < epochs; epoch++) {
          ((NeuralNetwork) network).fit(batches);
        }
      }
      return network;
    } catch (Failure e) {
      throw new UncheckedIOException(new IOException(e)); // it was read before
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path each : all) {
        Files.delete(each);
      }
    }
  }

  /** Every network tried, and the one to take. */
  private record Searched(TradeOff found, Optional<Path> output) implements Answer {
    @Override
    public void print(Console console) {
      Grid grid =
          new Grid().number("sparsity").number("accuracy").number("lost").spareNumber("non-zero");
      for (TradeOff.Point point : found.points()) {
        grid.row(
            Figures.percent(point.sparsity()),
            Figures.percent(point.score()),
            Figures.percent(found.dense().score() - point.score()),
            Figures.count(point.nonZeros()));
      }
      grid.print(console);
      console.say(
          found
              .chosen()
              .map(
                  point ->
                      "Take %s: the most that was tried and costs no more than %s and one standard error."
                          .formatted(
                              Figures.percent(point.sparsity()), Figures.percent(found.loss())))
              .orElse("None that was tried is within the loss allowed."));
      output.ifPresent(where -> console.say("It is in " + where));
    }

    @Override
    public JsonText json() {
      return new JsonText()
          .with("networks", found.table())
          .with("chosen", found.chosen().map(TradeOff.Point::sparsity))
          .with("output", output.map(Path::toString));
    }
  }
}
