package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.recipe.Penalty;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.testing.Leak;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks that go back. */
class RewindTest {
  // ---- rewinding

  @ParameterizedTest
  @ValueSource(longs = {0, 2})
  void fit_rewind_keptWeightsGoBackAndStateIsZero(long to) {
    for (boolean graph : new boolean[] {false, true}) {
      Model net = SmallConvs.net(graph, DataType.DOUBLE);
      double[][] then = new double[1][];
      double[][] afterChange = new double[1][];
      PruningListener pruner =
          new PruningListener(
              PruningRecipe.builder().sparsity(0.5).oneShot(5).rewindTo(to).build());
      int[] step = {0};
      Leak.Watch leak = Leaks.watch(pruner::masks);
      net.setListeners(
          new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
              if (step[0] == to) {
                then[0] = model.params().toDoubleVector();
              }
            }
          },
          pruner,
          leak,
          new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
              if (step[0]++ == 5) {
                afterChange[0] = model.params().toDoubleVector();
              }
            }
          });

      SmallConvs.fit(net, SmallConvs.batches(8, 4, DataType.DOUBLE));

      double[] expected = then[0].clone();
      pruner
          .masks()
          .masks()
          .forEach(
              (key, mask) -> {
                INDArray param = net.paramTable().get(key);
                int offset = (int) (param.offset() - net.params().offset());
                for (int i = 0; i < mask.length(); i++) {
                  expected[offset + i] = mask.isKept(i) ? expected[offset + i] : 0;
                }
              });
      assertArrayEquals(expected, afterChange[0], "biases and normalisation too");
      assertTrue(leak.worst.isNone());
    }
  }

  @Test
  void penaltyAndRewind_outOfRange_error() {
    assertError(
        "The strength of a penalty must be above 0 and finite, got 0.0",
        () -> Penalty.groupLasso(Granularity.column(), 0));
    assertError(
        "Group lasso is over Granularity.column() or row(), got weights",
        () -> Penalty.groupLasso(Granularity.weight(), 1));
    assertError(
        "The iteration to rewind to is at least 0, got -1",
        () -> PruningRecipe.builder().rewindTo(-1));
    assertError(
        "The fraction to drop must be above 0 and below 1, got 1.0",
        () -> new Growth.ByGradient(1, Growth.Annealing.NONE));
    assertError(
        "The learning rate of hidden weights must be above 0 and finite, got 0.0",
        () -> Growth.surgery(0));
    assertError("The margin must be at least 0, got -0.1", () -> new Growth.Surgery(0.1, -0.1));
  }

  private static void assertError(String text, org.junit.jupiter.api.function.Executable call) {
    assertEquals(text, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
