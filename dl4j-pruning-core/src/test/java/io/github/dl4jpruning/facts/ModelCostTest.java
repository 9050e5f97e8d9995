package io.github.dl4jpruning.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

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

  /** The clock moves by 1, 2, 3, … ms from call to call. */
  @Test
  void measure_inTurns_givesMedians() {
    ComputationGraph net = Nets.graph();
    INDArray examples = Nets.batches(1).get(0).getFeatures();
    AtomicLong calls = new AtomicLong();
    AtomicLong now = new AtomicLong();

    LatencyComparison latency =
        LatencyComparison.measure(
            net, net, 3, () -> now.addAndGet(calls.incrementAndGet() * 1_000_000), examples);

    assertEquals(12, latency.beforeMillis());
    assertEquals(10, latency.afterMillis());
    assertEquals(1.2, latency.speedUp(), 1e-9);
    assertEquals(800, latency.throughputAfter(), 1e-9);
    assertEquals("12.0 ms -> 10.0 ms for 8 examples (1.20 times as fast)", latency.toString());
  }

  @Test
  void measure_noPairs_throws() {
    assertEquals(
        "Latency needs at least 1 pair of passes, got 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> LatencyComparison.measure(Nets.mln(), Nets.mln(), 0))
            .getMessage());
  }
}
