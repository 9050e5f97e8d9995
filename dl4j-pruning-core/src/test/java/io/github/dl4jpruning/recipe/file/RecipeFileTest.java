package io.github.dl4jpruning.recipe.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Normalisation;
import io.github.dl4jpruning.criterion.Reduction;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.Penalty;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.Target;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.structure.Granularity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeFileTest {
  @TempDir Path folder;

  @Test
  void yaml_usualRecipe_isShort() {
    PruningRecipe recipe =
        PruningRecipe.builder()
            .sparsity(0.9)
            .target(ParamFilter.layer("out"), 0.5, Schedule.cosine())
            .leaveAlone(ParamFilter.layer("conv1", "0"))
            .iterations(500, 5_000, 100)
            .build();

    assertEquals(
        """
        version: 1
        sparsity: 0.9
        targets:
        - layer: out
          sparsity: 0.5
          schedule: cosine
        leaveAlone:
        - layer:
          - conv1
          - "0"
        iterations:
          first: 500
          last: 5000
          every: 100
        """,
        RecipeFile.yaml(recipe));
  }

  static Stream<PruningRecipe> recipes() {
    PruningRecipe whole =
        PruningRecipe.builder()
            .amount(Amount.remainingMacs(1_000_000))
            .target(
                new Target(
                    ParamFilter.param("W", "0_W"),
                    Optional.empty(),
                    Optional.of(Schedule.polynomial(2, 0.1))))
            .target(ParamFilter.layerClass(LSTM.class), 0.3)
            .leaveAlone(ParamFilter.layerClass(FrozenLayer.class))
            .leaveAlone(ParamFilter.layerClass(OwnLayer.class))
            .leaveAlone(ParamFilter.layer("yes", "1e3", "with: colon", "# none", "'", "null", "é"))
            .schedule(Schedule.piecewise(Map.of(0.0, 0.1, 0.5, 0.7, 1.0, 1.0)))
            .epochs(1, 7, 2)
            .criterion(Criterion.saliency(0.9))
            .reduction(Reduction.MEAN)
            .normalisation(Normalisation.L2)
            .granularity(Granularity.filter().roundedTo(8))
            .allocation(Allocation.perParameter(Map.of("0_W", 0.5, "1_W", 1e-9)))
            .keepPerParameter(3)
            .keepPerOutput(2)
            .sparsityPerParameter(0.1, 0.99)
            .growth(new Growth.ByGradient(0.2, Growth.Annealing.COSINE))
            .rewindTo(7)
            .penalty(Penalty.groupLasso(Granularity.row(), 0.01))
            .penalty(new Penalty(Granularity.column(), 1, Schedule.cubic()))
            .inputTypes(
                InputType.feedForward(784),
                InputType.recurrent(5),
                InputType.recurrent(5, 9, RNNFormat.NWC),
                InputType.convolutional(28, 28, 1),
                InputType.convolutional(28, 27, 3, CNN2DFormat.NHWC),
                InputType.convolutionalFlat(28, 28, 1),
                InputType.convolutional3D(Convolution3D.DataFormat.NDHWC, 4, 5, 6, 7))
            .meanReplacement()
            .seed(Long.MIN_VALUE)
            .build();
    return Stream.of(
        whole,
        PruningRecipe.oneShot(0.3),
        PruningRecipe.oneShot(0.1).toBuilder().oneShot(12).build(),
        PruningRecipe.oneShot(0.1).toBuilder().granularity(Granularity.nOfM(2, 4)).build(),
        PruningRecipe.builder()
            .target(ParamFilter.layer("a"), 0.5)
            .onlyTargets()
            .granularity(Granularity.nOfM(1, 4))
            .oneShot(0)
            .build(),
        PruningRecipe.builder()
            .sparsity(0.2)
            .during(0.25, 0.6, 999)
            .criterion(Criterion.activationVariance())
            .build());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void writeAndRead_anyRecipe_isTheSame(PruningRecipe recipe) throws IOException {
    RecipeFile.write(folder.resolve("r.yaml"), recipe);
    RecipeFile.write(folder.resolve("r.json"), recipe);

    assertEquals(recipe, RecipeFile.read(folder.resolve("r.yaml")));
    assertEquals(recipe, RecipeFile.read(folder.resolve("r.json")));
    assertEquals('{', Files.readString(folder.resolve("r.json")).charAt(0));
  }

  @Test
  void parse_oneFormOfMany_asTheBuilderHasIt() throws IOException {
    assertEquals(
        PruningRecipe.builder()
            .granularity(Granularity.nOfM(2, 4))
            .during(0.25, 0.6, 1_000)
            .criterion(Criterion.fisher())
            .build(),
        parse(
            "granularity: {nOfM: {n: 2, m: 4}}\nduring: {from: 0.25, to: 0.6, steps: 1_000}\n"
                + "criterion: {secondOrder: exampleFisher}"));
    assertEquals(
        PruningRecipe.builder()
            .sparsity(0.5)
            .oneShot(0)
            .leaveAlone(ParamFilter.layer("0"))
            .leaveAlone(ParamFilter.layerClass(DenseLayer.class))
            .criterion(new io.github.dl4jpruning.criterion.Activity(Signal.Statistic.MEAN_ABSOLUTE))
            .build(),
        parse(
            "{\"sparsity\": 5e-1, \"oneShot\": 0, \"criterion\": {\"activity\": \"meanAbsolute\"},"
                + " \"leaveAlone\": [{\"layer\": 0}, {\"layerClass\": \"DenseLayer\"}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sparsity: 1.5\\noneShot: 0 | 1 | sparsity: Sparsity is the fraction to remove, at least 0"
            + " and below 1 (0.9 for 90 %), got 1.5",
        "sparsity: 0.5\\noneShot: 0\\nschedule: cubik | 3 | schedule is one of linear, cubic,"
            + " constant, polynomial, exponential, cosine, piecewise, cyclic, got cubik",
        "sparsity: much\\noneShot: 0 | 1 | sparsity is a number, got much",
        "sparsity:\\noneShot: 0 | 1 | sparsity is a number, got nothing",
        "sparsity: [1]\\noneShot: 0 | 1 | sparsity is a number, got a list",
        "oneShot: 0\\nsparsity: 0.5\\n\\nthreshold: 1 | 4 | either sparsity or threshold, not both",
        "sparsity: 0.5 | 1 | a recipe needs one of oneShot, iterations, epochs, during",
        "oneShot: 0 | 1 | a recipe: The recipe prunes nothing: set sparsity(...), or add a"
            + " target(...)",
        "oneShot: 0\\nsparsity: 0.5\\ntargets:\\n- layer: a\\n  amount: 1 | 5 | targets has no"
            + " amount, only layer, param, layerClass, sparsity, remainingParameters,"
            + " remainingMacs, threshold, standardDeviations, schedule",
        "sparsity: 0.5\\niterations: {first: 5, last: 2} | 2 | iterations: A cadence needs 0 <="
            + " first <= last, got first 5, last 2",
        "sparsity: 0.5\\noneShot: 1.5 | 2 | oneShot is a whole number, got 1.5",
        "sparsity: 0.5\\niterations: {first: 5} | 2 | iterations needs last",
        "sparsity: 0.5\\noneShot: 0\\nmeanReplacement: yes | 3 | meanReplacement is true or false,"
            + " got yes",
        "sparsity: 0.5\\noneShot: 0\\nreduction: most | 3 | reduction is one of sum, mean, l2, max,"
            + " got most",
        "sparsity: 0.5\\noneShot: 0\\nleaveAlone: {layerClass: java.lang.String} | 3 | layerClass is"
            + " a class of layers: DenseLayer for DL4J's own, a.b.MyLayer for another, got"
            + " java.lang.String",
        "sparsity: 0.5\\noneShot: 0\\nsparsity: 0.6 | 3 | sparsity stands here a second time",
        "sparsity: 0.5\\noneShot: 0\\ngrowth: {set: {}, rigl: {}} | 3 | growth is one of set, rigl,"
            + " atRandom, byGradient, surgery, got [set, rigl]",
        "sparsity: &a 0.5\\noneShot: *a | 2 | anchors and aliases (& and *) are not read: write it"
            + " twice",
        "--- {sparsity: 0.5, oneShot: 0}\\n--- {} | 2 | a second document begins; a file has one"
            + " recipe",
        "version: 2\\nsparsity: 0.5 | 1 | version is 1, got another: a newer dl4j-pruning has"
            + " written this",
        "no recipe at all | 1 | a recipe has sparsity, remainingParameters, remainingMacs,"
            + " threshold, standardDeviations, targets, leaveAlone, schedule, oneShot, iterations,"
            + " epochs, during, criterion, reduction, normalisation, granularity, allocation,"
            + " limits, growth, rewindTo, penalties, inputTypes, meanReplacement, seed, got no"
            + " recipe at all",
        "`` | 1 | there is nothing in it",
        "a: [1 | 1 | this is neither YAML nor JSON: while parsing a flow sequence",
      })
  void parse_wrong_saysWhereAndWhatIsAllowed(String text, int line, String message) {
    IOException problem =
        assertThrows(IOException.class, () -> parse(text == null ? "" : text.replace("\\n", "\n")));

    assertEquals("r.yaml, line %s: %s".formatted(line, message), problem.getMessage());
  }

  @Test
  void parse_deepOrHuge_isRefused() throws IOException {
    assertEquals(
        "r.yaml, line 1: parts within parts, more than 20 deep",
        assertThrows(IOException.class, () -> parse("[".repeat(5_000))).getMessage());
    Path huge = folder.resolve("huge");
    Files.write(huge, new byte[(1 << 20) + 1]);
    assertEquals(
        huge + " is no recipe: it has more than 1048576 bytes",
        assertThrows(IOException.class, () -> RecipeFile.read(huge)).getMessage());
  }

  @Test
  void read_missingOrNoText_saysSo() throws IOException {
    Path none = folder.resolve("none");
    assertEquals(
        "Can't read %s: there is no such file".formatted(none),
        assertThrows(IOException.class, () -> RecipeFile.read(none)).getMessage());
    Path latin = folder.resolve("latin");
    Files.write(latin, "sparsity: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        latin + " is no recipe: it is no text in UTF-8",
        assertThrows(IOException.class, () -> RecipeFile.read(latin)).getMessage());
  }

  @Test
  void write_partsOfOnesOwn_refusedAndFileUntouched() throws IOException {
    Path file = folder.resolve("r.yaml");
    RecipeFile.write(file, PruningRecipe.oneShot(0.5));
    String before = Files.readString(file);
    Schedule own = (progress, target) -> target;
    PruningRecipe recipe = PruningRecipe.oneShot(0.5).toBuilder().schedule(own).build();

    assertEquals(
        "A recipe's file can't hold what only its author's code can make: a schedule of your own"
            + " (io.github.dl4jpruning.recipe.file.RecipeFileTest)",
        assertThrows(IllegalArgumentException.class, () -> RecipeFile.write(file, recipe))
            .getMessage());
    assertEquals(before, Files.readString(file));
    assertEquals(1, List.of(folder.toFile().list()).size());
  }

  private static PruningRecipe parse(String text) throws IOException {
    return RecipeFile.parse(text, "r.yaml");
  }

  /** A user's own layer, known by its name. */
  abstract static class OwnLayer extends DenseLayer {
    private static final long serialVersionUID = 1;
  }
}
