package io.github.dl4jpruning.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import io.github.dl4jpruning.runtime.kernel.Pool;
import io.github.dl4jpruning.runtime.kernel.Shifted;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorKernelsTest {
  @BeforeEach
  void needsWideVectors() {
    assumeTrue(VectorSums.LANES >= 8);
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

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.5, 1})
  void shifted_anyWidth_asPlainJava(double density) {
    SplittableRandom random = new SplittableRandom(2);
    float[] weights = new float[11 * 23];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextDouble() < density ? (float) random.nextDouble(-1, 1) : 0;
    }
    SparseMatrix matrix = SparseMatrix.of(11, 23, weights);
    float[] x = numbers(random, 23 * 5 + 200);
    int[] distance = new int[23];
    for (int c = 0; c < 23; c++) {
      distance[c] = 5 * c;
    }
    for (int width = 1; width < 190; width += 3) {
      Block plain = Kernels.plain().block(matrix, width);
      Optional<Shifted> shifted = new VectorKernels().shifted(matrix, distance, width);
      assertTrue(shifted.isPresent());
      for (int c : matrix.used()) {
        System.arraycopy(x, distance[c] + 2, plain.array(c), plain.start(c), width);
      }
      for (int row = 0; row < 11; row++) {
        float[] expected = new float[width + 2];
        float[] actual = new float[width + 2];
        plain.multiply(row, width, expected, 1);
        shifted.get().multiply(row, x, 2, width, actual, 1);
        assertArrayEquals(expected, actual, 2e-6f, "width " + width);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pool_anyWindow_asPlainJava(boolean largest) {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 300; i++) {
      int kernel = random.nextInt(1, 4);
      int stride = random.nextInt(1, 3);
      int dilation = random.nextInt(1, 3);
      int begin = random.nextInt(2);
      int inner = random.nextInt(1, 40);
      int places = (9 + begin - (kernel - 1) * dilation - 1) / stride + 1;
      int[] starts = {4, 9 * inner, 18 * inner + 2};
      int[][] rows = {Arrays.copyOf(starts, random.nextInt(4)), starts};
      Pool.Plane plane =
          new Pool.Plane(largest, 9, places, kernel, stride, dilation, begin, inner, rows);
      float[] x = numbers(random, 3 * 9 * inner + 5 + new VectorKernels().spare());
      float[] expected = new float[2 * places * inner + 2];
      float[] actual = new float[2 * places * inner + 2];
      Kernels.plain().pool(plane).plane(x, 1, expected, 1);
      new VectorKernels().pool(plane).plane(x, 1, actual, 1);
      assertArrayEquals(expected, actual, 2e-6f, "window " + i);
    }
  }

  private static float[] numbers(SplittableRandom random, int size) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
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
    String bits = VectorSums.LANES * 32 + " bits";
    assertTrue(text.contains("jdk.incubator.vector, " + bits), text);
    assertTrue(text.contains(VectorSums.NAME), text);
    assertEquals(5, network.predict(new float[] {1, 2})[0]);
  }
}
