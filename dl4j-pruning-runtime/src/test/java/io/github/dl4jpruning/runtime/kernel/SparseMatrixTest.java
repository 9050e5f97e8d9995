package io.github.dl4jpruning.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows and columns that two bytes can count, and more. */
class SparseMatrixTest {
  private static final int WEIGHTS = 2_000;

  /** Elements at random places; some of them zero. */
  private static final class Drawn {
    private final int rows;
    private final int columns;
    private final int[][] column;
    private final float[][] value;

    Drawn(int rows, int columns) {
      this.rows = rows;
      this.columns = columns;
      SplittableRandom random = new SplittableRandom(rows * 31L + columns);
      int each = Math.min(columns, 1 + WEIGHTS / rows);
      this.column = new int[rows][];
      this.value = new float[rows][each];
      for (int r = 0; r < rows; r++) {
        column[r] = random.ints(0, columns).distinct().limit(each).sorted().toArray();
        for (int i = 0; i < each; i++) {
          value[r][i] = random.nextInt(3) == 0 ? 0 : (float) random.nextDouble(-1, 1);
        }
      }
      column[rows - 1][each - 1] = columns - 1;
      value[rows - 1][each - 1] = 0.5f;
    }

    SparseMatrix matrix() {
      return SparseMatrix.of(
          rows,
          columns,
          new SparseMatrix.Entries() {
            @Override
            public int count() {
              return value[0].length;
            }

            @Override
            public int column(int row, int i) {
              return column[row][i];
            }

            @Override
            public float value(int row, int i) {
              return value[row][i];
            }
          });
    }

    float[] times(float[] x) {
      float[] y = new float[rows];
      for (int r = 0; r < rows; r++) {
        for (int i = 0; i < value[r].length; i++) {
          y[r] += value[r][i] * x[column[r][i]];
        }
      }
      return y;
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 5", "300, 784", "9, 65536", "9, 65537", "9, 100000", "65537, 3"})
  void multiply_anySize_asNaiveLoops(int rows, int columns) {
    Drawn drawn = new Drawn(rows, columns);
    SparseMatrix matrix = drawn.matrix();
    float[] x = numbers(columns);
    float[] expected = drawn.times(x);

    float[] byRows = new float[rows];
    matrix.multiply(x, byRows);
    assertArrayEquals(expected, byRows, 2e-5f);

    float[] byColumns = new float[rows];
    Arrays.fill(byColumns, 7);
    int[] all = IntStream.range(0, columns).toArray();
    ColumnMatrix.of(matrix).multiply(x, byColumns, all, columns);
    assertArrayEquals(expected, byColumns, 2e-5f);
  }

  /** What single examples take: by rows and by columns, twelve bytes per weight in all. */
  @ParameterizedTest
  @CsvSource({"300, 784, 6", "9, 65536, 6", "9, 65537, 8"})
  void bytes_anySize_asPromised(int rows, int columns, int perWeight) {
    SparseMatrix matrix = new Drawn(rows, columns).matrix();
    long weights = matrix.values().length; // with the ends of rows that are shorter than others
    long rest = 12L * rows + 4L * matrix.used().length;
    assertEquals(perWeight * weights + rest, matrix.bytes());
    assertEquals(
        6L * matrix.nonZeros() + 4L * (columns + 1), ColumnMatrix.of(matrix).bytes(), "columns");
    int longest = IntStream.range(0, rows).map(matrix::length).max().orElseThrow();
    assertTrue(weights <= matrix.nonZeros() + 6L * longest, "ends of rows");
  }

  private static float[] numbers(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }
}
