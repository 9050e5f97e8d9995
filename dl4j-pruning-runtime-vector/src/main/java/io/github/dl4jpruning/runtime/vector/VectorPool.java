package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.Pool;
import jdk.incubator.vector.FloatVector;

/** Pooling of several examples at once, where no place looks at padding: each number once. */
final class VectorPool implements Pool {
  private final Row row;
  private final int[] offset;

  VectorPool(Row row) {
    this.row = row;
    this.offset = new int[row.kernel * row.height];
  }

  @Override
  public void row(float[] x, int[] starts, int seen, float[] y, int at) {
    int count = 0;
    for (int i = 0; i < seen; i++) {
      for (int k = 0; k < row.kernel; k++) {
        offset[count++] = starts[i] + k * row.dilation * row.inner;
      }
    }
    int step = row.stride * row.inner;
    for (int i = 0; i < row.places; i++) {
      for (int j = 0; j < row.inner; j += VectorSums.LANES) {
        // The last numbers, some of them once more.
        int lane = Math.min(j, row.inner - VectorSums.LANES);
        if (row.largest) {
          largest(x, i * step + lane, count, y, at + i * row.inner + lane);
        } else {
          sum(x, i * step + lane, count, y, at + i * row.inner + lane);
        }
      }
    }
  }

  private void largest(float[] x, int from, int count, float[] y, int at) {
    FloatVector result = FloatVector.fromArray(VectorSums.SPECIES, x, offset[0] + from);
    for (int k = 1; k < count; k++) {
      result = result.max(FloatVector.fromArray(VectorSums.SPECIES, x, offset[k] + from));
    }
    result.intoArray(y, at);
  }

  private void sum(float[] x, int from, int count, float[] y, int at) {
    FloatVector result = FloatVector.fromArray(VectorSums.SPECIES, x, offset[0] + from);
    for (int k = 1; k < count; k++) {
      result = result.add(FloatVector.fromArray(VectorSums.SPECIES, x, offset[k] + from));
    }
    result.intoArray(y, at);
  }

  @Override
  public long bytes() {
    return 4L * offset.length;
  }
}
