package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.kernel.Block;
import io.github.dl4jpruning.runtime.kernel.Kernels;
import io.github.dl4jpruning.runtime.kernel.Pool;
import io.github.dl4jpruning.runtime.kernel.Shifted;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SplittableRandom;

/**
 * The best kernels that are there and right: those that {@link ServiceLoader} finds, if they
 * compute what plain Java computes, else plain Java. Never fails; says why.
 */
final class KernelChoice {
  private static final int WIDEST = 150;
  private static final int ROWS = 7;
  private static final int COLUMNS = 9;

  /** From one column's numbers to the next one's. */
  private static final int APART = 17;

  private final Kernels kernels;
  private final String name;

  private KernelChoice(Kernels kernels, String name) {
    this.kernels = kernels;
    this.name = name;
  }

  /** Made when first asked for. */
  private static final class Best {
    static final KernelChoice CHOICE = find(ServiceLoader.load(Kernels.class).iterator());
  }

  static KernelChoice best() {
    return Best.CHOICE;
  }

  static KernelChoice find(Iterator<Kernels> candidates) {
    String why = "";
    try {
      while (candidates.hasNext()) {
        Kernels found = candidates.next();
        if (isRight(found)) {
          return new KernelChoice(found, found.name());
        }
        why = " (" + found.name() + " failed its self-test)";
      }
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      why = " (others are there, but can't be used: " + cause.getMessage() + ")";
    }
    return new KernelChoice(Kernels.plain(), Kernels.plain().name() + why);
  }

  private static boolean isRight(Kernels kernels) {
    SplittableRandom random = new SplittableRandom(1);
    float[] weights = random(random, ROWS * COLUMNS);
    for (int i = 0; i < weights.length; i += 3) {
      weights[i] = 0;
    }
    SparseMatrix matrix = SparseMatrix.of(ROWS, COLUMNS, weights);
    float[] x = random(random, COLUMNS * APART + 2 * WIDEST);
    for (int width = 1; width <= WIDEST; width++) {
      if (!multiplies(kernels, matrix, x, width)) {
        return false;
      }
    }
    for (int inner = 1; inner < 40; inner++) {
      for (int kind = 0; kind < 16; kind++) {
        if (!pools(kernels, plane(inner, kind), x)) {
          return false;
        }
      }
    }
    return true;
  }

  private static float[] random(SplittableRandom random, int size) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) random.nextDouble() - 0.5f;
    }
    return numbers;
  }

  private static boolean multiplies(Kernels kernels, SparseMatrix matrix, float[] x, int width) {
    Block ours = Kernels.plain().block(matrix, width);
    Block theirs = kernels.block(matrix, width);
    int[] distance = new int[COLUMNS];
    for (int c = 0; c < COLUMNS; c++) {
      distance[c] = c * APART;
    }
    for (int c : matrix.used()) {
      System.arraycopy(x, distance[c] + 1, ours.array(c), ours.start(c), width);
      System.arraycopy(x, distance[c] + 1, theirs.array(c), theirs.start(c), width);
    }
    Optional<Shifted> lying = kernels.shifted(matrix, distance, width);
    float[] expected = new float[width + 1];
    float[] actual = new float[width + 1];
    for (int row = 0; row < ROWS; row++) {
      ours.multiply(row, width, expected, 1);
      theirs.multiply(row, width, actual, 1);
      boolean right = agree(expected, actual);
      if (right && lying.isPresent()) {
        Arrays.fill(actual, 0);
        lying.get().multiply(row, x, 1, width, actual, 1);
        right = agree(expected, actual);
      }
      if (!right) {
        return false;
      }
    }
    return true;
  }

  /** A window; each bit of the kind is one of its properties. */
  private static Pool.Plane plane(int inner, int kind) {
    int kernel = 2 + (kind & 1);
    int stride = 1 + (kind >> 1 & 1);
    int begin = kind >> 2 & 1;
    int places = (5 + begin - kernel) / stride + 1;
    int[][] rows = {{2, 59}, {30}, {}};
    return new Pool.Plane(kind >= 8, 5, places, kernel, stride, 1, begin, inner, rows);
  }

  private static boolean pools(Kernels kernels, Pool.Plane plane, float[] x) {
    float[] expected = new float[plane.rows.length * plane.places * plane.inner + 1];
    float[] actual = new float[expected.length];
    Kernels.plain().pool(plane).plane(x, 1, expected, 1);
    kernels.pool(plane).plane(x, 1, actual, 1);
    return agree(expected, actual);
  }

  private static boolean agree(float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      boolean same = expected[i] == actual[i]; // infinite, where all is padding
      if (!same && !(Math.abs(expected[i] - actual[i]) < 1e-5)) {
        return false;
      }
    }
    return true;
  }

  Kernels kernels() {
    return kernels;
  }

  /** What they are, and why no others. */
  String name() {
    return name;
  }
}
