package io.github.dl4jpruning.repair;

import io.github.dl4jpruning.model.network.LayerInput;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which outputs of a minibatch become rows of a regression: at most so many positions of each
 * example, drawn at random; of masked series, only steps that are data.
 *
 * @param examples of each row
 * @param places of each row in its example's output, counted row by row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Rows(int[] examples, int[] places) {
  int count() {
    return examples.length;
  }

  static Rows draw(
      HostInput input, LayerInput layer, Windows windows, int most, SplittableRandom random) {
    int positions =
        Arrays.stream(windows.outputs(input.sizes())).reduce(1, (a, b) -> Math.multiplyExact(a, b));
    Optional<double[]> mask = layer.mask().flatMap(m -> perOutput(m, input, windows, positions));
    IntStream.Builder examples = IntStream.builder();
    IntStream.Builder places = IntStream.builder();
    for (int e = 0; e < input.examples(); e++) {
      int first = e * positions;
      int[] valid =
          IntStream.range(0, positions)
              .filter(p -> mask.isEmpty() || mask.get()[first + p] != 0)
              .toArray();
      int taken = Math.min(most, valid.length);
      for (int i = 0; i < taken; i++) {
        // Fisher and Yates, only as far as needed
        int other = taken < valid.length ? random.nextInt(i, valid.length) : i;
        int place = valid[other];
        valid[other] = valid[i];
        examples.add(e);
        places.add(place);
      }
    }
    return new Rows(examples.build().toArray(), places.build().toArray());
  }

  /** A mask value for each output; empty for masks that are not of rows or time steps. */
  private static Optional<double[]> perOutput(
      INDArray mask, HostInput input, Windows windows, int positions) {
    INDArray of = mask;
    if (windows.axes() == 1 && windows.kernel()[0] * windows.stride()[0] > 1 && mask.rank() == 2) {
      of =
          ConvolutionUtils.cnn1dMaskReduction(
              mask,
              windows.kernel()[0],
              windows.stride()[0],
              windows.padding()[0],
              windows.dilation()[0],
              windows.mode());
    }
    return of.rank() <= 2
            && windows.axes() <= 1
            && of.length() == (long) input.examples() * positions
        ? Optional.of(of.castTo(DataType.DOUBLE).dup('c').data().asDouble())
        : Optional.empty();
  }
}
