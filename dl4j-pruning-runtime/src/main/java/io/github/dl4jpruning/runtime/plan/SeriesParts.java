package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import java.util.Arrays;

/** What looks at time, and multiplies nothing. */
final class SeriesParts {
  private SeriesParts() {}

  private static int[] lengths(Operation operation, Frame frame) {
    return operation.has("mask") ? frame.lengths(operation.text("mask")) : null;
  }

  static Part lastStep(Operation operation) {
    return Part.of(
        operation,
        frame -> {
          Tensor x = frame.input(operation, 0);
          float[] y = frame.output(operation).data;
          int[] lengths = lengths(operation, frame);
          int steps = x.shape[1];
          return Step.of(
              "last step",
              () -> {
                for (int i = 0, k = 0; i < x.channels(); i++) {
                  for (int lane = 0; lane < x.lanes; lane++, k++) {
                    int t = lengths == null ? steps : Math.min(steps, lengths[lane]);
                    y[k] = x.data[(i * steps + Math.max(0, t - 1)) * x.lanes + lane];
                  }
                }
              });
        });
  }

  static Part reverse(Operation operation) {
    return Part.of(
        operation,
        frame -> {
          Tensor x = frame.input(operation, 0);
          Tensor y = frame.output(operation);
          int[] lengths = lengths(operation, frame);
          int steps = x.shape[x.shape.length - 1];
          int rows = x.elements() / steps;
          return Step.of(
              "backwards",
              () -> {
                Arrays.fill(y.data, 0, y.size(), 0);
                for (int i = 0; i < rows; i++) {
                  for (int lane = 0; lane < x.lanes; lane++) {
                    int n = lengths == null ? steps : Math.min(steps, lengths[lane]);
                    int at = i * steps * x.lanes + lane;
                    for (int t = 0; t < n; t++) {
                      y.data[at + t * x.lanes] = x.data[at + (n - 1 - t) * x.lanes];
                    }
                  }
                }
              });
        });
  }

  static Part mask(Operation operation) {
    return Part.of(
        operation,
        frame -> {
          Tensor x = frame.input(operation, 0);
          Tensor y = frame.output(operation);
          int[] lengths = lengths(operation, frame);
          int steps = x.shape[x.shape.length - 1];
          int rows = x.elements() / steps;
          return Step.of(
              "zeros behind the end",
              () -> {
                System.arraycopy(x.data, 0, y.data, 0, y.size());
                for (int lane = 0; lane < x.lanes; lane++) {
                  for (int i = 0; i < rows; i++) {
                    for (int t = lengths[lane]; t < steps; t++) {
                      y.data[(i * steps + t) * x.lanes + lane] = 0;
                    }
                  }
                }
              });
        });
  }

  static Part expandTime(Operation operation) {
    return Part.of(
        operation,
        frame -> {
          Tensor x = frame.input(operation, 0);
          Tensor y = frame.output(operation);
          int steps = y.shape[1];
          return Step.of(
              "copy",
              () -> {
                int at = 0;
                for (int i = 0; i < x.elements(); i++) {
                  for (int t = 0; t < steps; t++) {
                    System.arraycopy(x.data, i * x.lanes, y.data, at, x.lanes);
                    at += x.lanes;
                  }
                }
              });
        });
  }
}
