package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.recipe.file.RecipeFile;
import io.github.dl4jpruning.select.Amount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import picocli.CommandLine.Option;

/**
 * What to prune and how. Parts are written as in recipes' files; options change what a file says.
 */
final class RecipeOptions {
  private static final String OPTION = "an option";

  @Option(
      names = "--recipe",
      paramLabel = "FILE",
      description = "A recipe, as docs/recipe-files.md describes it; options below change it.")
  private Path file;

  @Option(
      names = {"-s", "--sparsity"},
      paramLabel = "S",
      description = "The fraction to remove, 0 to below 1: 0.9 for 90 %%.")
  private Optional<Double> sparsity = Optional.empty();

  @Option(names = "--params", paramLabel = "N", description = "Or: how many weights remain.")
  private Optional<Long> params = Optional.empty();

  @Option(
      names = "--macs",
      paramLabel = "N",
      description = "Or: how many multiply-accumulates of one example remain.")
  private Optional<Long> macs = Optional.empty();

  @Option(
      names = "--criterion",
      paramLabel = "NAME",
      description = "Which weights go first: magnitude by default.")
  private String criterion;

  @Option(
      names = "--granularity",
      paramLabel = "NAME",
      description =
          "In which pieces: weight, kernel, row, column, neuron, filter, channel, structure.")
  private String granularity;

  @Option(names = "--nm", paramLabel = "N:M", description = "Keep at most N of every M weights.")
  private String pattern;

  @Option(names = "--block", paramLabel = "RxC", description = "Blocks of R inputs by C outputs.")
  private String block;

  @Option(
      names = "--allocation",
      paramLabel = "NAME",
      description = "How it is split between layers: global, uniform, erk, lamp, perOutput.")
  private String allocation;

  @Option(
      names = "--layer",
      paramLabel = "NAME=S",
      description = "A sparsity for one layer; may be repeated.")
  private Map<String, Double> layers = new LinkedHashMap<>();

  @Option(
      names = "--keep",
      paramLabel = "NAME",
      description = "A layer that is left alone; may be repeated.")
  private List<String> kept = new ArrayList<>();

  @Option(names = "--seed", paramLabel = "N", description = "Of everything random; 0 by default.")
  private Optional<Long> seed = Optional.empty();

  /** The recipe; it prunes at once, if no file says when. */
  PruningRecipe recipe(InputType... inputs) throws Failure {
    long amounts = List.of(sparsity, params, macs).stream().filter(Optional::isPresent).count();
    if (amounts > 1) {
      throw Failure.usage("Give one of --sparsity, --params and --macs, not several");
    }
    if (List.of(granularityGiven(), pattern != null, block != null).stream().filter(g -> g).count()
        > 1) {
      throw Failure.usage("Give one of --granularity, --nm and --block, not several");
    }
    if (!saysHowMuch()) {
      throw Failure.usage(
          "Say how much: --sparsity 0.9, --params N, --macs N, --layer NAME=0.5, --nm 2:4 or --recipe FILE");
    }
    try {
      return build(inputs);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage());
    }
  }

  /** The same, where a command finds out how much: with a sparsity that stands in. */
  PruningRecipe recipeOf(double standIn, InputType... inputs) throws Failure {
    if (!saysHowMuch()) {
      sparsity = Optional.of(standIn);
    }
    return recipe(inputs);
  }

  private boolean saysHowMuch() {
    return file != null
        || sparsity.isPresent()
        || params.isPresent()
        || macs.isPresent()
        || !layers.isEmpty()
        || pattern != null;
  }

  private boolean granularityGiven() {
    return granularity != null;
  }

  private PruningRecipe build(InputType... inputs) throws Failure {
    RecipeBuilder recipe = started();
    if (inputs.length > 0) {
      recipe.inputTypes(inputs);
    }
    sparsity.ifPresent(recipe::sparsity);
    params.ifPresent(count -> recipe.amount(Amount.remainingParameters(count)));
    macs.ifPresent(count -> recipe.amount(Amount.remainingMacs(count)));
    if (criterion != null) {
      recipe.criterion(part("criterion", criterion).criterion());
    }
    if (granularity != null) {
      recipe.granularity(part("granularity", granularity).granularity());
    }
    if (pattern != null) {
      String[] parts = twoOf(pattern, ":", "--nm is N:M, such as 2:4");
      String text = "{nOfM: {n: %s, m: %s}}".formatted(parts[0], parts[1]);
      recipe.granularity(part("granularity", text).granularity());
    }
    if (block != null) {
      String[] parts = twoOf(block, "x", "--block is RxC, such as 4x4");
      String text = "{block: {rows: %s, columns: %s}}".formatted(parts[0], parts[1]);
      recipe.granularity(part("granularity", text).granularity());
    }
    if (allocation != null) {
      recipe.allocation(part("allocation", allocation).allocation());
    }
    layers.forEach((name, value) -> recipe.target(ParamFilter.layer(name), value));
    kept.forEach(name -> recipe.leaveAlone(ParamFilter.layer(name)));
    seed.ifPresent(recipe::seed);
    return recipe.build();
  }

  private RecipeBuilder started() throws Failure {
    if (file == null) {
      RecipeBuilder recipe = PruningRecipe.builder().oneShot(0);
      boolean layersAlone =
          sparsity.isEmpty() && params.isEmpty() && macs.isEmpty() && pattern == null;
      return layersAlone ? recipe.onlyTargets() : recipe;
    }
    try {
      return RecipeFile.read(file).toBuilder();
    } catch (IOException e) {
      throw Failure.unreadable(e);
    }
  }

  /** A part by the words of recipes' files. */
  private static PruningRecipe part(String name, String text) throws Failure {
    try {
      return RecipeFile.parse("{sparsity: 0, oneShot: 0, %s: %s}".formatted(name, text), OPTION);
    } catch (IOException e) {
      throw Failure.usage("--" + e.getMessage().replaceFirst(OPTION + ", line 1: ", ""));
    }
  }

  private static String[] twoOf(String text, String between, String otherwise) throws Failure {
    String[] parts = text.split(between, -1);
    if (parts.length != 2) {
      throw Failure.usage("%s, got %s".formatted(otherwise, text));
    }
    return parts;
  }
}
