package io.github.dl4jpruning.format;

import io.github.dl4jpruning.format.SectionHeader.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes stretches of a flat array, each in the smallest of three encodings. Holds a chunk of
 * values and two bits per element of one stretch, never the values of a whole one.
 */
public final class SectionWriter {
  /** Elements at a time; a multiple of 64. */
  static final int CHUNK = 1 << 14;

  /** The masks of parameters. */
  public interface Masks {
    /** None for any. */
    Masks NONE = key -> null;

    /** A mask's words, position {@code i} as bit {@code i % 64} of word {@code i / 64}; or null. */
    long[] words(String key);
  }

  private final FileOutput out;
  private final int version;
  private final Values values;
  private final Masks masks;
  private final boolean half;
  private final Sharing shared;
  private final ByteBuffer chunk;
  private final ByteBuffer packed;
  private double largestError;
  private double sumOfErrors;
  private long rounded;

  /**
   * A writer.
   *
   * @param version of the layout; shared values take version 2
   * @param half whether weights are rounded to 16 bits
   * @param shared how weights share values; null if they do not
   */
  public SectionWriter(
      FileOutput out, int version, Values values, Masks masks, boolean half, Sharing shared) {
    this.out = out;
    this.version = version;
    this.values = values;
    this.masks = masks;
    this.half = half && values.width() > Short.BYTES;
    this.shared = shared;
    this.chunk = ByteBuffer.allocate(CHUNK * values.width()).order(ByteOrder.LITTLE_ENDIAN);
    this.packed = ByteBuffer.allocate(CHUNK * values.width()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The largest difference between a weight and the shared value that stands for it. */
  public double largestError() {
    return largestError;
  }

  /** The mean of these differences; 0 if no values are shared. */
  public double meanError() {
    return rounded == 0 ? 0 : sumOfErrors / rounded;
  }

  /** Writes a section. */
  public void write(Stretch stretch) throws IOException {
    long[] mask = masks.words(stretch.key());
    long[] kept = mask == null ? nonZero(stretch) : mask;
    int count = count(kept);
    int width = half && stretch.weight() ? Short.BYTES : values.width();
    boolean sharing = shared != null && stretch.weight();
    byte[] positions = new byte[0];
    Encoding encoding = Encoding.DENSE;
    if (count < stretch.length()) {
      int bitmap = SectionHeader.bitmapBytes(stretch.length());
      byte[] coded = MaskEncoder.encode(kept, stretch.length(), stretch.stride(), bitmap - 1);
      boolean small = coded.length > 0;
      long bytes = (small ? coded.length : bitmap) + (long) count * width;
      if (mask != null || sharing || bytes < (long) stretch.length() * width) {
        encoding = small ? Encoding.CODED : Encoding.BITMAP;
        positions = small ? coded : bitmap(kept, bitmap);
      } else {
        count = stretch.length();
      }
    }
    SharedTable table =
        sharing
            ? table(stretch, encoding == Encoding.DENSE ? null : kept, count, mask != null)
            : null;
    byte[] indices = sharing ? IndexCoder.encode(table.indices, table.entries.length) : new byte[0];
    new SectionHeader(
            encoding,
            mask != null,
            sharing ? SectionHeader.SHARED : width,
            count,
            encoding == Encoding.CODED ? stretch.stride() : 0,
            positions.length,
            sharing
                ? new SharedTable.Sizes(table.uniform, table.entries.length, indices.length)
                : SharedTable.Sizes.NONE)
        .write(stretch, version, out);
    out.putBytes(positions, positions.length);
    if (sharing) {
      SharedTable.write(table.uniform, table.entries, out);
      out.putBytes(indices, indices.length);
    } else {
      writeValues(stretch, encoding == Encoding.DENSE ? null : kept, width, mask != null);
    }
    out.putChecksum();
  }

  private void writeValues(Stretch stretch, long[] kept, int width, boolean masked)
      throws IOException {
    for (long at = 0; at < stretch.length(); at += CHUNK) {
      int first = (int) at;
      int size = Math.min(CHUNK, stretch.length() - first);
      values.get(stretch.from() + first, size, chunk.array());
      pack(stretch, kept, first, size, width, masked);
    }
  }

  /** Finds the table of a stretch's kept values, and counts what it gets wrong. */
  private SharedTable table(Stretch stretch, long[] kept, int count, boolean masked) {
    float[] all = new float[count];
    int next = 0;
    for (long at = 0; at < stretch.length(); at += CHUNK) {
      int first = (int) at;
      int size = Math.min(CHUNK, stretch.length() - first);
      values.get(stretch.from() + first, size, chunk.array());
      for (int i = 0; i < size; i++) {
        boolean isKept = kept == null || ((kept[(first + i) >>> 6] >>> i) & 1) != 0;
        if (isKept) {
          all[next++] = finite(stretch, first + i, (float) value(i));
        } else if (masked && !isZero(i)) {
          throw pruned(stretch, first, i);
        }
      }
    }
    SharedTable table = SharedTable.of(shared, all);
    for (int i = 0; i < count; i++) {
      double error = Math.abs((double) all[i] - table.entries[table.indices[i] & 0xFF]);
      largestError = Math.max(largestError, error);
      sumOfErrors += error;
    }
    rounded += count;
    return table;
  }

  private static float finite(Stretch stretch, int position, float value) {
    if (Math.abs(value) <= Float.MAX_VALUE) {
      return value;
    }
    throw new IllegalArgumentException(
        stretch
            + " holds "
            + value
            + " at position "
            + position
            + ": values that are shared must be finite");
  }

  private double value(int i) {
    switch (values.width()) {
      case Short.BYTES:
        return StoredHalf.valueOf(chunk.getShort(i << 1));
      case Float.BYTES:
        return chunk.getFloat(i << 2);
      default:
        return chunk.getDouble(i << 3);
    }
  }

  private IllegalArgumentException pruned(Stretch stretch, int first, int i) {
    return new IllegalArgumentException(
        stretch
            + " is pruned at position "
            + (first + i)
            + ", but holds "
            + number(i)
            + " there, not +0.0. Call Pruner.apply(network, masks) first");
  }

  /** Writes a chunk's kept values; all of them if {@code kept} is null. */
  private void pack(Stretch stretch, long[] kept, int first, int size, int width, boolean masked)
      throws IOException {
    if (kept == null && width == values.width()) {
      out.putBytes(chunk.array(), size * width);
      return;
    }
    packed.clear();
    for (int i = 0; i < size; i++) {
      boolean isKept = kept == null || ((kept[(first + i) >>> 6] >>> i) & 1) != 0;
      if (isKept) {
        put(stretch, first, i, width);
      } else if (masked && !isZero(i)) {
        throw pruned(stretch, first, i);
      }
    }
    out.putBytes(packed.array(), packed.position());
  }

  private void put(Stretch stretch, int first, int i, int width) {
    boolean narrow = width == Short.BYTES;
    switch (values.width()) {
      case Short.BYTES:
        packed.putShort(chunk.getShort(i << 1));
        break;
      case Float.BYTES:
        if (narrow) {
          packed.putShort(StoredHalf.of(chunk.getFloat(i << 2), stretch, first + i));
        } else {
          packed.putInt(chunk.getInt(i << 2));
        }
        break;
      default:
        if (narrow) {
          packed.putShort(StoredHalf.of(chunk.getDouble(i << 3), stretch, first + i));
        } else {
          packed.putLong(chunk.getLong(i << 3));
        }
    }
  }

  private boolean isZero(int i) {
    switch (values.width()) {
      case Short.BYTES:
        return chunk.getShort(i << 1) == 0;
      case Float.BYTES:
        return chunk.getInt(i << 2) == 0;
      default:
        return chunk.getLong(i << 3) == 0;
    }
  }

  private String number(int i) {
    switch (values.width()) {
      case Short.BYTES:
        return String.valueOf(StoredHalf.valueOf(chunk.getShort(i << 1)));
      case Float.BYTES:
        return String.valueOf(chunk.getFloat(i << 2));
      default:
        return String.valueOf(chunk.getDouble(i << 3));
    }
  }

  /** Where a stretch holds anything but +0.0. */
  private long[] nonZero(Stretch stretch) {
    long[] words = new long[(stretch.length() + 63) >>> 6];
    for (long at = 0; at < stretch.length(); at += CHUNK) {
      int first = (int) at;
      int size = Math.min(CHUNK, stretch.length() - first);
      values.get(stretch.from() + first, size, chunk.array());
      for (int i = 0; i < size; i++) {
        if (!isZero(i)) {
          words[(first + i) >>> 6] |= 1L << i;
        }
      }
    }
    return words;
  }

  private static int count(long[] words) {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  private static byte[] bitmap(long[] words, int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(words.length << 3).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asLongBuffer().put(words);
    return Arrays.copyOf(buffer.array(), bytes);
  }
}
