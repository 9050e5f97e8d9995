package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Wiring;
import io.github.dl4jpruning.model.types.ActivationTypes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutionalFlat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a network reads and answers.
 *
 * @param model the network, of one input
 * @param input its type; empty if the network does not tell
 * @param outputs values that it answers with, of its first output; 0 if unknown
 */
record Target(PrunableModel model, Optional<InputType> input, long outputs) {
  static Target of(PrunableModel model, List<InputType> types, boolean assumed) throws Failure {
    Wiring wiring = Wiring.of(model.network());
    if (wiring.inputs().size() != 1) {
      throw Failure.unfit(
          "The network has the inputs %s: the command line feeds networks of one input"
              .formatted(wiring.inputs()));
    }
    Optional<InputType> input =
        assumed || types.isEmpty() ? Optional.empty() : Optional.of(types.get(0));
    return new Target(model, input, outputs(model, wiring, types));
  }

  private static long outputs(PrunableModel model, Wiring wiring, List<InputType> types) {
    if (types.isEmpty()) {
      return 0;
    }
    ActivationTypes known = ActivationTypes.of(model, types.toArray(InputType[]::new));
    return wiring.nodes().stream()
        .filter(node -> wiring.isOutput(node.name()))
        .findFirst()
        .map(node -> known.nodes().get(node.name()).gives().type())
        .map(Target::channels)
        .orElse(0L);
  }

  /** Of a series: of one step. */
  private static long channels(InputType type) {
    return type instanceof InputType.InputTypeRecurrent series
        ? series.getSize()
        : type.arrayElementsPerExample();
  }

  /** The size to which images are scaled. */
  InputTypeConvolutional image(Path folder) throws Failure {
    InputType type =
        input.orElseThrow(
            () ->
                Failure.usage(
                    "The network does not tell its input's size: --input HEIGHTxWIDTHxCHANNELS"));
    if (type instanceof InputTypeConvolutional image) {
      return image;
    }
    if (type instanceof InputTypeConvolutionalFlat flat) {
      return (InputTypeConvolutional)
          InputType.convolutional(flat.getHeight(), flat.getWidth(), flat.getDepth());
    }
    throw Failure.unfit("%s holds images, but the network reads %s".formatted(folder, type));
  }

  LabelledData fit(Path file, INDArray features, INDArray labels, int batch, int limit)
      throws Failure {
    if (features.size(0) != labels.size(0)) {
      throw Failure.unreadable(
          "%s has %s examples and %s labels".formatted(file, features.size(0), labels.size(0)));
    }
    long count = Math.min(limit, features.size(0));
    INDArray examples = shaped(file, LabelledData.part(features, 0, count));
    INDArray answers = answers(file, LabelledData.part(labels, 0, count));
    return new LabelledData(
        examples.castTo(model.dataType()), answers.castTo(model.dataType()), batch);
  }

  private INDArray shaped(Path file, INDArray features) throws Failure {
    if (input.isEmpty()) {
      if (features.rank() < 3) {
        return features; // what the network says of it is said when it runs
      }
      throw Failure.usage(
          "The network does not tell its input's size, and %s has examples of %s: --input SIZE"
              .formatted(file, Arrays.toString(features.shape())));
    }
    InputType type = input.get();
    long[] wanted = ExampleShape.of(type, features.size(0));
    if (type instanceof InputType.InputTypeRecurrent && features.rank() == 3) {
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
                  file,
                  each,
                  Arrays.toString(Arrays.copyOfRange(features.shape(), 1, features.rank())),
                  type));
    }
    boolean channelsLast =
        type instanceof InputTypeConvolutional image && image.getFormat() == CNN2DFormat.NHWC;
    INDArray ordered =
        features.rank() == 4 && channelsLast ? features.permute(0, 2, 3, 1) : features;
    return ordered.dup('c').reshape(wanted);
  }

  private INDArray answers(Path file, INDArray labels) throws Failure {
    boolean single = labels.rank() == 1 || (labels.rank() == 2 && labels.size(1) == 1);
    if (!single || outputs == 0) {
      if (outputs > 0 && labels.size(1) != outputs) {
        throw Failure.unfit(
            "%s has labels of %s values, but the network answers with %s"
                .formatted(file, labels.size(1), outputs));
      }
      return labels;
    }
    if (outputs == 1) {
      return labels.reshape(labels.length(), 1);
    }
    float[] numbers = labels.dup('c').toFloatVector();
    INDArray oneHot = Nd4j.zeros(numbers.length, outputs);
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != Math.rint(numbers[i]) || numbers[i] < 0 || numbers[i] >= outputs) {
        throw Failure.unfit(
            "%s has the label %s at example %s, but the network knows the classes 0 to %s"
                .formatted(file, numbers[i], i, outputs - 1));
      }
      oneHot.putScalar(i, (long) numbers[i], 1);
    }
    return oneHot;
  }
}
