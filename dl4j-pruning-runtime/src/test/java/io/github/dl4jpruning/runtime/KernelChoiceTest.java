package io.github.dl4jpruning.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.dl4jpruning.runtime.kernel.Block;
import io.github.dl4jpruning.runtime.kernel.Kernels;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {
  /** Plain Java, or with one sum that is wrong. */
  private record Other(boolean right) implements Kernels {
    @Override
    public String name() {
      return "other";
    }

    @Override
    public Block block(SparseMatrix matrix, int width) {
      return Kernels.plain().block(right || width != 40 ? matrix : doubled(matrix), width);
    }

    private static SparseMatrix doubled(SparseMatrix matrix) {
      float[] values = new float[matrix.rows() * matrix.columns()];
      for (int r = 0; r < matrix.rows(); r++) {
        for (int c : matrix.used()) {
          values[r * matrix.columns() + c] = 2;
        }
      }
      return SparseMatrix.of(matrix.rows(), matrix.columns(), values);
    }
  }

  @Test
  void find_rightOnes_areTaken() {
    Kernels right = new Other(true);
    KernelChoice choice = KernelChoice.find(List.<Kernels>of(right).iterator());
    assertSame(right, choice.kernels());
    assertEquals("other", choice.name());
  }

  @Test
  void find_wrongOnes_areLeft() {
    KernelChoice choice = KernelChoice.find(List.<Kernels>of(new Other(false)).iterator());
    assertSame(Kernels.plain(), choice.kernels());
    assertEquals("plain Java (other failed its self-test)", choice.name());
  }

  @Test
  void find_onesThatCanNotBeLoaded_areLeft() {
    Iterator<Kernels> broken =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Kernels next() {
            throw new ServiceConfigurationError("no", new NoClassDefFoundError("jdk/incubator"));
          }
        };
    assertEquals(
        "plain Java (others are there, but can't be used: jdk/incubator)",
        KernelChoice.find(broken).name());
  }
}
