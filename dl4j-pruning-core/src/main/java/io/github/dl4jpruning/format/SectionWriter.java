package io.github.dl4jpruning.format;

import io.github.dl4jpruning.format.SectionHeader.Encoding;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
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

  private final FileOutput out;
  private final Values values;
  private final MaskStore masks;
  private final boolean half;
  private final ByteBuffer chunk;
  private final ByteBuffer packed;

  public SectionWriter(FileOutput out, Values values, MaskStore masks, boolean half) {
    this.out = out;
    this.values = values;
    this.masks = masks;
    this.half = half && values.width() > Short.BYTES;
    this.chunk = ByteBuffer.allocate(CHUNK * values.width()).order(ByteOrder.LITTLE_ENDIAN);
    this.packed = ByteBuffer.allocate(CHUNK * values.width()).order(ByteOrder.LITTLE_ENDIAN);
  }

  public void write(Stretch stretch) throws IOException {
    Mask mask = stretch.mask(masks).orElse(null);
    long[] kept = mask == null ? nonZero(stretch) : mask.words();
    int count = mask == null ? count(kept) : mask.kept();
    int width = half && stretch.weight() ? Short.BYTES : values.width();
    byte[] positions = new byte[0];
    Encoding encoding = Encoding.DENSE;
    if (count < stretch.length()) {
      int bitmap = SectionHeader.bitmapBytes(stretch.length());
      byte[] coded = MaskEncoder.encode(kept, stretch.length(), stretch.stride(), bitmap - 1);
      boolean small = coded.length > 0;
      long bytes = (small ? coded.length : bitmap) + (long) count * width;
      if (mask != null || bytes < (long) stretch.length() * width) {
        encoding = small ? Encoding.CODED : Encoding.BITMAP;
        positions = small ? coded : bitmap(kept, bitmap);
      } else {
        count = stretch.length();
      }
    }
    new SectionHeader(
            encoding,
            mask != null,
            width,
            count,
            encoding == Encoding.CODED ? stretch.stride() : 0,
            positions.length)
        .write(stretch, out);
    out.putBytes(positions, positions.length);
    for (long at = 0; at < stretch.length(); at += CHUNK) {
      int first = (int) at;
      int size = Math.min(CHUNK, stretch.length() - first);
      values.get(stretch.from() + first, size, chunk.array());
      pack(stretch, encoding == Encoding.DENSE ? null : kept, first, size, width, mask != null);
    }
    out.putChecksum();
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
        throw new IllegalArgumentException(
            "%s is pruned at position %s, but holds %s there, not +0.0. Call Pruner.apply(network,"
                    .formatted(stretch, first + i, number(i))
                + " masks) first");
      }
    }
    out.putBytes(packed.array(), packed.position());
  }

  private void put(Stretch stretch, int first, int i, int width) {
    switch (values.width()) {
      case Short.BYTES -> packed.putShort(chunk.getShort(i << 1));
      case Float.BYTES -> {
        if (width == Short.BYTES) {
          packed.putShort(StoredHalf.of(chunk.getFloat(i << 2), stretch, first + i));
        } else {
          packed.putInt(chunk.getInt(i << 2));
        }
      }
      default -> {
        if (width == Short.BYTES) {
          packed.putShort(StoredHalf.of(chunk.getDouble(i << 3), stretch, first + i));
        } else {
          packed.putLong(chunk.getLong(i << 3));
        }
      }
    }
  }

  private boolean isZero(int i) {
    return switch (values.width()) {
      case Short.BYTES -> chunk.getShort(i << 1) == 0;
      case Float.BYTES -> chunk.getInt(i << 2) == 0;
      default -> chunk.getLong(i << 3) == 0;
    };
  }

  private String number(int i) {
    return switch (values.width()) {
      case Short.BYTES -> String.valueOf(StoredHalf.valueOf(chunk.getShort(i << 1)));
      case Float.BYTES -> String.valueOf(chunk.getFloat(i << 2));
      default -> String.valueOf(chunk.getDouble(i << 3));
    };
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
