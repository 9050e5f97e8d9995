package io.github.dl4jpruning.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A part of a flat array that is written as one section: a parameter, or a piece of the updater's
 * state. Immutable.
 */
public final class Stretch {
  /** Updater state is written in pieces of so many elements. */
  static final int PIECE = 1 << 24;

  /** The key of such pieces; a parameter's has an underscore. */
  private static final String UPDATER = "updater";

  private final String key;
  private final List<Long> shape;
  private final boolean fortran;
  private final long from;
  private final int length;
  private final int stride;
  private final boolean weight;

  /**
   * A part.
   *
   * @param key the parameter's key; empty if it has none
   * @param shape of {@code length} elements
   * @param fortran whether the first index runs fastest in memory, rather than the last
   * @param from the first element's place in the flat array
   * @param length the number of elements
   * @param stride how far apart elements of neighbouring outputs lie; 0 if unknown
   * @param weight whether this is a weight matrix or kernel
   */
  public Stretch(
      String key,
      List<Long> shape,
      boolean fortran,
      long from,
      int length,
      int stride,
      boolean weight) {
    this.key = key;
    this.shape = Collections.unmodifiableList(new ArrayList<>(shape));
    this.fortran = fortran;
    this.from = from;
    this.length = length;
    this.stride = stride;
    this.weight = weight;
  }

  /** The parameter's key; empty if it has none. */
  public String key() {
    return key;
  }

  /** Its shape. */
  public List<Long> shape() {
    return shape;
  }

  /** Whether the first index runs fastest in memory, rather than the last. */
  public boolean fortran() {
    return fortran;
  }

  /** The first element's place in the flat array. */
  public long from() {
    return from;
  }

  /** The number of elements. */
  public int length() {
    return length;
  }

  /** How far apart elements of neighbouring outputs lie; 0 if unknown. */
  int stride() {
    return stride;
  }

  /** Whether this is a weight matrix or kernel. */
  boolean weight() {
    return weight;
  }

  /** Whether it is a parameter of the network. */
  boolean isParameter() {
    return !key.isEmpty() && !key.equals(UPDATER);
  }

  @Override
  public String toString() {
    return (key.isEmpty() ? "an unnamed part" : key) + shape;
  }

  /**
   * Whether a shape is this one, up to dimensions of 1: DL4J gives some parameters one more where
   * it draws them at random than where they are given.
   */
  boolean hasShape(List<Long> other) {
    return sizes(shape).equals(sizes(other));
  }

  /** The pieces of the updater's state. */
  public static List<Stretch> ofState(long length) {
    List<Stretch> pieces = new ArrayList<>();
    for (long from = 0; from < length; from += PIECE) {
      pieces.add(piece(UPDATER, from, (int) Math.min(PIECE, length - from)));
    }
    return pieces;
  }

  /** Numbers that lie between a network's parameters. */
  public static Stretch unnamed(long from, int length) {
    return piece("", from, length);
  }

  private static Stretch piece(String key, long from, int length) {
    return new Stretch(
        key, Collections.singletonList((long) length), false, from, length, 0, false);
  }

  /** A shape without dimensions of 1. */
  public static List<Long> sizes(List<Long> shape) {
    List<Long> sizes = new ArrayList<>(shape);
    sizes.removeIf(size -> size == 1);
    return sizes;
  }
}
