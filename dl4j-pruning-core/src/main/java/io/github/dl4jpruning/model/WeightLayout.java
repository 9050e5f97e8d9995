package io.github.dl4jpruning.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * What the axes of a weight's memory mean, from the slowest to the fastest. DL4J's shapes do not
 * tell: a dense matrix lies in Fortran order, a convolution in C order, a 1D convolution in
 * neither.
 *
 * @param axes at least one; the product of their sizes is the weight's length
 */
public record WeightLayout(List<Axis> axes) {
  /** What an axis runs over. */
  public enum Role {
    /** Neurons or channels that the layer reads. */
    INPUT,
    /** Neurons, filters or recurrent units that the layer computes. */
    OUTPUT,
    /** The gates of a recurrent unit. */
    GATE,
    /** Positions in a convolution's kernel. */
    KERNEL
  }

  /**
   * One axis.
   *
   * @param role what it runs over
   * @param size at least 1
   */
  public record Axis(Role role, int size) {
    /** Checks the range. */
    public Axis {
      if (size < 1) {
        throw new IllegalArgumentException("An axis has at least 1 place, got " + size);
      }
    }
  }

  /** Copies the axes. */
  public WeightLayout {
    axes = List.copyOf(axes);
    if (axes.isEmpty()) {
      throw new IllegalArgumentException("A layout needs at least one axis");
    }
  }

  /**
   * How many weights there are.
   *
   * @return the product of all sizes
   */
  public int length() {
    return axes.stream().mapToInt(Axis::size).reduce(1, Math::multiplyExact);
  }

  /**
   * How many places the axes of some roles have together.
   *
   * @param roles which axes
   * @return the product of their sizes; 1 if there is no such axis
   */
  public int count(Set<Role> roles) {
    return axes.stream()
        .filter(axis -> roles.contains(axis.role()))
        .mapToInt(Axis::size)
        .reduce(1, Math::multiplyExact);
  }

  /**
   * Finds a weight's place on the axes of some roles, counted as in memory.
   *
   * @param roles which axes
   * @return from a position in memory, 0 to {@link #length()} − 1, to a place, 0 to {@link
   *     #count(Set)} − 1
   */
  public IntUnaryOperator placeOn(Set<Role> roles) {
    int n = axes.size();
    int[] divisors = new int[n];
    int[] sizes = new int[n];
    int[] weights = new int[n];
    int inMemory = 1;
    int inPlace = 1;
    int found = 0;
    for (int a = n - 1; a >= 0; a--) {
      Axis axis = axes.get(a);
      if (roles.contains(axis.role())) {
        divisors[found] = inMemory;
        sizes[found] = axis.size();
        weights[found++] = inPlace;
        inPlace *= axis.size();
      }
      inMemory *= axis.size();
    }
    int count = found;
    return position -> {
      int place = 0;
      for (int i = 0; i < count; i++) {
        place += position / divisors[i] % sizes[i] * weights[i];
      }
      return place;
    };
  }

  /** For example {@code [output 300, input 784]}. */
  @Override
  public String toString() {
    return axes.stream()
        .map(axis -> axis.role().name().toLowerCase(Locale.ROOT) + " " + axis.size())
        .toList()
        .toString();
  }
}
