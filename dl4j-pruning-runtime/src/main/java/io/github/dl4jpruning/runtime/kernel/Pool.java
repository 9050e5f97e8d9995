package io.github.dl4jpruning.runtime.kernel;

/** Pools a channel. Belongs to one thread. */
public interface Pool {
  /**
   * Pools a channel.
   *
   * @param x where it lies
   * @param from where it begins
   * @param y receives its places
   * @param at where the first number goes
   */
  void plane(float[] x, int from, float[] y, int at);

  /** Bytes that it takes. */
  long bytes();

  /** What a window does on a channel; {@code inner} numbers side by side are one place. */
  final class Plane {
    /** Whether the largest is taken; else the sum. */
    public final boolean largest;

    /** Places of a row that it slides over. */
    public final int width;

    /** Places of a row that come out. */
    public final int places;

    /** Its size along a row. */
    public final int kernel;

    /** How far it moves along a row. */
    public final int stride;

    /** How far apart its places are along a row. */
    public final int dilation;

    /** Padding in front of a row. */
    public final int begin;

    /** Numbers of one place. */
    public final int inner;

    /**
     * By row of places: where the rows begin that the window sees there, from the channel's
     * beginning; none where all is padding. Not to be changed.
     */
    public final int[][] rows;

    /** What a window does on a channel. */
    public Plane(
        boolean largest,
        int width,
        int places,
        int kernel,
        int stride,
        int dilation,
        int begin,
        int inner,
        int[][] rows) {
      this.largest = largest;
      this.width = width;
      this.places = places;
      this.kernel = kernel;
      this.stride = stride;
      this.dilation = dilation;
      this.begin = begin;
      this.inner = inner;
      this.rows = rows;
    }

    /** What changes nothing: negative infinity, or 0. */
    public float neutral() {
      return largest ? Float.NEGATIVE_INFINITY : 0;
    }

    /** Places of the padded row that some place looks at, from the first to the last. */
    int reach() {
      return (places - 1) * stride + (kernel - 1) * dilation + 1;
    }

    /** Whether every place looks at places of its rows alone. */
    public boolean isInside() {
      return begin == 0 && reach() <= width;
    }
  }
}
