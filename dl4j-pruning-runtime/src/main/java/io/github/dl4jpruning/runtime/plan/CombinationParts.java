package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Shapes;

/** Several tensors to one, and batches to parts. */
final class CombinationParts {
  private CombinationParts() {}

  static Part elementwise(Operation operation) {
    return Part.of(
        operation,
        frame -> {
          Tensor[] x = frame.inputs(operation);
          Tensor y = frame.output(operation);
          Op op = operation.op();
          return Step.of(
              "element by element",
              () -> {
                int n = y.size();
                System.arraycopy(x[0].data, 0, y.data, 0, n);
                for (int i = 1; i < x.length; i++) {
                  combine(op, y.data, x[i].data, n);
                }
                for (int i = 0; op == Op.MEAN && i < n; i++) {
                  y.data[i] /= x.length;
                }
              });
        });
  }

  private static void combine(Op op, float[] y, float[] x, int n) {
    switch (op) {
      case ADD:
      case MEAN:
        for (int i = 0; i < n; i++) {
          y[i] += x[i];
        }
        break;
      case SUB:
        for (int i = 0; i < n; i++) {
          y[i] -= x[i];
        }
        break;
      case MUL:
        for (int i = 0; i < n; i++) {
          y[i] *= x[i];
        }
        break;
      case MAX:
        for (int i = 0; i < n; i++) {
          y[i] = Math.max(y[i], x[i]);
        }
        break;
      default:
        for (int i = 0; i < n; i++) {
          y[i] = Math.min(y[i], x[i]);
        }
    }
  }

  static Part affine(Operation operation) {
    float alpha = operation.number("alpha", 1);
    float beta = operation.number("beta", 0);
    return Part.of(
        operation,
        frame -> {
          Tensor x = frame.input(operation, 0);
          Tensor y = frame.output(operation);
          return Step.of(
              "element by element",
              () -> {
                for (int i = 0, n = y.size(); i < n; i++) {
                  y.data[i] = alpha * x.data[i] + beta;
                }
              });
        });
  }

  static Part concat(Operation operation) {
    return Part.of(
        operation,
        frame -> {
          Tensor[] x = frame.inputs(operation);
          Tensor y = frame.output(operation);
          int axis = operation.integer("axis", 0);
          int before = Shapes.size(y.shape, 0, axis);
          return Step.of(
              "copy",
              () -> {
                int at = 0;
                for (int i = 0; i < before; i++) {
                  for (int j = 0; j < x.length; j++) {
                    int n = x[j].size() / before;
                    System.arraycopy(x[j].data, i * n, y.data, at, n);
                    at += n;
                  }
                }
              });
        });
  }

  static Part stack(Operation operation) {
    return Part.of(
        operation,
        frame -> {
          Tensor[] x = frame.inputs(operation);
          Tensor y = frame.output(operation);
          return Step.of(
              "copy",
              () -> {
                int at = 0;
                for (int i = 0; i < y.elements(); i++) {
                  for (int j = 0; j < x.length; j++) {
                    System.arraycopy(x[j].data, i * x[j].lanes, y.data, at, x[j].lanes);
                    at += x[j].lanes;
                  }
                }
              });
        });
  }

  static Part unstack(Operation operation) {
    return Part.of(
        operation,
        frame -> {
          Tensor x = frame.input(operation, 0);
          Tensor y = frame.output(operation);
          int from = operation.integer("index", 0) * y.lanes;
          return Step.of(
              "copy",
              () -> {
                for (int i = 0; i < y.elements(); i++) {
                  System.arraycopy(x.data, i * x.lanes + from, y.data, i * y.lanes, y.lanes);
                }
              });
        });
  }
}
