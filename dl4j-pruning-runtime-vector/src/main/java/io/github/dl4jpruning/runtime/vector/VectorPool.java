package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.Pool;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Pooling where no place looks at padding beside its rows. Of many examples each place's numbers
 * are looked at once; of few, the places between those that are asked for are computed too.
 */
final class VectorPool implements Pool {
  private final Plane plane;

  /** By row of places: where the numbers lie of which one is made. */
  private final int[][] offsets;

  /** Of a window that moves by one place, if a place is less than a vector. */
  private final float[] all;

  VectorPool(Plane plane) {
    this.plane = plane;
    this.offsets = new int[plane.rows.length][];
    for (int row = 0; row < offsets.length; row++) {
      int[] starts = plane.rows[row];
      offsets[row] = new int[starts.length * plane.kernel];
      for (int i = 0; i < offsets[row].length; i++) {
        int place = i % plane.kernel * plane.dilation;
        offsets[row][i] = starts[i / plane.kernel] + place * plane.inner;
      }
    }
    int span = ((plane.places - 1) * plane.stride + 1) * plane.inner;
    boolean few = plane.inner < VectorSums.LANES;
    this.all = new float[few ? Math.max(span, VectorSums.LANES) : 0];
  }

  @Override
  public void plane(float[] x, int from, float[] y, int at) {
    int n = plane.places * plane.inner;
    int to = at;
    for (int[] offset : offsets) {
      if (offset.length == 0) {
        Arrays.fill(y, to, to + n, plane.neutral());
      } else if (all.length > 0) {
        pool(x, from, offset, all.length, all, 0);
        pick(y, to);
      } else {
        int step = plane.stride * plane.inner;
        for (int i = 0; i < plane.places; i++) {
          pool(x, from + i * step, offset, plane.inner, y, to + i * plane.inner);
        }
      }
      to += n;
    }
  }

  private void pool(float[] x, int from, int[] offset, int n, float[] y, int at) {
    for (int j = 0; j < n; j += VectorSums.LANES) {
      // The last numbers, some of them once more.
      int lane = Math.min(j, n - VectorSums.LANES);
      if (plane.largest) {
        largest(x, from + lane, offset, y, at + lane);
      } else {
        sum(x, from + lane, offset, y, at + lane);
      }
    }
  }

  private void pick(float[] y, int at) {
    int step = plane.stride * plane.inner;
    if (plane.inner == 1) {
      for (int i = 0, from = 0; i < plane.places; i++, from += step) {
        y[at + i] = all[from];
      }
      return;
    }
    for (int i = 0; i < plane.places; i++) {
      System.arraycopy(all, i * step, y, at + i * plane.inner, plane.inner);
    }
  }

  private static void largest(float[] x, int from, int[] offset, float[] y, int at) {
    FloatVector result = FloatVector.fromArray(VectorSums.SPECIES, x, offset[0] + from);
    for (int k = 1; k < offset.length; k++) {
      result = result.max(FloatVector.fromArray(VectorSums.SPECIES, x, offset[k] + from));
    }
    result.intoArray(y, at);
  }

  private static void sum(float[] x, int from, int[] offset, float[] y, int at) {
    FloatVector result = FloatVector.fromArray(VectorSums.SPECIES, x, offset[0] + from);
    for (int k = 1; k < offset.length; k++) {
      result = result.add(FloatVector.fromArray(VectorSums.SPECIES, x, offset[k] + from));
    }
    result.intoArray(y, at);
  }

  @Override
  public long bytes() {
    long bytes = 4L * all.length;
    for (int[] offset : offsets) {
      bytes += 4L * offset.length;
    }
    return bytes;
  }
}
