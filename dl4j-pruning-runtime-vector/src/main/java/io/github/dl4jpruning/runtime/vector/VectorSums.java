package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.Shifted;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of rows of one array, each weight's at a place of its own: as many as fit stay in registers
 * over all weights of a row. One species only: with a second one in the same JVM, HotSpot 17 puts
 * vectors on the heap.
 */
final class VectorSums implements Shifted {
  /** The only species. */
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Numbers of a vector. */
  static final int LANES = SPECIES.length();

  /** How it is called. */
  static final String NAME = "up to " + 8 * LANES + " sums in vectors";

  private static final int STEP = SparseMatrix.STEP;

  private final SparseMatrix matrix;
  private final float[] value;
  private final int[] offset;
  private final float[] few = new float[LANES];

  /**
   * Sums.
   *
   * @param offset where a weight's row starts, at the weight's place
   */
  VectorSums(SparseMatrix matrix, int[] offset) {
    this.matrix = matrix;
    this.value = matrix.values();
    this.offset = offset;
  }

  @Override
  public void multiply(int row, float[] x, int start, int n, float[] out, int at) {
    int from = matrix.first(row);
    int end = from + STEP * matrix.length(row);
    if (n < LANES) {
      one(x, start, from, end, few, 0);
      System.arraycopy(few, 0, out, at, n);
      return;
    }
    int i = 0;
    for (; i + 8 * LANES <= n; i += 8 * LANES) {
      eight(x, start + i, from, end, out, at + i);
    }
    if (i + 4 * LANES <= n) {
      four(x, start + i, from, end, out, at + i);
      i += 4 * LANES;
    }
    if (i + 2 * LANES <= n) {
      two(x, start + i, from, end, out, at + i);
      i += 2 * LANES;
    }
    for (; i < n; i += LANES) {
      // The last ones, some of them once more.
      int place = Math.min(i, n - LANES);
      one(x, start + place, from, end, out, at + place);
    }
  }

  private void eight(float[] x, int i, int from, int end, float[] y, int at) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    FloatVector e = a;
    FloatVector f = a;
    FloatVector g = a;
    FloatVector h = a;
    for (int k = from; k < end; k += STEP) {
      int p = offset[k] + i;
      FloatVector w = FloatVector.broadcast(SPECIES, value[k]);
      a = FloatVector.fromArray(SPECIES, x, p).fma(w, a);
      b = FloatVector.fromArray(SPECIES, x, p + LANES).fma(w, b);
      c = FloatVector.fromArray(SPECIES, x, p + 2 * LANES).fma(w, c);
      d = FloatVector.fromArray(SPECIES, x, p + 3 * LANES).fma(w, d);
      e = FloatVector.fromArray(SPECIES, x, p + 4 * LANES).fma(w, e);
      f = FloatVector.fromArray(SPECIES, x, p + 5 * LANES).fma(w, f);
      g = FloatVector.fromArray(SPECIES, x, p + 6 * LANES).fma(w, g);
      h = FloatVector.fromArray(SPECIES, x, p + 7 * LANES).fma(w, h);
    }
    a.intoArray(y, at);
    b.intoArray(y, at + LANES);
    c.intoArray(y, at + 2 * LANES);
    d.intoArray(y, at + 3 * LANES);
    e.intoArray(y, at + 4 * LANES);
    f.intoArray(y, at + 5 * LANES);
    g.intoArray(y, at + 6 * LANES);
    h.intoArray(y, at + 7 * LANES);
  }

  private void four(float[] x, int i, int from, int end, float[] y, int at) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int k = from; k < end; k += STEP) {
      int p = offset[k] + i;
      FloatVector w = FloatVector.broadcast(SPECIES, value[k]);
      a = FloatVector.fromArray(SPECIES, x, p).fma(w, a);
      b = FloatVector.fromArray(SPECIES, x, p + LANES).fma(w, b);
      c = FloatVector.fromArray(SPECIES, x, p + 2 * LANES).fma(w, c);
      d = FloatVector.fromArray(SPECIES, x, p + 3 * LANES).fma(w, d);
    }
    a.intoArray(y, at);
    b.intoArray(y, at + LANES);
    c.intoArray(y, at + 2 * LANES);
    d.intoArray(y, at + 3 * LANES);
  }

  private void two(float[] x, int i, int from, int end, float[] y, int at) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int k = from;
    for (; k + STEP < end; k += 2 * STEP) {
      int p = offset[k] + i;
      int q = offset[k + STEP] + i;
      FloatVector w = FloatVector.broadcast(SPECIES, value[k]);
      FloatVector v = FloatVector.broadcast(SPECIES, value[k + STEP]);
      a = FloatVector.fromArray(SPECIES, x, p).fma(w, a);
      b = FloatVector.fromArray(SPECIES, x, p + LANES).fma(w, b);
      c = FloatVector.fromArray(SPECIES, x, q).fma(v, c);
      d = FloatVector.fromArray(SPECIES, x, q + LANES).fma(v, d);
    }
    if (k < end) {
      int p = offset[k] + i;
      FloatVector w = FloatVector.broadcast(SPECIES, value[k]);
      a = FloatVector.fromArray(SPECIES, x, p).fma(w, a);
      b = FloatVector.fromArray(SPECIES, x, p + LANES).fma(w, b);
    }
    a.add(c).intoArray(y, at);
    b.add(d).intoArray(y, at + LANES);
  }

  private void one(float[] x, int i, int from, int end, float[] y, int at) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int k = from;
    for (; k + 3 * STEP < end; k += 4 * STEP) {
      FloatVector w = FloatVector.broadcast(SPECIES, value[k]);
      FloatVector v = FloatVector.broadcast(SPECIES, value[k + STEP]);
      FloatVector u = FloatVector.broadcast(SPECIES, value[k + 2 * STEP]);
      FloatVector t = FloatVector.broadcast(SPECIES, value[k + 3 * STEP]);
      a = FloatVector.fromArray(SPECIES, x, offset[k] + i).fma(w, a);
      b = FloatVector.fromArray(SPECIES, x, offset[k + STEP] + i).fma(v, b);
      c = FloatVector.fromArray(SPECIES, x, offset[k + 2 * STEP] + i).fma(u, c);
      d = FloatVector.fromArray(SPECIES, x, offset[k + 3 * STEP] + i).fma(t, d);
    }
    for (; k < end; k += STEP) {
      FloatVector w = FloatVector.broadcast(SPECIES, value[k]);
      a = FloatVector.fromArray(SPECIES, x, offset[k] + i).fma(w, a);
    }
    a.add(b).add(c.add(d)).intoArray(y, at);
  }

  @Override
  public String kernel() {
    return NAME + ", nothing copied";
  }

  @Override
  public long bytes() {
    return 4L * (offset.length + few.length);
  }
}
