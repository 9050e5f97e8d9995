package io.github.dl4jpruning.format;

import io.github.dl4jpruning.format.SectionHeader.Encoding;
import io.github.dl4jpruning.mask.Mask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Reads what {@link SectionWriter} wrote into an array that holds +0.0 everywhere. */
public final class SectionReader {
  /** Takes values, little-endian. */
  public interface Target {
    /** Drops them. */
    Target NONE = (from, count, bytes) -> {};

    void put(long from, int count, byte[] bytes);
  }

  private static final int CHUNK = SectionWriter.CHUNK;

  private final FileInput in;
  private final Target target;
  private final int width;
  private final ByteBuffer chunk;
  private final ByteBuffer packed;

  public SectionReader(FileInput in, Target target, int width) {
    this.in = in;
    this.target = target;
    this.width = width;
    this.chunk = ByteBuffer.allocate(CHUNK * width).order(ByteOrder.LITTLE_ENDIAN);
    this.packed = ByteBuffer.allocate(CHUNK * width).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Fills a stretch, and gives its mask where it has one. */
  public Optional<Mask> read(Stretch stretch) throws IOException {
    SectionHeader header = SectionHeader.read(stretch, width, in);
    long[] kept = positions(stretch, header);
    for (long at = 0; at < stretch.length(); at += CHUNK) {
      int first = (int) at;
      int size = Math.min(CHUNK, stretch.length() - first);
      int count = kept == null ? size : count(kept, first, size);
      if (count > 0) {
        in.getBytes(packed.array(), count * header.width());
        boolean asStored = kept == null && header.width() == width;
        if (!asStored) {
          unpack(kept, first, size, header.width());
        }
        target.put(stretch.from() + first, size, asStored ? packed.array() : chunk.array());
      }
    }
    in.requireChecksum();
    if (!header.masked()) {
      return Optional.empty();
    }
    return Optional.of(
        kept == null ? Mask.keepAll(stretch.shape()) : Mask.of(stretch.shape(), kept));
  }

  /** The mask's words; null where everything is kept. */
  private long[] positions(Stretch stretch, SectionHeader header) throws IOException {
    if (header.encoding() == Encoding.DENSE) {
      return null;
    }
    byte[] bytes = new byte[header.positions()];
    in.getBytes(bytes, bytes.length);
    int length = stretch.length();
    if (header.encoding() == Encoding.CODED) {
      try {
        return MaskDecoder.decode(bytes, length, header.stride(), header.kept());
      } catch (IOException e) {
        throw in.damaged(e.getMessage());
      }
    }
    long[] words = new long[(length + 63) >>> 6];
    for (int i = 0; i < bytes.length; i++) {
      words[i >>> 3] |= (bytes[i] & 0xFFL) << (i << 3);
    }
    boolean beyond = (length & 63) != 0 && words[words.length - 1] >>> length != 0;
    if (beyond || count(words, 0, length) != header.kept()) {
      throw in.damaged("its bitmap does not have exactly %s bits".formatted(header.kept()));
    }
    return words;
  }

  private void unpack(long[] kept, int first, int size, int storedWidth) {
    packed.clear();
    chunk.clear();
    Arrays.fill(chunk.array(), (byte) 0);
    boolean wider = storedWidth != width;
    for (int i = 0; i < size; i++) {
      if (kept != null && ((kept[(first + i) >>> 6] >>> i) & 1) == 0) {
        continue;
      }
      if (wider) {
        float value = HalfPrecision.valueOf(packed.getShort());
        if (width == Float.BYTES) {
          chunk.putFloat(i << 2, value);
        } else {
          chunk.putDouble(i << 3, value);
        }
      } else {
        switch (width) {
          case Short.BYTES -> chunk.putShort(i << 1, packed.getShort());
          case Float.BYTES -> chunk.putInt(i << 2, packed.getInt());
          default -> chunk.putLong(i << 3, packed.getLong());
        }
      }
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
