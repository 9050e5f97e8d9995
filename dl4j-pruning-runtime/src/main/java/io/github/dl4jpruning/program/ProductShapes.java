package io.github.dl4jpruning.program;

import java.util.Arrays;
import java.util.List;

/** The matrix product. */
final class ProductShapes {
  private ProductShapes() {}

  static int[] gemm(Operation operation, List<int[]> inputs) {
    int[] in = inputs.get(0);
    int[] w = operation.weights().get("W").shape();
    require(operation, w.length == 2 && in[0] == w[1], in, w);
    int[] out = in.clone();
    out[0] = w[0];
    requireVector(operation, "B", w[0]);
    return out;
  }

  /** A weight that is there has the shape {@code [n]}. */
  static void requireVector(Operation operation, String role, int n) {
    Weight weight = operation.weights().get(role);
    if (weight != null && !Arrays.equals(weight.shape(), new int[] {n})) {
      throw new IllegalArgumentException(
          operation.output()
              + ": "
              + role
              + " must be ["
              + n
              + "], not "
              + Arrays.toString(weight.shape()));
    }
  }

  static void require(Operation operation, boolean rule, int[] in, int[] weight) {
    if (!rule) {
      throw new IllegalArgumentException(
          operation.output()
              + ": weights "
              + Arrays.toString(weight)
              + " do not fit "
              + Arrays.toString(in));
    }
  }
}
