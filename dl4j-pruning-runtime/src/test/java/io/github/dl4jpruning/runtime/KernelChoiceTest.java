package io.github.dl4jpruning.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.dl4jpruning.runtime.kernel.Block;
import io.github.dl4jpruning.runtime.kernel.Kernels;
import io.github.dl4jpruning.runtime.kernel.Pool;
import io.github.dl4jpruning.runtime.kernel.Shifted;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelChoiceTest {
  /** What is wrong with kernels that else are plain Java. */
  enum Fault {
    NONE,
    BLOCK,
    SHIFTED,
    POOL
  }

  private record Other(Fault fault) implements Kernels {
    @Override
    public String name() {
      return "other";
    }

    @Override
    public Block block(SparseMatrix matrix, int width) {
      boolean wrong = fault == Fault.BLOCK && width == 40;
      return Kernels.plain().block(wrong ? doubled(matrix) : matrix, width);
    }

    @Override
    public Optional<Shifted> shifted(SparseMatrix matrix, int[] distance, int width) {
      boolean wrong = fault == Fault.SHIFTED && width == 5;
      return Kernels.plain().shifted(wrong ? doubled(matrix) : matrix, distance, width);
    }

    @Override
    public Pool pool(Pool.Plane plane) {
      Pool plain = Kernels.plain().pool(plane);
      if (fault != Fault.POOL || plane.inner != 9) {
        return plain;
      }
      return new Pool() {
        @Override
        public void plane(float[] x, int from, float[] y, int at) {
          plain.plane(x, from, y, at);
          y[at + 7] += 1;
        }

        @Override
        public long bytes() {
          return plain.bytes();
        }
      };
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
    Kernels right = new Other(Fault.NONE);
    KernelChoice choice = KernelChoice.find(List.<Kernels>of(right).iterator());
    assertSame(right, choice.kernels());
    assertEquals("other", choice.name());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void find_wrongOnes_areLeft(Fault fault) {
    KernelChoice choice = KernelChoice.find(List.<Kernels>of(new Other(fault)).iterator());
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
