package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.lowering.Lowering;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.ActivationTypes;
import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;

/**
 * Whether a network computes the same for series of any length: whether its programs for some
 * lengths are alike. They are not where steps are unrolled, or where padding depends on the length.
 */
final class SeriesLengths {
  /** Strides beyond are of no use. */
  private static final int MORE = 4;

  private SeriesLengths() {}

  static boolean areFree(Model network, Program program, OnnxOptions options) {
    if (program.inputs().stream().noneMatch(Input::isSeries)) {
      return false;
    }
    InputType[] given = options.inputTypes().toArray(InputType[]::new);
    List<InputType> types = ActivationTypes.of(PrunableModel.of(network), given).inputs();
    for (int more = 1; more <= MORE; more++) {
      List<InputType> longer = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        longer.add(longer(types.get(i), program.inputs().get(i).length() + more));
      }
      if (!sameAt(network, program, longer)) {
        return false;
      }
    }
    return true;
  }

  private static InputType longer(InputType type, int steps) {
    return type instanceof InputTypeRecurrent series
        ? InputType.recurrent(series.getSize(), steps, series.getFormat())
        : type;
  }

  private static boolean sameAt(Model network, Program program, List<InputType> types) {
    try {
      Program other = Lowering.of(network, types.toArray(InputType[]::new));
      return text(other).equals(text(program));
    } catch (IllegalArgumentException e) {
      // it takes series of one length only
      return false;
    }
  }

  private static List<String> text(Program program) {
    return program.operations().stream().map(Operation::toString).toList();
  }
}
