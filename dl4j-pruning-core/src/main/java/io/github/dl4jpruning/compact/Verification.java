package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.types.FittingInputTypes;
import io.github.dl4jpruning.model.types.RandomInputs;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a compacted network is compared with the masked one: on which examples. Outputs in inference
 * may differ by rounding, since sums have fewer terms: by 1e-4 of the largest output value (or of
 * 1, if that is more) in single precision, 1e-10 in double, 0.05 in half. Deep networks, those with
 * random weights above all, may blow rounding up beyond that: then both networks are compared again
 * in double precision, with the same weights, and that comparison counts. Where that is too much
 * too, it is measured how far rounding alone moves the masked network's outputs, and that is
 * allowed, up to 1e-3 of the largest output value.
 */
public final class Verification {
  private static final int EXAMPLES = 4;
  private static final long SEED = 7;

  private final Inputs inputs;

  private Verification(Inputs inputs) {
    this.inputs = inputs;
  }

  /**
   * Compares on four random examples with values from −1 to 1. Where neither the plan nor the
   * configuration tells the input's size, the smallest that fits the network is taken.
   *
   * @return the default
   */
  public static Verification random() {
    return new Verification(
        (model, types) -> RandomInputs.of(model, fitting(model, types), EXAMPLES, SEED));
  }

  /**
   * Compares on given examples.
   *
   * @param examples one array for each input of the network
   * @return the verification
   */
  public static Verification on(INDArray... examples) {
    INDArray[] given = examples.clone();
    return new Verification((model, types) -> given);
  }

  /**
   * Compares nothing.
   *
   * @return the verification
   */
  public static Verification none() {
    return new Verification((model, types) -> new INDArray[0]);
  }

  /**
   * Compares two networks on given examples.
   *
   * @param a a network
   * @param b another with the same inputs and outputs
   * @param examples one array for each input
   * @return how far they are apart
   * @throws IllegalArgumentException if the outputs have different shapes
   */
  public static Difference compare(Model a, Model b, INDArray... examples) {
    List<INDArray> first = outputs(a, examples);
    List<INDArray> second = outputs(b, examples);
    double largest = 0;
    double scale = 1;
    for (int i = 0; i < first.size(); i++) {
      INDArray x = first.get(i).castTo(DataType.DOUBLE);
      INDArray y = second.get(i).castTo(DataType.DOUBLE);
      if (!x.equalShapes(y)) {
        throw new IllegalArgumentException(
            "Output %s has shape %s in one network and %s in the other"
                .formatted(i, x.shapeInfoToString(), y.shapeInfoToString()));
      }
      largest = Math.max(largest, Difference.largest(x, y));
      for (double value : x.dup('c').data().asDouble()) {
        scale = Math.max(scale, Math.abs(value)); // keeps NaN
      }
    }
    DataType type = PrunableModel.of(a).dataType();
    return new Difference(largest, scale, tolerance(type), (int) examples[0].size(0), type);
  }

  /** Of a copy: some layers remember what they were given. */
  private static List<INDArray> outputs(Model network, INDArray... examples) {
    try {
      return Network.of(Network.of(network).throwAway()).outputs(false, examples);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "%s can't compute with examples of the shapes %s, and says: %s. Give the plan input types,"
                  .formatted(PrunableModel.of(network), shapes(examples), firstLine(e))
              + " or other examples to Verification.on(...), or leave the comparison out:"
              + " Compactor.apply(network, plan, Verification.none())",
          e);
    }
  }

  private static String shapes(INDArray... examples) {
    return Arrays.stream(examples)
        .map(example -> Arrays.toString(example.shape()))
        .toList()
        .toString();
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  Difference compare(Claim claim, PrunableModel model, List<InputType> types) {
    INDArray[] examples = inputs.of(model, types);
    if (examples.length == 0) {
      return new Difference(0, 1, tolerance(model.dataType()), 0, model.dataType());
    }
    Model reference = claim.reference().get();
    Difference difference = compare(reference, claim.result(), examples);
    if (!difference.isWithinTolerance()) {
      difference = inDouble(reference, claim.exact().get(), examples);
    }
    if (!difference.isWithinTolerance()) {
      throw new UnprovenException(
          "%s, or not a number: %s".formatted(claim.otherwise(), difference),
          "Give other examples to Verification.on(...), or leave the comparison out: %s"
              .formatted(claim.unchecked()));
    }
    return difference;
  }

  /** What counts where single precision is too coarse, or the network blows rounding up. */
  private static Difference inDouble(Model reference, Model exactSmall, INDArray... examples) {
    INDArray[] doubles =
        Arrays.stream(examples)
            .map(array -> array.castTo(DataType.DOUBLE))
            .toArray(INDArray[]::new);
    Network exact = Network.of(Network.of(reference).inDoublePrecision());
    Difference found = compare(exact.model(), exactSmall, doubles);
    return found.isWithinTolerance()
        ? found
        : found.withTolerance(Rounding.of(exact, doubles) / found.scale());
  }

  private static double tolerance(DataType type) {
    return switch (type) {
      case DOUBLE -> 1e-10;
      case FLOAT -> 1e-4;
      default -> 0.05;
    };
  }

  private static List<InputType> fitting(PrunableModel model, List<InputType> types) {
    return types.isEmpty() ? FittingInputTypes.of(model) : types;
  }

  private interface Inputs {
    INDArray[] of(PrunableModel model, List<InputType> types);
  }
}
