package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.cli.console.Failure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutionalFlat;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An input of a network.
 *
 * @param name as the network has it
 * @param type empty if the network does not tell
 */
record InputPort(String name, Optional<InputType> type) {
  /** The size to which images are scaled. */
  InputTypeConvolutional image(Path folder) throws Failure {
    InputType known =
        type.orElseThrow(
            () ->
                Failure.usage(
                    "The network does not tell its input's size: --input HEIGHTxWIDTHxCHANNELS"));
    if (known instanceof InputTypeConvolutional image) {
      return image;
    }
    if (known instanceof InputTypeConvolutionalFlat flat) {
      return (InputTypeConvolutional)
          InputType.convolutional(flat.getHeight(), flat.getWidth(), flat.getDepth());
    }
    throw Failure.unfit("%s holds images, but the network reads %s".formatted(folder, known));
  }

  /**
   * Examples in the shape that is read.
   *
   * @param from where they were, for messages
   */
  INDArray shaped(String from, INDArray features) throws Failure {
    if (type.isEmpty()) {
      if (features.rank() < 3) {
        return features; // what the network says of it is said when it runs
      }
      throw Failure.usage(
          "The network does not tell its input's size, and %s has examples of %s: --input SIZE"
              .formatted(from, Arrays.toString(features.shape())));
    }
    long[] wanted = ExampleShape.of(type.get(), features.size(0));
    if (type.get() instanceof InputType.InputTypeRecurrent && features.rank() == 3) {
      wanted[2] = features.size(2);
    }
    if (Arrays.equals(wanted, features.shape())) {
      return features;
    }
    long each = features.length() / features.size(0);
    if (each != Arrays.stream(wanted, 1, wanted.length).reduce(1, (a, b) -> a * b)) {
      throw Failure.unfit(
          "%s has examples of %s values in the shape %s, but the network reads %s: give other data, or --input"
              .formatted(
                  from,
                  each,
                  Arrays.toString(Arrays.copyOfRange(features.shape(), 1, features.rank())),
                  type.get()));
    }
    boolean channelsLast =
        type.get() instanceof InputTypeConvolutional image && image.getFormat() == CNN2DFormat.NHWC;
    INDArray ordered =
        features.rank() == 4 && channelsLast ? features.permute(0, 2, 3, 1) : features;
    return ordered.dup('c').reshape(wanted);
  }
}
