package io.github.dl4jpruning.model;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which of n numbered places are left, and how values at those that are left become values at all
 * n, and back. Immutable; thread-safe.
 */
public final class Survivors {
  private final int length;
  private final int @Nullable [] places;

  private Survivors(int length, int @Nullable [] places) {
    this.length = length;
    this.places = places;
  }

  /**
   * All places.
   *
   * @param length how many there are
   * @return nothing is missing
   */
  public static Survivors all(int length) {
    return new Survivors(length, null);
  }

  /**
   * Some places.
   *
   * @param left those that are left, each below {@code length}
   * @param length how many there were
   * @return the survivors
   */
  public static Survivors of(BitSet left, int length) {
    return left.cardinality() == length
        ? all(length)
        : new Survivors(length, left.stream().toArray());
  }

  /** Whether nothing is missing. */
  public boolean isAll() {
    return places == null;
  }

  /** How many places there were. */
  public int length() {
    return length;
  }

  /** How many places are left. */
  public int count() {
    return places == null ? length : places.length;
  }

  /**
   * Where a place that is left was.
   *
   * @param survivor 0 to {@link #count()} − 1
   * @return 0 to {@link #length()} − 1
   */
  public int placeOf(int survivor) {
    return places == null ? survivor : places[survivor];
  }

  /**
   * Which survivor a place is.
   *
   * @param place 0 to {@link #length()} − 1
   * @return 0 to {@link #count()} − 1, or negative if it is gone
   */
  public int survivorAt(int place) {
    return places == null ? place : Arrays.binarySearch(places, place);
  }

  /**
   * The places that are left.
   *
   * @return a new set
   */
  public BitSet toBits() {
    BitSet left = new BitSet(length);
    for (int i = 0; i < count(); i++) {
      left.set(placeOf(i));
    }
    return left;
  }

  /**
   * Values at the places that are left.
   *
   * @param values one for each place that there was
   * @return the same array if nothing is missing, else a new one of {@link #count()} values
   */
  public float[] gather(float[] values) {
    if (places == null) {
      return values;
    }
    float[] some = new float[places.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = values[places[i]];
    }
    return some;
  }

  /**
   * Values at all places: 0 where one is missing.
   *
   * @param values one for each place that is left
   * @return the same array if nothing is missing, else a new one of {@link #length()} values
   */
  public float[] spread(float[] values) {
    if (places == null) {
      return values;
    }
    float[] all = new float[length];
    for (int i = 0; i < places.length; i++) {
      all[places[i]] = values[i];
    }
    return all;
  }
}
