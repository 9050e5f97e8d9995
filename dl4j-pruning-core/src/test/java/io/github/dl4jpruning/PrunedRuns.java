package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.testing.Leak;
import org.deeplearning4j.nn.api.Model;

/** Networks pruned in training, and the check that nothing leaked. */
final class PrunedRuns {
  static final PruningRecipe HALF =
      PruningRecipe.builder().sparsity(0.5).iterations(1, 5, 2).build();

  private PrunedRuns() {}

  static void assertNoLeak(Model net, MaskStore masks) {
    Leak leak = Leaks.of(net, masks);
    assertTrue(leak.positions > 0, "something is pruned");
    assertTrue(leak.isNone(), leak::toString);
  }

  static PruningListener prunedInFit(Model net) {
    PruningListener pruner = new PruningListener(HALF);
    net.setListeners(pruner);
    Nets.fit(net, Nets.iterator(8));
    pruner.requireComplete();
    return pruner;
  }
}
