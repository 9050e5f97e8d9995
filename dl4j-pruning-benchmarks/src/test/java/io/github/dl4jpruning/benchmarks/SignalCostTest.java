package io.github.dl4jpruning.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The costs that docs/benchmarks.md states: operations per step, whatever the network's depth. */
class SignalCostTest {
  @ParameterizedTest
  @CsvSource({
    "magnitude, 0",
    "random, 0",
    "'geometric median, columns', 0",
    "gradient magnitude, 1",
    "saliency, 2",
    "'saliency, exponential', 3",
    "Taylor, 2",
    "'Taylor, columns', 3",
    "movement, 1",
    "Optimal Brain Damage, 1",
    "SNIP's mean gradient, 0",
    "SET, 0",
    "RigL, 0",
    "network surgery, 0",
  })
  void operations_perStep_asStated(String choice, long expected) {
    // ND4J's profiler does not count the BLAS call (axpy) that adds to an average.
    assertEquals(expected, SignalCost.operations(SignalCost.choices().get(choice)));
  }
}
