package io.github.dl4jpruning.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Indices into a table, bit by bit from the highest, by the coder of positions: the context of a
 * bit is what is known of the index.
 */
final class IndexCoder {
  private IndexCoder() {}

  /** Bits of an index into a table of so many entries. */
  static int bits(int entries) {
    return 32 - Integer.numberOfLeadingZeros(entries - 1);
  }

  static byte[] encode(byte[] indices, int entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MaskBits chances = new MaskBits(1 << bits(entries));
    long low = 0;
    long high = 0xFFFF_FFFFL;
    for (byte index : indices) {
      int context = 1;
      for (int shift = bits(entries) - 1; shift >= 0; shift--) {
        int bit = (index & 0xFF) >>> shift & 1;
        long middle = low + (((high - low) * MaskBits.coded(chances.chance[context])) >>> 16);
        if (bit == 1) {
          high = middle;
        } else {
          low = middle + 1;
        }
        while (((low ^ high) & 0xFF00_0000L) == 0) {
          out.write((int) (high >>> 24));
          low = (low << 8) & 0xFFFF_FFFFL;
          high = ((high << 8) & 0xFFFF_FFFFL) | 0xFF;
        }
        chances.learn(context, bit);
        context = context << 1 | bit;
      }
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write((int) (low >>> shift));
    }
    return out.toByteArray();
  }

  /** Reads what {@link #encode} wrote. Takes any bytes in linear time. */
  static byte[] decode(byte[] bytes, int count, int entries) throws IOException {
    byte[] indices = new byte[count];
    MaskBits chances = new MaskBits(1 << bits(entries));
    long low = 0;
    long high = 0xFFFF_FFFFL;
    long code = 0;
    int position = 0;
    for (; position < 4; position++) {
      code = code << 8 | at(bytes, position);
    }
    for (int i = 0; i < count; i++) {
      int context = 1;
      for (int shift = bits(entries) - 1; shift >= 0; shift--) {
        long middle = low + (((high - low) * MaskBits.coded(chances.chance[context])) >>> 16);
        int bit = code <= middle ? 1 : 0;
        if (bit == 1) {
          high = middle;
        } else {
          low = middle + 1;
        }
        while (((low ^ high) & 0xFF00_0000L) == 0) {
          low = (low << 8) & 0xFFFF_FFFFL;
          high = ((high << 8) & 0xFFFF_FFFFL) | 0xFF;
          code = ((code << 8) & 0xFFFF_FFFFL) | at(bytes, position++);
        }
        chances.learn(context, bit);
        context = context << 1 | bit;
      }
      int index = context - (1 << bits(entries));
      if (index >= entries) {
        throw new IOException(
            "its indices do not decode: " + index + " of " + entries + " entries");
      }
      indices[i] = (byte) index;
    }
    if (position != bytes.length) {
      throw new IOException(
          "its indices do not decode: " + position + " of " + bytes.length + " bytes used");
    }
    return indices;
  }

  private static int at(byte[] bytes, int position) {
    return position < bytes.length ? bytes[position] & 0xFF : 0;
  }
}
