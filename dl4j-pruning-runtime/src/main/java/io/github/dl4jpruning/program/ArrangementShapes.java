package io.github.dl4jpruning.program;

import java.util.Arrays;
import java.util.List;

/** Elements that move and stay what they are. */
final class ArrangementShapes {
  private ArrangementShapes() {}

  static int[] concat(Operation operation, List<int[]> inputs) {
    int axis = operation.integer("axis", 0);
    int[] out = inputs.get(0).clone();
    out[axis] = 0;
    for (int[] in : inputs) {
      int[] rest = in.clone();
      if (in.length == out.length) {
        rest[axis] = out[axis];
        out[axis] = Math.addExact(out[axis], in[axis]);
        rest[axis] = out[axis];
      }
      if (!Arrays.equals(rest, out)) {
        throw new IllegalArgumentException(
            operation.output()
                + ": inputs must agree but on axis "
                + axis
                + ": "
                + Arrays.toString(inputs.get(0))
                + " and "
                + Arrays.toString(in));
      }
    }
    return out;
  }

  static int[] slice(Operation operation, List<int[]> inputs) {
    int[] in = inputs.get(0);
    int[] starts = operation.ints("starts");
    int[] ends = operation.ints("ends");
    int[] out = new int[in.length];
    for (int i = 0; i < in.length; i++) {
      int end = ends[i] <= 0 ? in[i] + ends[i] : ends[i];
      if (starts[i] < 0 || end > in[i] || starts[i] >= end) {
        throw new IllegalArgumentException(
            operation.output()
                + ": "
                + starts[i]
                + " to "
                + end
                + " is not within "
                + Arrays.toString(in));
      }
      out[i] = end - starts[i];
    }
    return out;
  }

  static int[] pad(Operation operation, List<int[]> inputs) {
    int[] out = inputs.get(0).clone();
    int[] pads = operation.ints("pads");
    for (int i = 0; i < out.length; i++) {
      if (pads[i] < 0 || pads[out.length + i] < 0) {
        throw new IllegalArgumentException(operation.output() + ": pads must be at least 0");
      }
      out[i] = Math.addExact(out[i], Math.addExact(pads[i], pads[out.length + i]));
    }
    return out;
  }

  static int[] transpose(Operation operation, List<int[]> inputs) {
    int[] in = inputs.get(0);
    int[] perm = operation.ints("perm");
    Shapes.requirePermutation(operation.output(), perm, in.length);
    int[] out = new int[in.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = in[perm[i]];
    }
    return out;
  }

  static int[] reshape(Operation operation, List<int[]> inputs) {
    int[] in = inputs.get(0);
    int[] out = operation.ints("shape");
    int free = -1;
    int known = 1;
    for (int i = 0; i < out.length; i++) {
      if (out[i] == -1 && free < 0) {
        free = i;
      } else {
        known = Math.multiplyExact(known, out[i]);
      }
    }
    int size = Shapes.size(in);
    if (free >= 0) {
      out[free] = size / known;
    }
    if (Shapes.size(out) != size) {
      throw new IllegalArgumentException(
          operation.output()
              + ": "
              + Arrays.toString(in)
              + " can't become "
              + Arrays.toString(operation.ints("shape")));
    }
    return out;
  }

  static int[] upsample(Operation operation, List<int[]> inputs) {
    int[] out = inputs.get(0).clone();
    int[] scales = operation.ints("scales");
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.multiplyExact(out[i], scales[i]);
    }
    return out;
  }

  static int[] spaceToDepth(Operation operation, List<int[]> inputs) {
    int[] in = inputs.get(0);
    int size = operation.integer("blocksize", 0);
    if (in.length < 3 || size < 1 || in[1] % size != 0 || in[2] % size != 0) {
      throw new IllegalArgumentException(
          operation.output() + ": blocks of " + size + " do not fit " + Arrays.toString(in));
    }
    int[] out = in.clone();
    out[0] = Math.multiplyExact(in[0], Math.multiplyExact(size, size));
    out[1] = in[1] / size;
    out[2] = in[2] / size;
    return out;
  }

  static int[] stack(Operation operation, List<int[]> inputs) {
    return ArithmeticShapes.elementwise(operation, inputs);
  }

  static int[] custom(Operation operation, List<int[]> inputs) {
    operation.text("type");
    return operation.ints("shape");
  }
}
