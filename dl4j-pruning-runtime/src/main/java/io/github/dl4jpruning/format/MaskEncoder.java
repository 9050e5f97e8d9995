package io.github.dl4jpruning.format;

import java.util.Arrays;

/**
 * Writes a mask close to its entropy: a binary arithmetic coder with carryless 32-bit bounds, as in
 * Mahoney's "Adaptive weighing of context models" (2005), on {@link MaskBits}' chances. Linear
 * time, some 10 ns per position.
 */
final class MaskEncoder {
  private final byte[] out;
  private int size;
  private boolean full;

  private MaskEncoder(int limit) {
    this.out = new byte[limit];
  }

  /**
   * Encodes a mask.
   *
   * @param words position {@code i} is bit {@code i % 64} of word {@code i / 64}; 1 where kept
   * @param length the number of positions
   * @param stride how far apart positions lie that are likely to be alike; 0 for none
   * @param limit gives up beyond so many bytes
   * @return the bytes, or none if they would be more than the limit
   */
  static byte[] encode(long[] words, int length, int stride, int limit) {
    MaskEncoder encoder = new MaskEncoder(limit);
    encoder.run(words, length, stride);
    return encoder.full ? new byte[0] : Arrays.copyOf(encoder.out, encoder.size);
  }

  private void run(long[] words, int length, int stride) {
    MaskBits bits = new MaskBits();
    long low = 0;
    long high = 0xFFFF_FFFFL;
    int last32 = 0;
    for (int i = 0; i < length && !full; i++) {
      int context = MaskBits.context(words, i, stride, last32);
      long middle = low + (((high - low) * MaskBits.coded(bits.chance[context])) >>> 16);
      int bit = (int) (words[i >>> 6] >>> i) & 1;
      if (bit == 1) {
        high = middle;
      } else {
        low = middle + 1;
      }
      while (((low ^ high) & 0xFF00_0000L) == 0) {
        put((byte) (high >>> 24));
        low = (low << 8) & 0xFFFF_FFFFL;
        high = ((high << 8) & 0xFFFF_FFFFL) | 0xFF;
      }
      bits.learn(context, bit);
      last32 = (last32 << 1) | bit;
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      put((byte) (low >>> shift));
    }
  }

  private void put(byte value) {
    if (size == out.length) {
      full = true;
    } else {
      out[size++] = value;
    }
  }
}
