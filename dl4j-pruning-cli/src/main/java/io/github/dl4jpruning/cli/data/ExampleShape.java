package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.cli.console.Failure;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutionalFlat;

/** The shape of the array that a network of some input reads. */
public final class ExampleShape {
  private ExampleShape() {}

  /**
   * A shape.
   *
   * @param type the input's; of a series perhaps without its length
   * @param examples along the first axis
   * @return with a negative length of a series that does not tell it
   */
  static long[] of(InputType type, long examples) {
    if (type instanceof InputTypeConvolutionalFlat flat) {
      return new long[] {examples, flat.arrayElementsPerExample()};
    }
    long[] shape = type.getShape(true);
    shape[0] = examples;
    return shape;
  }

  /**
   * A shape of which all is known.
   *
   * @throws Failure if the length of a series is not
   */
  public static long[] known(InputType type, long examples) throws Failure {
    long[] shape = of(type, examples);
    for (long axis : shape) {
      if (axis < 1) {
        throw Failure.usage(
            "The network reads series of any length: --input FEATURESxSTEPS says one");
      }
    }
    return shape;
  }
}
