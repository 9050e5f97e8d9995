package io.github.dl4jpruning.runtime.kernel;

/** Pools one row of places at a time. Belongs to one thread. */
public interface Pool {
  /**
   * Pools a row of places.
   *
   * @param x where the rows that the window sees lie
   * @param starts where each of them begins
   * @param seen how many rows those are, at least 1
   * @param y receives the row's places
   * @param at where the first number goes
   */
  void row(float[] x, int[] starts, int seen, float[] y, int at);

  /** Bytes that it takes. */
  long bytes();

  /** What a window does along a row; {@code inner} numbers side by side are one place. */
  final class Row {
    /** Whether the largest is taken; else the sum. */
    public final boolean largest;

    /** Places of the row that it slides over. */
    public final int width;

    /** Places that come out. */
    public final int places;

    /** Its size. */
    public final int kernel;

    /** Rows that it sees at most. */
    public final int height;

    /** How far it moves. */
    public final int stride;

    /** How far apart its places are. */
    public final int dilation;

    /** Padding in front. */
    public final int begin;

    /** Numbers of one place. */
    public final int inner;

    /** What a window does along a row. */
    public Row(
        boolean largest,
        int width,
        int places,
        int kernel,
        int height,
        int stride,
        int dilation,
        int begin,
        int inner) {
      this.largest = largest;
      this.width = width;
      this.places = places;
      this.kernel = kernel;
      this.height = height;
      this.stride = stride;
      this.dilation = dilation;
      this.begin = begin;
      this.inner = inner;
    }

    /** What changes nothing: negative infinity, or 0. */
    public float neutral() {
      return largest ? Float.NEGATIVE_INFINITY : 0;
    }

    /** Places of the padded row that some place looks at, from the first to the last. */
    int reach() {
      return (places - 1) * stride + (kernel - 1) * dilation + 1;
    }

    /** Whether every place looks at places of the row alone. */
    public boolean isInside() {
      return begin == 0 && reach() <= width;
    }
  }
}
