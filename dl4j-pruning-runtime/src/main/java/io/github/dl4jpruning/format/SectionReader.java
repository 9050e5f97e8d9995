package io.github.dl4jpruning.format;

import io.github.dl4jpruning.format.SectionHeader.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads what {@link SectionWriter} wrote into an array that holds +0.0 everywhere. */
public final class SectionReader {
  /** Takes values, little-endian. */
  public interface Target {
    /** Drops them. */
    Target NONE = (from, count, bytes) -> {};

    /** {@code count} values, the first of them at {@code from}. */
    void put(long from, int count, byte[] bytes);
  }

  private static final int CHUNK = SectionWriter.CHUNK;

  private final FileInput in;
  private final Target target;
  private final int width;
  private final int version;
  private final ByteBuffer chunk;
  private final ByteBuffer packed;

  /**
   * A reader.
   *
   * @param width bytes of a value as the target takes it
   * @param version of the layout
   */
  public SectionReader(FileInput in, Target target, int width, int version) {
    this.in = in;
    this.target = target;
    this.width = width;
    this.version = version;
    this.chunk = ByteBuffer.allocate(CHUNK * width).order(ByteOrder.LITTLE_ENDIAN);
    this.packed = ByteBuffer.allocate(CHUNK * width).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Fills a stretch.
   *
   * @return its mask's words; null where it has no mask
   */
  public long[] read(Stretch stretch) throws IOException {
    return read(stretch, SectionHeader.read(stretch, width, version, in));
  }

  /**
   * Fills the next part, whatever it is.
   *
   * @param from its first element's place
   * @param most elements that it may have
   * @return what it is
   */
  public Stretch readAny(long from, long most) throws IOException {
    SectionHeader.Read next = SectionHeader.readAny(from, most, width, version, in);
    in.enter("the section of " + next.stretch);
    read(next.stretch, next.header);
    return next.stretch;
  }

  private long[] read(Stretch stretch, SectionHeader header) throws IOException {
    long[] kept = positions(stretch, header);
    if (header.width == SectionHeader.SHARED) {
      readShared(stretch, header, kept);
    } else {
      readValues(stretch, header, kept);
    }
    in.requireChecksum();
    if (!header.masked) {
      return null;
    }
    return kept == null ? all(stretch.length()) : kept;
  }

  private static long[] all(int length) {
    long[] words = new long[(length + 63) >>> 6];
    Arrays.fill(words, -1L);
    if ((length & 63) != 0) {
      words[words.length - 1] = (1L << length) - 1;
    }
    return words;
  }

  private void readValues(Stretch stretch, SectionHeader header, long[] kept) throws IOException {
    for (long at = 0; at < stretch.length(); at += CHUNK) {
      int first = (int) at;
      int size = Math.min(CHUNK, stretch.length() - first);
      int count = kept == null ? size : count(kept, first, size);
      if (count > 0) {
        in.getBytes(packed.array(), count * header.width);
        boolean asStored = kept == null && header.width == width;
        if (!asStored) {
          unpack(kept, first, size, header.width);
        }
        target.put(stretch.from() + first, size, asStored ? packed.array() : chunk.array());
      }
    }
  }

  private void readShared(Stretch stretch, SectionHeader header, long[] kept) throws IOException {
    float[] entries = SharedTable.read(header.table, in);
    byte[] coded = new byte[(int) header.table.coded];
    in.getBytes(coded, coded.length);
    byte[] indices;
    try {
      indices = IndexCoder.decode(coded, header.kept, entries.length);
    } catch (IOException e) {
      throw in.damaged(e.getMessage());
    }
    int next = 0;
    for (long at = 0; at < stretch.length(); at += CHUNK) {
      int first = (int) at;
      int size = Math.min(CHUNK, stretch.length() - first);
      Arrays.fill(chunk.array(), (byte) 0);
      for (int i = 0; i < size; i++) {
        if (kept == null || ((kept[(first + i) >>> 6] >>> i) & 1) != 0) {
          put(i, entries[indices[next++] & 0xFF]);
        }
      }
      target.put(stretch.from() + first, size, chunk.array());
    }
  }

  private void put(int i, float value) {
    switch (width) {
      case Short.BYTES:
        chunk.putShort(i << 1, HalfPrecision.bitsOf(value));
        break;
      case Float.BYTES:
        chunk.putFloat(i << 2, value);
        break;
      default:
        chunk.putDouble(i << 3, value);
    }
  }

  /** The mask's words; null where everything is kept. */
  private long[] positions(Stretch stretch, SectionHeader header) throws IOException {
    if (header.encoding == Encoding.DENSE) {
      return null;
    }
    byte[] bytes = new byte[header.positions];
    in.getBytes(bytes, bytes.length);
    int length = stretch.length();
    if (header.encoding == Encoding.CODED) {
      try {
        return MaskDecoder.decode(bytes, length, header.stride, header.kept);
      } catch (IOException e) {
        throw in.damaged(e.getMessage());
      }
    }
    long[] words = new long[(length + 63) >>> 6];
    for (int i = 0; i < bytes.length; i++) {
      words[i >>> 3] |= (bytes[i] & 0xFFL) << (i << 3);
    }
    boolean beyond = (length & 63) != 0 && words[words.length - 1] >>> length != 0;
    if (beyond || count(words, 0, length) != header.kept) {
      throw in.damaged("its bitmap does not have exactly " + header.kept + " bits");
    }
    return words;
  }

  private void unpack(long[] kept, int first, int size, int storedWidth) {
    packed.clear();
    chunk.clear();
    Arrays.fill(chunk.array(), (byte) 0);
    boolean wider = storedWidth != width;
    // Sections are cut into chunks of whole words.
    for (int word = 0; word << 6 < size; word++) {
      int end = Math.min(64, size - (word << 6));
      long bits = kept == null ? -1L >>> (64 - end) : kept[(first >>> 6) + word];
      for (; bits != 0; bits &= bits - 1) {
        unpack((word << 6) + Long.numberOfTrailingZeros(bits), wider);
      }
    }
  }

  private void unpack(int i, boolean wider) {
    if (wider) {
      put(i, HalfPrecision.valueOf(packed.getShort()));
    } else {
      copy(i);
    }
  }

  private void copy(int i) {
    switch (width) {
      case Short.BYTES:
        chunk.putShort(i << 1, packed.getShort());
        break;
      case Float.BYTES:
        chunk.putInt(i << 2, packed.getInt());
        break;
      default:
        chunk.putLong(i << 3, packed.getLong());
    }
  }

  private static int count(long[] words, int first, int size) {
    int count = 0;
    for (int word = first >>> 6; word < (first + size + 63) >>> 6; word++) {
      count += Long.bitCount(words[word]);
    }
    return count;
  }
}
