package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.PackedBlock;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * All rows in one array; up to 64 sums stay in registers over all weights of a row. One species
 * only: with a second one in the same JVM, HotSpot 17 puts vectors on the heap.
 */
final class VectorBlock extends PackedBlock {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  /** Numbers of a vector. */
  static final int LANES = 8;

  private final float[] rest = new float[LANES];

  VectorBlock(SparseMatrix matrix, int width) {
    super(matrix, width, LANES);
  }

  @Override
  public void multiply(int row, int n, float[] out, int at) {
    int from = matrix.first(row);
    int end = from + STEP * matrix.length(row);
    int i = 0;
    for (; i + 8 * LANES <= n; i += 8 * LANES) {
      eight(from, end, i, out, at + i);
    }
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
      four(from, end, i, out, at + i);
    }
    for (; i + 2 * LANES <= n; i += 2 * LANES) {
      two(from, end, i, out, at + i);
    }
    for (; i + LANES <= n; i += LANES) {
      one(from, end, i, out, at + i);
    }
    if (i < n) {
      one(from, end, i, rest, 0);
      System.arraycopy(rest, 0, out, at + i, n - i);
    }
  }

  private void eight(int from, int end, int i, float[] y, int at) {
    float[] x = rows;
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

  private void four(int from, int end, int i, float[] y, int at) {
    float[] x = rows;
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

  private void two(int from, int end, int i, float[] y, int at) {
    float[] x = rows;
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

  private void one(int from, int end, int i, float[] y, int at) {
    float[] x = rows;
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    int k = from;
    for (; k + STEP < end; k += 2 * STEP) {
      FloatVector w = FloatVector.broadcast(SPECIES, value[k]);
      FloatVector v = FloatVector.broadcast(SPECIES, value[k + STEP]);
      a = FloatVector.fromArray(SPECIES, x, offset[k] + i).fma(w, a);
      b = FloatVector.fromArray(SPECIES, x, offset[k + STEP] + i).fma(v, b);
    }
    if (k < end) {
      FloatVector w = FloatVector.broadcast(SPECIES, value[k]);
      a = FloatVector.fromArray(SPECIES, x, offset[k] + i).fma(w, a);
    }
    a.add(b).intoArray(y, at);
  }

  @Override
  public String kernel() {
    return "up to 64 sums in vectors";
  }
}
