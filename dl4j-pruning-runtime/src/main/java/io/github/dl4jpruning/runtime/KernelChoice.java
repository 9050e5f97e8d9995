package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.kernel.Block;
import io.github.dl4jpruning.runtime.kernel.Kernels;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.Iterator;
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
    float[] weights = new float[ROWS * COLUMNS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 3 == 0 ? 0 : (float) random.nextDouble() - 0.5f;
    }
    SparseMatrix matrix = SparseMatrix.of(ROWS, COLUMNS, weights);
    for (int width = 1; width <= WIDEST; width++) {
      Block ours = Kernels.plain().block(matrix, width);
      Block theirs = kernels.block(matrix, width);
      for (int c : matrix.used()) {
        for (int i = 0; i < width; i++) {
          float x = (float) random.nextDouble() - 0.5f;
          ours.array(c)[ours.start(c) + i] = x;
          theirs.array(c)[theirs.start(c) + i] = x;
        }
      }
      for (int row = 0; row < ROWS; row++) {
        if (!agree(ours, theirs, row, width)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean agree(Block ours, Block theirs, int row, int width) {
    float[] expected = new float[width + 1];
    float[] actual = new float[width + 1];
    ours.multiply(row, width, expected, 1);
    theirs.multiply(row, width, actual, 1);
    for (int i = 0; i <= width; i++) {
      if (!(Math.abs(expected[i] - actual[i]) < 1e-5)) {
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
