package io.github.dl4jpruning.format;

import java.io.IOException;

/** Reads what {@link MaskEncoder} wrote. Takes any bytes in linear time. */
final class MaskDecoder {
  private final byte[] in;
  private final MaskBits bits = new MaskBits();
  private int position;
  private long low;
  private long high = 0xFFFF_FFFFL;
  private long code;
  private int last32;
  private int kept;

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
    for (int i = 0; i < 4; i++) {
      code = (code << 8) | next();
    }
    // Word by word: a method that is called again and again is compiled long before a long loop is.
    for (int i = 0; i < length; i += 64) {
      word(words, i, Math.min(i + 64, length), stride);
    }
    return kept;
  }

  private void word(long[] words, int from, int to, int stride) {
    long l = low;
    long h = high;
    int last = last32;
    for (int i = from; i < to; i++) {
      int context = MaskBits.context(words, i, stride, last);
      long middle = l + (((h - l) * MaskBits.coded(bits.chance[context])) >>> 16);
      int bit;
      if (code <= middle) {
        bit = 1;
        h = middle;
        words[i >>> 6] |= 1L << i;
        kept++;
      } else {
        bit = 0;
        l = middle + 1;
      }
      while (((l ^ h) & 0xFF00_0000L) == 0) {
        l = (l << 8) & 0xFFFF_FFFFL;
        h = ((h << 8) & 0xFFFF_FFFFL) | 0xFF;
        code = ((code << 8) & 0xFFFF_FFFFL) | next();
      }
      bits.learn(context, bit);
      last = (last << 1) | bit;
    }
    low = l;
    high = h;
    last32 = last;
  }

  /** Zeros after the end; that it was passed is seen afterwards. */
  private int next() {
    int at = position++;
    return at < in.length ? in[at] & 0xFF : 0;
  }
}
