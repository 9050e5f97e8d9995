package io.github.dl4jpruning.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StepOperationsTest {
  /** Any network: the number of layers plays no part. */
  @ParameterizedTest
  @EnumSource(Workload.class)
  void addedByKeeping_steadyState_isOneOperation(Workload workload) {
    assertEquals(1, StepOperations.total(StepOperations.addedByKeeping(workload)));
  }

  /** Gradient, weights and Adam's two state arrays are cleared, weights copied out and summed. */
  @ParameterizedTest
  @EnumSource(Workload.class)
  void addedByChange_adam_isFourClearingsACopyAndASum(Workload workload) {
    assertEquals(6, StepOperations.total(StepOperations.addedByChange(workload)));
  }

  @Test
  void count_twoAdditionsAndOneProduct_namesThem() {
    INDArray array = Nd4j.ones(3);
    assertEquals(
        Map.of("add", 2L, "multiply", 1L),
        StepOperations.count(() -> array.addi(array).addi(array).muli(array)));
  }

  @Test
  void count_nothing_isEmpty() {
    assertEquals(Map.of(), StepOperations.count(() -> {}));
  }
}
