package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.program.Window;
import io.github.dl4jpruning.runtime.kernel.Epilogue;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;

/** Weights of convolutions as sparse matrices. */
final class ConvolutionMatrices {
  private ConvolutionMatrices() {}

  /** {@code [out, in · taps]}; in groups, each output has the columns of its own. */
  static Part conv(Operation operation, float[] values, Epilogue epilogue) {
    int[] w = operation.weights().get("W").shape();
    int group = operation.integer("group", 1);
    int perRow = Shapes.size(w, 1, w.length);
    int rowsPerGroup = w[0] / group;
    SparseMatrix.Entries entries =
        new SparseMatrix.Entries() {
          @Override
          public int count() {
            return perRow;
          }

          @Override
          public int column(int row, int i) {
            return row / rowsPerGroup * perRow + i;
          }

          @Override
          public float value(int row, int i) {
            return values[row * perRow + i];
          }
        };
    SparseMatrix matrix = SparseMatrix.of(w[0], Math.multiplyExact(group, perRow), entries);
    return new ConvPart(operation, new Matrix(matrix), epilogue);
  }

  /** {@code [out · taps, in]}. */
  static Part transposed(Operation operation, float[] values, Epilogue epilogue) {
    int[] w = operation.weights().get("W").shape();
    int taps = Shapes.size(w, 2, w.length);
    SparseMatrix.Entries entries =
        new SparseMatrix.Entries() {
          @Override
          public int count() {
            return w[1];
          }

          @Override
          public int column(int row, int i) {
            return i;
          }

          @Override
          public float value(int row, int i) {
            return values[(row / taps * w[1] + i) * taps + row % taps];
          }
        };
    SparseMatrix matrix = SparseMatrix.of(Math.multiplyExact(w[0], taps), w[1], entries);
    return new TransposedPart(operation, new Matrix(matrix), epilogue);
  }

  /** {@code [out · places, in · sizes]}: each place has weights of its own. */
  static Part local(Operation operation, int[] in, int[] out, float[] values, float[] bias) {
    Patches patches = new Patches(Window.ofKernel(operation), in, out, 1);
    int perRow = in[0] * patches.taps;
    int places = patches.places;
    SparseMatrix.Entries entries =
        new SparseMatrix.Entries() {
          @Override
          public int count() {
            return perRow;
          }

          @Override
          public int column(int row, int i) {
            return patches.at(i / patches.taps, i % patches.taps, row % places);
          }

          @Override
          public float value(int row, int i) {
            int place = row % places;
            boolean inside = patches.inside(i % patches.taps, place);
            return inside ? values[(place * perRow + i) * out[0] + row / places] : 0;
          }
        };
    SparseMatrix matrix =
        SparseMatrix.of(Math.multiplyExact(out[0], places), Shapes.size(in), entries);
    float[] shifts = bias == null ? null : new float[matrix.rows()];
    for (int i = 0; bias != null && i < shifts.length; i++) {
      shifts[i] = bias[i / places];
    }
    Epilogue epilogue = bias == null ? Epilogue.NONE : Epilogue.NONE.scaled(null, shifts);
    return new GemmPart(operation, new Matrix(matrix), epilogue, false);
  }
}
