package io.github.dl4jpruning.examples.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.dl4jpruning.examples.networks.LeNet;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.schedule.ISchedule;

class TrainingPlanTest {
  @Test
  void iterations_lastBatchSmaller_counts() {
    assertEquals(2 * 4, plan(2, 64, 0.001).iterations(200));
  }

  @Test
  void learningRates_fallTowardsZero() {
    ISchedule rates = plan(10, 10, 0.001).learningRates(1_000, 1);

    assertEquals(0.001, rates.valueAt(0, 0), 1e-12);
    assertEquals(0.001, rates.valueAt(9, 0), 1e-12);
    assertEquals(0.00099, rates.valueAt(10, 0), 1e-12);
    assertEquals(0.0005, rates.valueAt(500, 5), 1e-12);
    assertEquals(0.00001, rates.valueAt(999, 9), 1e-12);
  }

  @Test
  void learningRates_fewerStepsThanFalls_begin() {
    ISchedule rates = plan(1, 10, 0.001).learningRates(20, 1);

    assertEquals(0.001, rates.valueAt(0, 0), 1e-12);
    assertEquals(0.0005, rates.valueAt(1, 0), 1e-12);
  }

  @Test
  void new_outOfRange_says() {
    refused("Training needs at least 1 epoch, got 0", 0, 64, 0.001);
    refused("A batch needs at least 1 image, got 0", 1, 0, 0.001);
    refused("The learning rate must be above 0 and finite, got 0.0", 1, 64, 0);
    refused("The learning rate must be above 0 and finite, got NaN", 1, 64, Double.NaN);
    refused(
        "The learning rate must be above 0 and finite, got Infinity",
        1,
        64,
        Double.POSITIVE_INFINITY);
  }

  private static void refused(String message, int epochs, int batch, double learningRate) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> plan(epochs, batch, learningRate))
            .getMessage());
  }

  @Test
  void learningRates_twoCycles_startAnew() {
    ISchedule rates = plan(10, 10, 0.001).learningRates(1_000, 2);

    assertEquals(0.001, rates.valueAt(0, 0), 1e-12);
    assertEquals(0.0005, rates.valueAt(250, 0), 1e-12);
    assertEquals(0.00001, rates.valueAt(499, 0), 1e-12);
    assertEquals(0.001, rates.valueAt(500, 0), 1e-12);
  }

  private static TrainingPlan plan(int epochs, int batch, double learningRate) {
    return new TrainingPlan(LeNet.LENET300, epochs, batch, learningRate, 0, 1);
  }
}
