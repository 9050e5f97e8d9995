package io.github.dl4jpruning.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.examples.comparison.Method;
import io.github.dl4jpruning.examples.comparison.PruningPlan;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are read: each main shows by itself what pruning takes, and is short. */
class MainsTest {
  private static final int LONGEST = 120;

  /** Trains and prunes nothing. */
  private static final String SERVES = "ServePruned.java";

  private static final Path SOURCES = Path.of("src/main/java/io/github/dl4jpruning/examples");
  private static final Path SPARK_SOURCES =
      Path.of("../dl4j-pruning-spark-examples").resolve(SOURCES).resolve("spark");

  static List<Path> mains() throws IOException {
    List<Path> mains = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      files.filter(file -> file.getFileName().toString().endsWith(".java")).forEach(mains::add);
    }
    mains.add(SPARK_SOURCES.resolve("PruneOnSpark.java"));
    return mains;
  }

  @Test
  void package_ofTheMains_holdsNothingElse() throws IOException {
    assertEquals(
        Set.of(
            "ChooseSparsity.java",
            "PruneCifar.java",
            "PruneMnist.java",
            "PruneOnSpark.java",
            "PruneSavedModel.java",
            "PruneSequences.java",
            "ResumeTraining.java",
            SERVES),
        mains().stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("mains")
  void main_lines_areAtMost120(Path file) throws IOException {
    assertTrue(Files.readAllLines(file).size() <= LONGEST, () -> file + " is too long");
  }

  static List<Path> thatPrune() throws IOException {
    return mains().stream().filter(file -> !file.endsWith(SERVES)).toList();
  }

  @Test
  void main_thatServes_needsNoDl4j() throws IOException {
    String source = Files.readString(SOURCES.resolve(SERVES));
    assertTrue(source.contains("import io.github.dl4jpruning.runtime.SparseNetwork;"));
    assertFalse(source.contains("import org."), source);
  }

  @ParameterizedTest
  @MethodSource("thatPrune")
  void main_source_showsRecipeListenerAndFit(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.contains("import " + PruningListener.class.getName() + ";"), file::toString);
    assertTrue(lines.contains("import " + PruningRecipe.class.getName() + ";"), file::toString);
    String text = String.join("\n", lines);
    assertTrue(text.contains("PruningRecipe.builder()") || text.contains("PruningRecipe.oneShot("));
    assertTrue(text.contains("fit("), file::toString);
  }

  /** Without options, an example does what its source says. */
  @ParameterizedTest
  @ValueSource(longs = {1_000, 10_000})
  void recipe_noOptions_isThatOfThePlan(long steps) {
    PruningPlan weights =
        new PruningPlan(
            PruningPlan.What.WEIGHTS,
            0.9,
            PruningPlan.Rise.CUBIC,
            PruningPlan.Split.GLOBAL,
            PruningPlan.Score.MAGNITUDE,
            Method.PRUNE,
            0.25,
            0.6,
            50);
    assertEquals(weights.recipe(steps, 1), PruneMnist.recipe(0.9, steps).seed(1).build());
    PruningPlan filters =
        new PruningPlan(
            PruningPlan.What.FILTERS,
            0.5,
            PruningPlan.Rise.CUBIC,
            PruningPlan.Split.UNIFORM,
            PruningPlan.Score.MAGNITUDE,
            Method.PRUNE,
            0.05,
            0.35,
            50);
    assertEquals(filters.recipe(steps, 1), PruneCifar.recipe(0.5, steps).seed(1).build());
  }
}
