package io.github.dl4jpruning.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.compact.RandomNetworks.Sample;
import io.github.dl4jpruning.compact.WholeWay.Outcome;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Random networks through all of it, see {@link WholeWay}. More with {@code
 * -Drandom.networks=1500}, and {@code -Drandom.first=700} to begin there.
 */
class RandomPruningTest {
  private static final int NETWORKS = Integer.getInteger("random.networks", 32);
  private static final int FIRST = Integer.getInteger("random.first", 0);

  @TempDir Path folder;

  @Test
  void prune_randomNetworks_rightOrRefusedWithReason() {
    TreeMap<String, Integer> counts = new TreeMap<>();
    TreeMap<String, Integer> reasons = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (long seed = FIRST; seed < FIRST + NETWORKS; seed++) {
      Outcome outcome = outcome(seed);
      counts.merge(outcome.kind(), 1, Integer::sum);
      if (!outcome.reason().isEmpty()) {
        reasons.merge(outcome.kind() + ": " + outcome.reason(), 1, Integer::sum);
      }
      if (outcome.kind().equals("wrong")) {
        wrong.add(seed + ": " + outcome.reason());
      }
    }
    if (NETWORKS > 100) {
      System.out.println(counts);
      reasons.forEach((reason, n) -> System.out.println(n + " x " + reason));
    }
    assertEquals(List.of(), wrong, counts::toString);
    assertTrue(counts.get("right") >= NETWORKS * 0.8, counts::toString);
    assertTrue(
        counts.getOrDefault("diverged, masked or not", 0) <= NETWORKS / 50, counts::toString);
  }

  private Outcome outcome(long seed) {
    DataType type = seed % 3 == 0 ? DataType.FLOAT : DataType.DOUBLE;
    Sample sample;
    try {
      sample = seed % 4 == 3 ? RandomNetworks.of(seed / 4, type) : RandomKinds.of(seed, type);
    } catch (RuntimeException e) {
      return new Outcome("not built by DL4J", WholeWay.line(e));
    }
    PruningRecipe recipe =
        PruningRecipe.builder()
            .sparsity(new SplittableRandom(seed).nextDouble(0.2, 0.8))
            .granularity(Granularity.structure())
            .allocation(seed % 2 == 0 ? Allocation.uniform() : Allocation.global())
            .iterations(1, 3, 1)
            .build();
    return new WholeWay(recipe, seed, folder)
        .outcome(sample.network(), sample.deterministic(), sample.types());
  }
}
