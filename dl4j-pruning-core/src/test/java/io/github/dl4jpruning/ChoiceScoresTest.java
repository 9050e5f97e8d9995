package io.github.dl4jpruning;

import static io.github.dl4jpruning.Choices.SHAPES;
import static io.github.dl4jpruning.Choices.SPARSITY;
import static io.github.dl4jpruning.Choices.assertCounts;
import static io.github.dl4jpruning.Choices.keptUnits;
import static io.github.dl4jpruning.Choices.maskOf;
import static io.github.dl4jpruning.Choices.pools;
import static io.github.dl4jpruning.Choices.prune;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Pool;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Scores that are equal, huge, tiny or no numbers, with every granularity and kind of network. */
class ChoiceScoresTest {
  /** The names of parameters, and so the order in which they are listed, change nothing. */
  @ParameterizedTest
  @MethodSource("io.github.dl4jpruning.Choices#criteria")
  void prune_bothKindsOfNetwork_sameMasks(Criterion criterion) {
    if (criterion.equals(Criterion.random())) {
      return; // drawn by parameter key
    }
    RecipeBuilder builder =
        PruningRecipe.builder()
            .sparsity(SPARSITY)
            .criterion(criterion)
            .granularity(Granularity.column())
            .oneShot(0);

    List<Mask> chain = List.copyOf(prune(false, DataType.DOUBLE, builder).masks().values());
    List<Mask> graph = List.copyOf(prune(true, DataType.DOUBLE, builder).masks().values());

    assertEquals(chain, graph);
    assertFalse(chain.isEmpty());
  }

  @Test
  void prune_equalScores_lowestIndexOfEachShapeStays() {
    for (Granularity shape : SHAPES) {
      Model net = SmallConvs.net(false, DataType.FLOAT);
      net.params().assign(0.5);
      MaskStore masks =
          Pruner.prune(
              net,
              PruningRecipe.builder()
                  .sparsity(SPARSITY)
                  .allocation(Allocation.uniform())
                  .criterion(Criterion.magnitude())
                  .reduction(io.github.dl4jpruning.criterion.Reduction.MEAN)
                  .granularity(shape)
                  .oneShot(0)
                  .build());

      for (Pool pool : pools(Criterion.magnitude(), shape)) {
        if (pool.pattern().isEmpty()) {
          Mask mask = maskOf(masks, pool);
          String order =
              IntStream.range(0, mask.length())
                  .filter(i -> i == 0 || pool.units().of(i) > pool.units().of(i - 1))
                  .mapToObj(i -> mask.isKept(i) ? "1" : "0")
                  .collect(Collectors.joining());
          long kept = keptUnits(pool.units(), mask, shape.toString());
          for (int i = 0; i < mask.length(); i++) {
            assertEquals(pool.units().of(i) < kept, mask.isKept(i), shape + " " + order);
          }
        }
      }
    }
  }

  @Test
  void prune_hugeAndTinyWeights_exact() {
    for (Granularity shape : SHAPES) {
      for (Criterion criterion : List.of(Criterion.magnitude(), Criterion.l2Magnitude())) {
        Model net = SmallConvs.net(true, DataType.FLOAT);
        net.params().muli(1e37);
        MaskStore masks =
            Pruner.prune(
                net,
                PruningRecipe.builder()
                    .sparsity(SPARSITY)
                    .criterion(criterion)
                    .granularity(shape)
                    .oneShot(0)
                    .build());

        assertCounts(masks, shape, Allocation.global(), SPARSITY, criterion, shape.toString());
      }
    }
  }

  @Test
  void prune_nanWeight_stopsWithLayerAndParameter() {
    for (Granularity shape : SHAPES) {
      Model net = SmallConvs.net(true, DataType.FLOAT);
      net.params().putScalar(5, Float.NaN);
      Exception error =
          assertThrows(
              IllegalStateException.class,
              () ->
                  Pruner.prune(
                      net,
                      PruningRecipe.builder()
                          .sparsity(SPARSITY)
                          .granularity(shape)
                          .oneShot(0)
                          .build()));
      assertTrue(error.getMessage().contains("conv1_W"), error.getMessage());
      assertTrue(error.getMessage().contains("is NaN"), error.getMessage());
    }
  }
}
