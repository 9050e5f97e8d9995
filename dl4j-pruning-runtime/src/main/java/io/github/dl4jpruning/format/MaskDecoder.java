package io.github.dl4jpruning.format;

import java.io.IOException;

/** Reads what {@link MaskEncoder} wrote. Takes any bytes in linear time. */
final class MaskDecoder {
  private final byte[] in;
  private int position;

  private MaskDecoder(byte[] in) {
    this.in = in;
  }

  /**
   * Decodes a mask.
   *
   * @param bytes as encoded
   * @param length the number of positions
   * @param stride as for the encoder
   * @param kept how many positions must be kept
   * @return the mask's words
   * @throws IOException if the bytes are not the encoding of such a mask
   */
  static long[] decode(byte[] bytes, int length, int stride, int kept) throws IOException {
    MaskDecoder decoder = new MaskDecoder(bytes);
    long[] words = new long[(length + 63) >>> 6];
    int found = decoder.run(words, length, stride);
    if (found != kept || decoder.position != bytes.length) {
      throw new IOException(
          "its positions do not decode: "
              + Math.min(decoder.position, bytes.length)
              + " of "
              + bytes.length
              + " bytes used, "
              + found
              + " kept positions found of "
              + kept);
    }
    return words;
  }

  private int run(long[] words, int length, int stride) {
    MaskBits bits = new MaskBits();
    long low = 0;
    long high = 0xFFFF_FFFFL;
    long code = 0;
    for (int i = 0; i < 4; i++) {
      code = (code << 8) | next();
    }
    int last32 = 0;
    int kept = 0;
    for (int i = 0; i < length; i++) {
      int context = MaskBits.context(words, i, stride, last32);
      long middle = low + (((high - low) * MaskBits.coded(bits.chance[context])) >>> 16);
      int bit;
      if (code <= middle) {
        bit = 1;
        high = middle;
        words[i >>> 6] |= 1L << i;
        kept++;
      } else {
        bit = 0;
        low = middle + 1;
      }
      while (((low ^ high) & 0xFF00_0000L) == 0) {
        low = (low << 8) & 0xFFFF_FFFFL;
        high = ((high << 8) & 0xFFFF_FFFFL) | 0xFF;
        code = ((code << 8) & 0xFFFF_FFFFL) | next();
      }
      bits.learn(context, bit);
      last32 = (last32 << 1) | bit;
    }
    return kept;
  }

  /** Zeros after the end; that it was passed is seen afterwards. */
  private int next() {
    int at = position++;
    return at < in.length ? in[at] & 0xFF : 0;
  }
}
