package io.github.dl4jpruning.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCostTest {
  @Test
  void of_graph_countsEachLayer() {
    ModelCost cost = ModelCost.of(Nets.graph());

    assertEquals(
        List.of(
            new ModelCost.Row("d1", "DenseLayer", 24, 18, 24),
            new ModelCost.Row("bn", "BatchNormalization", 24, 0, 24),
            new ModelCost.Row("d2", "DenseLayer", 35, 30, 20),
            new ModelCost.Row("out", "OutputLayer", 12, 10, 8)),
        cost.rows());
    assertEquals(95, cost.parameters());
    assertEquals(58, cost.macs());
    assertEquals(76, cost.activationBytes());
    assertTrue(cost.fileBytes() > 95 * 4, cost::toString);
    assertTrue(
        cost.toString()
            .startsWith(
                "layer      kind                         parameters             MACs activation"
                    + " bytes\nd1         DenseLayer                           24               18"
                    + "               24\n"),
        cost::toString);
  }
}
