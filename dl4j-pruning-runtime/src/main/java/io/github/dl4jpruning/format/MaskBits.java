package io.github.dl4jpruning.format;

import java.util.Arrays;

/** Adaptive chances of mask bits, as {@code docs/file-format.md} states them for readers. */
final class MaskBits {
  /** Chances are 22-bit fractions. */
  static final int ONE = 1 << 22;

  /** The step of a context's chance towards the bit just seen, by how many it has seen: 2^-16. */
  static final int[] STEP = new int[1024];

  /** The class of a number of kept positions, 0 to 32, times four. */
  static final int[] CLASS = new int[33];

  private static final int CONTEXTS = 16;

  static {
    for (int i = 0; i < STEP.length; i++) {
      STEP[i] = (int) (65536 / (i + 1.5));
    }
    for (int i = 1; i < CLASS.length; i++) {
      CLASS[i] = i <= 2 ? 4 : i <= 8 ? 8 : 12;
    }
  }

  /** The chance that the next position is kept, by context. */
  final int[] chance;

  private final int[] seen;

  MaskBits() {
    this(CONTEXTS);
  }

  /** Chances of other bits, in contexts of their own. */
  MaskBits(int contexts) {
    this.chance = new int[contexts];
    this.seen = new int[contexts];
    Arrays.fill(chance, ONE / 2);
  }

  /** The chance that the coder uses: 1 to 65535, of 65536. */
  static long coded(int chance) {
    return Math.min(65535, Math.max(1, chance >> 6));
  }

  /** Learns a bit. */
  void learn(int context, int bit) {
    int now = chance[context];
    int times = seen[context];
    chance[context] = now + (int) (((long) ((bit << 22) - now) * STEP[times]) >> 16);
    if (times < STEP.length - 1) {
      seen[context] = times + 1;
    }
  }

  /**
   * The context of a position: how many of the 32 before it are kept, and whether those one and two
   * strides before it are.
   *
   * @param words the mask so far, position {@code i} as bit {@code i % 64} of word {@code i / 64}
   * @param stride 0 for none
   */
  static int context(long[] words, int position, int stride, int last32) {
    int context = CLASS[Integer.bitCount(last32)];
    if (stride != 0 && position >= stride) {
      int one = position - stride;
      context |= (int) (words[one >>> 6] >>> one) & 1;
      if (one >= stride) {
        int two = one - stride;
        context |= ((int) (words[two >>> 6] >>> two) & 1) << 1;
      }
    }
    return context;
  }
}
