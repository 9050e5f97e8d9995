package io.github.dl4jpruning.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.SecondOrder;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.recipe.Penalty;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.recipe.Rewind;
import io.github.dl4jpruning.recipe.file.RecipeFile;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Piecewise;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.select.Limits;
import io.github.dl4jpruning.structure.Granularity;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every part that a checkpoint can hold, a recipe's file can hold too. */
class PartFilesTest {
  @ParameterizedTest
  @MethodSource("io.github.dl4jpruning.checkpoint.PartTextsTest#parts")
  void yamlAndJson_anyPart_comeBack(Object part) throws IOException {
    PruningRecipe recipe = with(part);

    assertEquals(recipe, RecipeFile.parse(RecipeFile.yaml(recipe), "yaml"));
    assertEquals(recipe, RecipeFile.parse(RecipeFile.json(recipe), "json"));
  }

  private static PruningRecipe with(Object part) {
    RecipeBuilder recipe = PruningRecipe.builder().sparsity(0.5).iterations(2, 9, 3);
    if (part instanceof Limits limits) {
      return recipe
          .keepPerParameter(limits.perParameter())
          .keepPerOutput(limits.perOutput())
          .sparsityPerParameter(limits.minSparsity(), limits.maxSparsity())
          .build();
    }
    if (part instanceof Amount amount) {
      return recipe.amount(amount).build();
    }
    if (part instanceof Schedule schedule) {
      return recipe.schedule(schedule).build();
    }
    if (part instanceof Piecewise.Point point) {
      return recipe
          .schedule(
              new Piecewise(List.of(new Piecewise.Point(0, 0), point, new Piecewise.Point(1, 1))))
          .build();
    }
    if (part instanceof Cadence cadence) {
      return recipe.cadence(cadence).build();
    }
    if (part instanceof Criterion criterion) {
      return recipe.criterion(criterion).build();
    }
    if (part instanceof Signal signal) {
      // the one criterion that takes signals of any shape
      return recipe.criterion(new SecondOrder(signal)).build();
    }
    if (part instanceof Granularity granularity) {
      return recipe.granularity(granularity).build();
    }
    if (part instanceof Allocation allocation) {
      return recipe.allocation(allocation).build();
    }
    if (part instanceof Growth growth) {
      return recipe.growth(growth).build();
    }
    if (part instanceof Rewind rewind) {
      return recipe.rewindTo(rewind.to()).build();
    }
    return recipe.penalty((Penalty) part).build();
  }
}
