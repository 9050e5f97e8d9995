package io.github.dl4jpruning.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class HostValuesTest {
  /** The way of other backends gives the same bytes; there is none here to try it on. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT, true",
    "FLOAT, false",
    "DOUBLE, true",
    "DOUBLE, false",
    "HALF, true",
    "HALF, false"
  })
  void get_partOfAView_bytesThatPutTakes(DataType type, boolean direct) {
    double[] numbers = {9, 1.5, -0.0, Double.POSITIVE_INFINITY, -2, 0, 7, 8};
    INDArray all = Nd4j.createFromArray(numbers).castTo(type);
    INDArray view = all.get(NDArrayIndex.interval(1, 8));
    byte[] bytes = new byte[5 * type.width()];
    byte[] otherWay = new byte[5 * type.width()];

    HostValues.of(view, direct).get(0, 5, bytes);
    HostValues.of(view, !direct).get(0, 5, otherWay);
    INDArray target = Nd4j.zeros(type, 8);
    HostValues.of(target, direct).put(2, 5, bytes.clone());

    assertArrayEquals(bytes, otherWay);
    assertArrayEquals(
        new double[] {0, 0, 1.5, -0.0, Double.POSITIVE_INFINITY, -2, 0, 0},
        target.toDoubleVector());
    byte[] back = new byte[5 * type.width()];
    HostValues.of(target, direct).get(2, 5, back);
    assertArrayEquals(bytes, back);
  }

  @Test
  void of_integers_refused() {
    assertEquals(
        "Only FLOAT, DOUBLE and HALF arrays can be read or written, got INT",
        assertThrows(
                IllegalArgumentException.class, () -> HostValues.of(Nd4j.zeros(DataType.INT32, 3)))
            .getMessage());
  }
}
