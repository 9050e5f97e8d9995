package io.github.dl4jpruning.program;

import java.util.Arrays;
import java.util.List;

/** Element by element, or along the first axis. */
final class ArithmeticShapes {
  private ArithmeticShapes() {}

  static int[] same(Operation operation, List<int[]> inputs) {
    if (operation.op() == Op.UNSTACK) {
      int count = operation.integer("count", 0);
      int index = operation.integer("index", -1);
      if (count < 1 || index < 0 || index >= count) {
        throw new IllegalArgumentException(
            operation.output() + ": index must be one of 0 to count − 1: " + operation);
      }
    }
    return inputs.get(0).clone();
  }

  static int[] function(Operation operation, List<int[]> inputs) {
    Activation.of(operation, "function");
    return inputs.get(0).clone();
  }

  static int[] channels(Operation operation, List<int[]> inputs) {
    int[] in = inputs.get(0);
    for (String role : operation.weights().keySet()) {
      ProductShapes.requireVector(operation, role, in[0]);
    }
    if (operation.op() == Op.BATCH_NORMALIZATION
        && operation.weights().containsKey("var") == operation.weights().containsKey("logstd")) {
      throw new IllegalArgumentException(
          operation.output() + ": BATCH_NORMALIZATION has one of var and logstd");
    }
    return in.clone();
  }

  static int[] prelu(Operation operation, List<int[]> inputs) {
    int[] in = inputs.get(0);
    int[] slope = operation.weights().get("slope").shape();
    boolean fits = slope.length <= in.length;
    for (int i = 0; fits && i < slope.length; i++) {
      fits = slope[i] == 1 || slope[i] == in[i];
    }
    ProductShapes.require(operation, fits, in, slope);
    return in.clone();
  }

  static int[] elementwise(Operation operation, List<int[]> inputs) {
    for (int[] other : inputs) {
      if (!Arrays.equals(other, inputs.get(0))) {
        throw new IllegalArgumentException(
            operation.output()
                + ": all inputs must have one shape, not "
                + Arrays.toString(inputs.get(0))
                + " and "
                + Arrays.toString(other));
      }
    }
    return inputs.get(0).clone();
  }

  static int[] distance(Operation operation, List<int[]> inputs) {
    elementwise(operation, inputs);
    return new int[] {1};
  }
}
