package io.github.dl4jpruning.format;

import java.io.IOException;
import java.util.Arrays;

/** The entries of a table of shared values, and the index of each value. */
final class SharedTable {
  private static final int ROUNDS = 200;
  private static final int MOST = 256;

  final boolean uniform;
  final float[] entries;
  final byte[] indices;

  private SharedTable(boolean uniform, float[] entries, byte[] indices) {
    this.uniform = uniform;
    this.entries = entries;
    this.indices = indices;
  }

  /** How large a table is in the file. Immutable. */
  static final class Sizes {
    static final Sizes NONE = new Sizes(false, 0, 0);

    final boolean uniform;
    final int entries;
    final long coded;

    /**
     * Sizes.
     *
     * @param coded bytes of the coded indices
     */
    Sizes(boolean uniform, int entries, long coded) {
      this.uniform = uniform;
      this.entries = entries;
      this.coded = coded;
    }

    void write(FileOutput out) throws IOException {
      out.putByte(uniform ? 1 : 0);
      out.putShort(entries);
      out.putInt((int) coded);
    }

    static Sizes read(FileInput in) throws IOException {
      int uniform = in.getByte();
      int entries = in.getShort();
      long coded = in.getInt();
      return new Sizes(uniform == 1, uniform > 1 ? -1 : entries, coded);
    }

    /** A table has entries; each value's index takes two bytes at most, the coder four. */
    void check(boolean shared, long kept, FileInput in) throws IOException {
      boolean fits =
          shared
              ? entries >= 2 && entries <= MOST && coded <= 2 * kept + 8
              : entries == 0 && coded == 0;
      if (!fits) {
        throw in.damaged("its table has " + entries + " entries and " + coded + " bytes");
      }
    }
  }

  /** Finds a table for values; all must be finite. */
  static SharedTable of(Sharing how, float[] values) {
    return how.isUniform() ? uniform(how.entries(), values) : kMeans(how.entries(), values);
  }

  private static SharedTable uniform(int count, float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    int zero = count / 2;
    int steps = Math.max(1, count - 1 - zero);
    float scale = largest / steps;
    byte[] indices = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      long step = scale == 0 ? 0 : Math.round((double) values[i] / scale);
      indices[i] = (byte) Math.max(0, Math.min(count - 1, step + zero));
    }
    return new SharedTable(true, scaled(count, scale), indices);
  }

  static float[] scaled(int count, float scale) {
    float[] entries = new float[count];
    for (int i = 0; i < count; i++) {
      entries[i] = (i - count / 2) * scale;
    }
    return entries;
  }

  private static SharedTable kMeans(int count, float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] sums = new double[sorted.length + 1];
    for (int i = 0; i < sorted.length; i++) {
      sums[i + 1] = sums[i] + sorted[i];
    }
    float[] means = new float[count];
    float low = sorted.length == 0 ? 0 : sorted[0];
    float high = sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    for (int i = 0; i < count; i++) {
      means[i] = low + (high - low) * i / (count - 1);
    }
    boolean moved = true;
    for (int round = 0; moved && round < ROUNDS; round++) {
      moved = move(means, sorted, sums);
    }
    byte[] indices = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      indices[i] = (byte) nearest(means, values[i]);
    }
    return new SharedTable(false, means, indices);
  }

  /** Each mean to the middle of those that are nearest to it; an empty one stays. */
  private static boolean move(float[] means, float[] sorted, double[] sums) {
    boolean moved = false;
    int from = 0;
    float[] before = means.clone();
    for (int i = 0; i < means.length; i++) {
      int to = from;
      while (to < sorted.length && nearest(before, sorted[to]) == i) {
        to++;
      }
      if (to > from) {
        float mean = (float) ((sums[to] - sums[from]) / (to - from));
        moved |= mean != means[i];
        means[i] = mean;
      }
      from = to;
    }
    return moved;
  }

  /** The index of the nearest entry; of two equally near, the first. Entries rise. */
  private static int nearest(float[] entries, float value) {
    int at = Arrays.binarySearch(entries, value);
    if (at >= 0) {
      while (at > 0 && entries[at - 1] == entries[at]) {
        at--;
      }
      return at;
    }
    int above = -at - 1;
    if (above == 0) {
      return 0;
    }
    boolean below =
        above == entries.length
            || (double) value - entries[above - 1] <= (double) entries[above] - value;
    return below ? first(entries, above - 1) : above;
  }

  private static int first(float[] entries, int at) {
    int first = at;
    while (first > 0 && entries[first - 1] == entries[at]) {
      first--;
    }
    return first;
  }

  /** Writes entries, or their scale. */
  static void write(boolean uniform, float[] entries, FileOutput out) throws IOException {
    if (uniform) {
      // entry 1 above that of zero is the scale
      float scale =
          entries.length / 2 + 1 < entries.length ? entries[entries.length / 2 + 1] : -entries[0];
      out.putInt(Float.floatToRawIntBits(scale));
      return;
    }
    for (float entry : entries) {
      out.putInt(Float.floatToRawIntBits(entry));
    }
  }

  /** Reads entries. */
  static float[] read(Sizes sizes, FileInput in) throws IOException {
    if (sizes.uniform) {
      return scaled(sizes.entries, Float.intBitsToFloat((int) in.getInt()));
    }
    float[] entries = new float[sizes.entries];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = Float.intBitsToFloat((int) in.getInt());
    }
    return entries;
  }
}
