package io.github.dl4jpruning.structure;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the positions of one parameter into parts, each position into exactly one. Immutable;
 * thread-safe. Four bytes per position, but none where every position is a part of its own.
 */
public final class Partition {
  private final int length;
  private final int @Nullable [] partOf;
  private final int @Nullable [] sizes;

  private Partition(int length, int @Nullable [] partOf, int @Nullable [] sizes) {
    this.length = length;
    this.partOf = partOf;
    this.sizes = sizes;
  }

  /**
   * Every position by itself.
   *
   * @param length how many positions there are, at least 1
   * @return the partition
   */
  public static Partition singles(int length) {
    return new Partition(length, null, null);
  }

  /**
   * Parts by a rule.
   *
   * @param length how many positions there are, at least 1
   * @param parts how many parts there are; none empty
   * @param partOf from a position to its part, 0 to {@code parts} − 1
   * @return the partition
   * @throws IllegalArgumentException if a part is empty
   */
  public static Partition of(int length, int parts, IntUnaryOperator partOf) {
    int[] byPosition = new int[length];
    int[] sizes = new int[parts];
    for (int i = 0; i < length; i++) {
      byPosition[i] = partOf.applyAsInt(i);
      sizes[byPosition[i]]++;
    }
    for (int part = 0; part < parts; part++) {
      if (sizes[part] == 0) {
        throw new IllegalArgumentException("Part %s of %s is empty".formatted(part, parts));
      }
    }
    return new Partition(length, byPosition, sizes);
  }

  /**
   * Whether every position is a part of its own.
   *
   * @return true if part and position are the same number
   */
  public boolean isSingles() {
    return partOf == null;
  }

  /**
   * How many parts there are.
   *
   * @return at least 1
   */
  public int count() {
    return sizes == null ? length : sizes.length;
  }

  /**
   * How many positions there are.
   *
   * @return at least 1
   */
  public int length() {
    return length;
  }

  /**
   * The part of a position.
   *
   * @param position 0 to {@link #length()} − 1
   * @return 0 to {@link #count()} − 1
   */
  public int of(int position) {
    return partOf == null ? position : partOf[position];
  }

  /**
   * How many positions a part has.
   *
   * @param part 0 to {@link #count()} − 1
   * @return at least 1
   */
  public int sizeOf(int part) {
    return sizes == null ? 1 : sizes[part];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Partition partition
        && length == partition.length
        && Arrays.equals(partOf, partition.partOf);
  }

  /** Of the length alone: reading every position would cost more than it gains. */
  @Override
  public int hashCode() {
    return length;
  }
}
