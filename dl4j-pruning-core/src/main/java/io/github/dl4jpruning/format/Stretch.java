package io.github.dl4jpruning.format;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a flat array that is written as one section: a parameter, or a piece of the updater's
 * state.
 *
 * @param key the parameter's key; empty if it has none
 * @param shape of {@code length} elements
 * @param fortran whether the first index runs fastest in memory, rather than the last
 * @param from the first element's place in the flat array
 * @param length the number of elements
 * @param stride how far apart elements of neighbouring outputs lie; 0 if unknown
 * @param weight whether this is a weight matrix or kernel
 */
public record Stretch(
    String key,
    List<Long> shape,
    boolean fortran,
    long from,
    int length,
    int stride,
    boolean weight) {
  /** Updater state is written in pieces of so many elements. */
  static final int PIECE = 1 << 24;

  /** The key of such pieces; a parameter's has an underscore. */
  private static final String UPDATER = "updater";

  /** Its mask, if it has one. */
  Optional<Mask> mask(MaskStore masks) {
    return masks.get(key);
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
    return new Stretch(key, List.of((long) length), false, from, length, 0, false);
  }

  /** A shape without dimensions of 1. */
  public static List<Long> sizes(List<Long> shape) {
    return shape.stream().filter(size -> size != 1).toList();
  }
}
