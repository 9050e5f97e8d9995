package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Partition;
import io.github.dl4jpruning.structure.Pool;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;

/** All criteria, allocations and granularities, and what holds for the masks of any. */
final class Choices {
  static final List<Granularity> SHAPES =
      List.of(
          Granularity.weight(),
          Granularity.block(2, 2),
          Granularity.nOfM(2, 4),
          Granularity.kernel(),
          Granularity.row(),
          Granularity.column());

  /** Large enough for 2:4, whatever the allocation. */
  static final double SPARSITY = 0.75;

  private Choices() {}

  static Stream<Criterion> criteria() {
    return Criteria.all();
  }

  static void assertCounts(
      MaskStore masks,
      Granularity shape,
      Allocation split,
      double sparsity,
      Criterion criterion,
      String what) {
    int pools = 0;
    long units = 0;
    long kept = 0;
    List<Pool> all = pools(criterion, shape);
    for (Pool pool : all) {
      Mask mask = maskOf(masks, pool);
      long here = keptUnits(pool.units(), mask, what);
      long size = pool.units().count();
      pools++;
      units += size;
      kept += here;
      assertTrue(here >= 1, what);
      if (split instanceof Allocation.PerParameter) {
        assertEquals(Math.max(1, size - Math.round(sparsity * size)), here, what);
      }
      if (split instanceof Allocation.Uniform || split instanceof Allocation.PerOutput) {
        assertEquals(Math.max(1, (1 - sparsity) * size), (double) here, 1, what);
      }
      pool.pattern().ifPresent(pattern -> assertPattern(pattern.groups(), mask, what));
    }
    assertEquals(pools, masks.masks().size(), what);
    if (!(split instanceof Allocation.PerParameter)) {
      assertEquals(Math.max(pools, units - Math.round(sparsity * units)), kept, what);
    }
  }

  /** Units are kept or removed as wholes. */
  static long keptUnits(Partition units, Mask mask, String what) {
    int[] kept = new int[units.count()];
    for (int i = 0; i < mask.length(); i++) {
      if (mask.isKept(i)) {
        kept[units.of(i)]++;
      }
    }
    for (int unit = 0; unit < kept.length; unit++) {
      assertTrue(kept[unit] == 0 || kept[unit] == units.sizeOf(unit), what);
    }
    return IntStream.of(kept).filter(count -> count > 0).count();
  }

  static void assertPattern(Partition groups, Mask mask, String what) {
    int[] kept = new int[groups.count()];
    for (int i = 0; i < mask.length(); i++) {
      if (mask.isKept(i)) {
        kept[groups.of(i)]++;
      }
    }
    assertTrue(IntStream.of(kept).allMatch(count -> count <= 2), what);
  }

  static List<Pool> pools(Criterion criterion, Granularity shape) {
    return ResolvedRecipe.of(
            PruningRecipe.builder()
                .sparsity(0.9)
                .criterion(criterion)
                .granularity(shape)
                .oneShot(0)
                .build(),
            PrunableModel.of(SmallConvs.net(true, DataType.FLOAT)))
        .pools();
  }

  static MaskStore prune(boolean graph, DataType type, RecipeBuilder recipe) {
    Model net = SmallConvs.net(graph, type);
    MaskStore masks = Pruner.prune(net, recipe.build(), Samples.of(SmallConvs.batches(1, 4, type)));
    assertTrue(Leaks.of(net, masks).isNone());
    return masks;
  }

  /** Pools are the graph's; the chain has other names. */
  static Mask maskOf(MaskStore masks, Pool pool) {
    String key = pool.key();
    return masks.get(key).or(() -> masks.get(SmallConvs.CHAIN_KEYS.get(key))).orElseThrow();
  }
}
