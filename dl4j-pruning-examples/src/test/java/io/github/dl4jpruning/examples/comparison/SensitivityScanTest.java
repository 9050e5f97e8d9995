package io.github.dl4jpruning.examples.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.dl4jpruning.examples.data.DrawnDigits;
import io.github.dl4jpruning.examples.networks.LeNet;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensitivityScanTest {
  @Test
  void recipe_drawnDigits_aSparsityPerLayerAndTheSameTotal() {
    TrainingPlan plan = new TrainingPlan(LeNet.LENET300, 1, 64, 0.002, 0, 1);

    PruningRecipe recipe =
        SensitivityScan.recipe(PruningRecipe.oneShot(0.5), 0.9, plan, DrawnDigits.generate(240, 1));

    Map<String, Double> sparsities = ((Allocation.PerParameter) recipe.allocation()).sparsities();
    assertEquals(
        0.9 * 266_200,
        235_200 * sparsities.get("0_W")
            + 30_000 * sparsities.get("1_W")
            + 1_000 * sparsities.get("2_W"),
        1e-6);
    assertNotEquals(sparsities.get("0_W"), sparsities.get("2_W"));
  }
}
