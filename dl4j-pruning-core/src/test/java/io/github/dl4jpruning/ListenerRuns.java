package io.github.dl4jpruning;

import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Recipes and counts that the tests of the listener share. */
final class ListenerRuns {
  private ListenerRuns() {}

  /** 58 weights in three parameters of {@link Nets#mln()}. */
  static RecipeBuilder half() {
    return PruningRecipe.builder().sparsity(0.5);
  }

  static void steps(MultiLayerNetwork net, int count) {
    Nets.batches(count).forEach(net::fit);
  }

  static long kept(int n, double target) {
    return n
        - new BigDecimal(Double.toString(target))
            .multiply(new BigDecimal(n))
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact();
  }
}
