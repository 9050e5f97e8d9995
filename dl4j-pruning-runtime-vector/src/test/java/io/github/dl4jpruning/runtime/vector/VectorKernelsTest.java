package io.github.dl4jpruning.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Weight;
import io.github.dl4jpruning.runtime.SparseNetwork;
import io.github.dl4jpruning.runtime.kernel.Block;
import io.github.dl4jpruning.runtime.kernel.Kernels;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.List;
import java.util.SplittableRandom;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorKernelsTest {
  @BeforeEach
  void needsWideVectors() {
    assumeTrue(FloatVector.SPECIES_PREFERRED.length() >= VectorBlock.LANES);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.5, 1})
  void multiply_anyWidth_asPlainJava(double density) {
    SplittableRandom random = new SplittableRandom(1);
    float[] weights = new float[11 * 23];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextDouble() < density ? (float) random.nextDouble(-1, 1) : 0;
    }
    SparseMatrix matrix = SparseMatrix.of(11, 23, weights);
    for (int width = 1; width < 200; width += 3) {
      Block plain = Kernels.plain().block(matrix, width);
      Block vector = new VectorKernels().block(matrix, width);
      for (int c : matrix.used()) {
        for (int i = 0; i < width; i++) {
          float x = (float) random.nextDouble(-1, 1);
          plain.array(c)[plain.start(c) + i] = x;
          vector.array(c)[vector.start(c) + i] = x;
        }
      }
      for (int row = 0; row < 11; row++) {
        int n = random.nextInt(1, width + 1);
        float[] expected = new float[n + 2];
        float[] actual = new float[n + 2];
        plain.multiply(row, n, expected, 1);
        vector.multiply(row, n, actual, 1);
        for (int i = 0; i < n + 2; i++) {
          assertEquals(expected[i], actual[i], 2e-6, "width " + width + ", " + n);
        }
      }
    }
  }

  @Test
  void describe_moduleThere_saysSo() {
    Program program =
        Program.of(
            List.of(Input.of("x", 2)),
            List.of(Operation.of(Op.GEMM, "y", "x").with("W", Weight.of("w", 1, 2))),
            List.of("y"));
    SparseNetwork network = SparseNetwork.of(program, key -> new float[] {1, 2});
    String text = network.describe(64);
    assertTrue(text.contains("jdk.incubator.vector, 256 bits"), text);
    assertTrue(text.contains("up to 64 sums in vectors"), text);
    assertEquals(5, network.predict(new float[] {1, 2})[0]);
  }
}
