package io.github.dl4jpruning.repair;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer reads, on the host.
 *
 * @param values [examples, channels, sizes…], row by row
 * @param examples how many
 * @param channels how many
 * @param sizes of space or time
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HostInput(double[] values, int examples, int channels, int[] sizes) {
  static HostInput of(INDArray array, boolean channelsLast) {
    int rank = array.rank();
    INDArray first =
        channelsLast && rank > 2
            ? array.permute(
                IntStream.range(0, rank).map(i -> i < 2 ? i * (rank - 1) : i - 1).toArray())
            : array;
    double[] values = first.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    long[] shape = first.shape();
    return new HostInput(
        values,
        (int) shape[0],
        (int) shape[1],
        Arrays.stream(shape).skip(2).mapToInt(size -> (int) size).toArray());
  }

  /** Places of one channel of one example. */
  int places() {
    return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
  }
}
