package io.github.dl4jpruning.mask;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which weights of one parameter are kept: one bit per weight, immutable.
 *
 * <p>Position {@code i} is the weight's place in the parameter's own memory, counted from the
 * parameter's first element in the network's flat parameter array. For a dense layer's {@code
 * W[nIn, nOut]}, which DL4J stores column by column, weight (in, out) is position {@code in + nIn *
 * out}. The shape is carried for the reader; it never decides which bit belongs to which weight.
 *
 * <p>Thread-safe.
 */
public final class Mask {
  private final List<Long> shape;
  private final int length;
  private final long[] words;
  private final int kept;

  private Mask(List<Long> shape, long[] words) {
    this.shape = List.copyOf(shape);
    this.length = lengthOf(shape);
    this.words = words;
    this.kept = Arrays.stream(words).mapToInt(Long::bitCount).sum();
  }

  /**
   * A mask from its bits.
   *
   * @param shape the parameter's shape, each dimension at least 1, product at most 2^31 − 1
   * @param words bit {@code i % 64} of word {@code i / 64} is 1 where position {@code i} is kept;
   *     {@code ceil(length / 64)} words, bits beyond the length 0; copied
   * @return the mask
   * @throws IllegalArgumentException if the words do not fit the shape
   */
  public static Mask of(List<Long> shape, long[] words) {
    int length = lengthOf(shape);
    if (words.length != wordsFor(length)) {
      throw new IllegalArgumentException(
          "A mask of shape %s needs %s words of 64 bits, got %s"
              .formatted(shape, wordsFor(length), words.length));
    }
    if (length % 64 != 0 && words[words.length - 1] >>> length != 0) {
      throw new IllegalArgumentException(
          "A mask of shape %s has %s bits, but a bit beyond them is set".formatted(shape, length));
    }
    return new Mask(shape, words.clone());
  }

  /**
   * A mask of one dimension, written out bit by bit.
   *
   * @param kept whether each position is kept; at least one
   * @return the mask
   */
  public static Mask of(boolean... kept) {
    long[] words = new long[wordsFor(kept.length)];
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        words[i >> 6] |= 1L << i;
      }
    }
    return of(List.of((long) kept.length), words);
  }

  /**
   * A mask that keeps every weight.
   *
   * @param shape the parameter's shape
   * @return the mask
   */
  public static Mask keepAll(List<Long> shape) {
    int length = lengthOf(shape);
    long[] words = new long[wordsFor(length)];
    Arrays.fill(words, -1L);
    if (length % 64 != 0) {
      words[words.length - 1] = (1L << length) - 1;
    }
    return new Mask(shape, words);
  }

  /**
   * The mask that keeps every value but exact zeros.
   *
   * @param shape the parameter's shape
   * @param values the parameter's values in memory order
   * @return the mask
   * @throws IllegalArgumentException if the number of values is not the product of the shape
   */
  public static Mask ofNonZero(List<Long> shape, float[] values) {
    int length = lengthOf(shape);
    if (values.length != length) {
      throw new IllegalArgumentException(
          "A parameter of shape %s has %s values, got %s".formatted(shape, length, values.length));
    }
    long[] words = new long[wordsFor(length)];
    for (int i = 0; i < length; i++) {
      if (values[i] != 0f) {
        words[i >> 6] |= 1L << i;
      }
    }
    return new Mask(shape, words);
  }

  /**
   * The parameter's shape.
   *
   * @return unmodifiable
   */
  public List<Long> shape() {
    return shape;
  }

  /**
   * How many weights the parameter has.
   *
   * @return at least 1
   */
  public int length() {
    return length;
  }

  /**
   * How many weights are kept.
   *
   * @return 0 to {@link #length()}
   */
  public int kept() {
    return kept;
  }

  /**
   * How many weights are pruned.
   *
   * @return {@link #length()} − {@link #kept()}
   */
  public int pruned() {
    return length - kept;
  }

  /**
   * The fraction that is pruned.
   *
   * @return 0 (nothing) to 1 (everything)
   */
  public double sparsity() {
    return (double) pruned() / length;
  }

  /**
   * Whether one weight is kept.
   *
   * @param position 0 (included) to {@link #length()} (excluded)
   * @return true if kept
   * @throws IndexOutOfBoundsException outside that range
   */
  public boolean isKept(int position) {
    if (position < 0 || position >= length) {
      throw new IndexOutOfBoundsException(
          "Position %s is outside a mask of %s positions".formatted(position, length));
    }
    return (words[position >> 6] >>> position & 1L) != 0;
  }

  /**
   * The bits, as {@link #of(List, long[])} takes them.
   *
   * @return a copy
   */
  public long[] words() {
    return words.clone();
  }

  /**
   * Keeps what either mask keeps.
   *
   * @param other a mask of the same shape
   * @return a new mask
   * @throws IllegalArgumentException if the shapes differ
   */
  public Mask union(Mask other) {
    requireSameShape(other);
    long[] result = words.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] |= other.words[i];
    }
    return new Mask(shape, result);
  }

  /**
   * Keeps what both masks keep.
   *
   * @param other a mask of the same shape
   * @return a new mask
   * @throws IllegalArgumentException if the shapes differ
   */
  public Mask intersection(Mask other) {
    requireSameShape(other);
    long[] result = words.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] &= other.words[i];
    }
    return new Mask(shape, result);
  }

  /**
   * Keeps what this mask keeps and the other does not: with an earlier mask as {@code this}, what
   * has been pruned since; with an earlier mask as {@code other}, what has come back.
   *
   * @param other a mask of the same shape
   * @return a new mask
   * @throws IllegalArgumentException if the shapes differ
   */
  public Mask minus(Mask other) {
    requireSameShape(other);
    long[] result = words.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] &= ~other.words[i];
    }
    return new Mask(shape, result);
  }

  /**
   * Whether everything that this mask keeps is kept by the other too.
   *
   * @param other a mask of the same shape
   * @return true if this is the sparser one, or an equal one
   * @throws IllegalArgumentException if the shapes differ
   */
  public boolean isSubsetOf(Mask other) {
    return minus(other).kept == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask
        && shape.equals(mask.shape)
        && Arrays.equals(words, mask.words);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(words);
  }

  /** For example {@code Mask[784, 300] keeps 18816 of 235200 (92.00 % pruned)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Mask%s keeps %s of %s (%.2f %% pruned)",
        shape,
        kept,
        length,
        100 * sparsity());
  }

  private void requireSameShape(Mask other) {
    if (!shape.equals(other.shape)) {
      throw new IllegalArgumentException(
          "Masks of different shapes can't be combined: %s and %s".formatted(shape, other.shape));
    }
  }

  private static int wordsFor(int length) {
    return (length + 63) >>> 6;
  }

  private static int lengthOf(List<Long> shape) {
    long length = 1;
    for (long size : shape) {
      if (size < 1 || size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "Every dimension of a mask must be 1 to 2147483647, got shape " + shape);
      }
      length *= size;
      if (length > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "A mask has at most 2147483647 positions, got shape " + shape);
      }
    }
    if (shape.isEmpty()) {
      throw new IllegalArgumentException("A mask needs at least one dimension, got shape []");
    }
    return (int) length;
  }
}
