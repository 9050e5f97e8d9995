package io.github.dl4jpruning.model.types;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;

/**
 * An input, but for its sizes.
 *
 * @param rank with the batch: 2 vectors, 3 series, 4 images, 5 volumes
 * @param channels at least 1
 * @param last whether channels are the last axis
 * @param sizes those that the configuration tells
 */
record InputForm(int rank, long channels, boolean last, Optional<List<Long>> sizes) {
  /** What is wanted, its channels among it. */
  static InputForm of(int rank, Wanted wanted) {
    return new InputForm(
        rank, wanted.channels().getAsLong(), wanted.last().orElse(false), wanted.sizes());
  }

  /** How many sizes it has. */
  int axes() {
    return rank - 2;
  }

  /**
   * With sizes.
   *
   * @param chosen steps of a series; height and width; depth, height and width
   */
  InputType sized(List<Long> chosen) {
    return switch (rank) {
      case 2 -> InputType.feedForward(channels);
      case 3 -> InputType.recurrent(channels, chosen.get(0), last ? RNNFormat.NWC : RNNFormat.NCW);
      case 4 ->
          InputType.convolutional(
              chosen.get(0), chosen.get(1), channels, last ? CNN2DFormat.NHWC : CNN2DFormat.NCHW);
      default ->
          InputType.convolutional3D(
              last ? Convolution3D.DataFormat.NDHWC : Convolution3D.DataFormat.NCDHW,
              chosen.get(0),
              chosen.get(1),
              chosen.get(2),
              channels);
    };
  }

  /** As long, high, wide and deep as each other. */
  InputType sized(long size) {
    return sized(sizes.orElseGet(() -> List.of(size, size, size)));
  }
}
