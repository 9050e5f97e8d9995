package io.github.dl4jpruning.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.dl4jpruning.compact.OddSizes.Built;
import io.github.dl4jpruning.compact.OddSizes.Size;
import io.github.dl4jpruning.compact.WholeWay.Outcome;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks of the kinds that DL4J's examples and zoo build, half of their structures pruned, at two
 * odd sizes each, through all of it; the examples' at one of them. All with {@code -Dodd.sizes},
 * some twenty minutes.
 */
class OddSizesTest {
  private static final List<Size> SMALL = List.of(new Size(17, 23, 3), new Size(25, 19, 1));
  private static final List<Size> LARGE = List.of(new Size(67, 93, 3), new Size(101, 75, 3));

  /** Instead of a large one where DL4J's own network takes multiples of 16 only. */
  private static final List<Size> EVEN = List.of(new Size(96, 160, 3), new Size(224, 80, 3));

  @TempDir Path folder;

  static Stream<Arguments> examples() {
    boolean more = System.getProperty("odd.sizes") != null;
    return all(OddSizes.examples(), more ? SMALL : SMALL.subList(0, 1));
  }

  static Stream<Arguments> zoo() {
    return all(OddZoo.networks(), LARGE);
  }

  private static Stream<Arguments> all(Map<String, Function<Size, Built>> kinds, List<Size> at) {
    return kinds.entrySet().stream()
        .flatMap(
            kind -> at.stream().map(size -> Arguments.of(kind.getKey(), size, kind.getValue())));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("examples")
  void example_oddSize_right(String name, Size size, Function<Size, Built> kind) {
    assertEquals(new Outcome("right", ""), outcome(kind.apply(size)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("zoo")
  @EnabledIfSystemProperty(named = "odd.sizes", matches = ".*")
  void zoo_oddSize_rightOrNotDl4js(String name, Size size, Function<Size, Built> kind) {
    Outcome outcome = outcomeIfBuilt(size, kind);
    if (outcome.kind().startsWith("not ")) {
      System.out.println(name + ", " + size + ": " + outcome);
      outcome = outcomeIfBuilt(EVEN.get(LARGE.indexOf(size)), kind);
    }
    System.out.println(name + ", " + size + ": " + outcome);
    assertNotEquals("wrong", outcome.kind(), outcome::toString);
  }

  private Outcome outcomeIfBuilt(Size size, Function<Size, Built> kind) {
    try {
      return outcome(kind.apply(size));
    } catch (RuntimeException e) {
      return new Outcome("not built by DL4J", WholeWay.line(e));
    }
  }

  private Outcome outcome(Built built) {
    PruningRecipe recipe =
        PruningRecipe.builder()
            .sparsity(0.5)
            .granularity(Granularity.structure())
            .allocation(Allocation.uniform())
            .iterations(1, 3, 1)
            .build();
    return new WholeWay(recipe, 7, folder)
        .outcome(built.network(), false, built.types().toArray(InputType[]::new));
  }
}
