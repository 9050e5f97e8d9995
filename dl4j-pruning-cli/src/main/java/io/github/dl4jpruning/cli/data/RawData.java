package io.github.dl4jpruning.cli.data;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Examples as a file has them.
 *
 * @param features for each input of the network, in order, the examples along the first axis; of
 *     images with channels, [n, channels, height, width]
 * @param labels for each output class numbers [n] or [n, 1], values, or one-hot [n, classes]
 * @param pixels whether values are 0 to 255
 */
record RawData(List<INDArray> features, List<INDArray> labels, boolean pixels) {
  /** For one input and one output. */
  static RawData of(INDArray features, INDArray labels, boolean pixels) {
    return new RawData(List.of(features), List.of(labels), pixels);
  }

  /** With values multiplied by a factor; that of pixels is 1/255 if none is given. */
  RawData scaled(Optional<Double> given) {
    double factor = given.orElse(pixels ? 1.0 / 255 : 1.0);
    return factor == 1
        ? this
        : new RawData(features.stream().map(array -> array.mul(factor)).toList(), labels, pixels);
  }
}
