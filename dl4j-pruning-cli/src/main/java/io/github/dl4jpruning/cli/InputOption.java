package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.ActivationTypes;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The sizes of a network's inputs, where its configuration does not tell them. */
final class InputOption {
  @Option(
      names = "--input",
      paramLabel = "SIZE",
      converter = Converter.class,
      description = {
        "The size of the network's input, where it does not tell: 784 values, 28x28x1 (height,"
            + " width, channels), 5x20 (features, time steps), 4x28x28x1 (depth first). Once for each input."
      })
  private List<InputType> types = new ArrayList<>();

  InputType[] types() {
    return types.toArray(InputType[]::new);
  }

  /**
   * The same for what needs a size that is certain.
   *
   * @throws Failure if neither the option nor the network tells it
   */
  InputType[] known(PrunableModel model) throws Failure {
    try {
      ActivationTypes.of(model, types());
      return types();
    } catch (IllegalArgumentException e) {
      throw types.isEmpty()
          ? Failure.unfit("%s. Here by --input, such as --input 28x28x1".formatted(e.getMessage()))
          : Failure.unfit(e);
    }
  }

  /** Sizes with crosses between them. */
  static final class Converter implements ITypeConverter<InputType> {
    @Override
    public InputType convert(String text) {
      if (!text.matches("[1-9]\\d{0,8}(x[1-9]\\d{0,8}){0,3}")) {
        throw new TypeConversionException("a size is 784, 5x20 or 28x28x1, got %s".formatted(text));
      }
      String[] parts = text.split("x", -1);
      long[] sizes = new long[parts.length];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = Long.parseLong(parts[i]);
      }
      return switch (sizes.length) {
        case 1 -> InputType.feedForward(sizes[0]);
        case 2 -> InputType.recurrent(sizes[0], sizes[1]);
        case 3 -> InputType.convolutional(sizes[0], sizes[1], sizes[2]);
        default ->
            InputType.convolutional3D(
                Convolution3D.DataFormat.NCDHW, sizes[0], sizes[1], sizes[2], sizes[3]);
      };
    }
  }
}
