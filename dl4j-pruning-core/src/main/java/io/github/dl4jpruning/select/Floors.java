package io.github.dl4jpruning.select;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.WeightLayout.Role;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * What every parameter and every output unit keeps, whatever the scores.
 *
 * @param perParameter weights kept in each parameter, at least 1; a parameter with fewer keeps all
 * @param perOutput weights kept in each output unit (a column of a dense matrix, a filter of a
 *     convolution, one gate of a recurrent unit), at least 0. Layers whose outputs the library
 *     can't locate count as one output
 */
public record Floors(int perParameter, int perOutput) {
  /** One weight per parameter, none per output. */
  public static final Floors DEFAULT = new Floors(1, 0);

  private static final Set<Role> OUTPUTS = Set.of(Role.GATE, Role.OUTPUT);

  /** Checks the ranges. */
  public Floors {
    if (perParameter < 1) {
      throw new IllegalArgumentException(
          "Each parameter keeps at least 1 weight, got a floor of " + perParameter);
    }
    if (perOutput < 0) {
      throw new IllegalArgumentException(
          "The floor per output must be at least 0, got " + perOutput);
    }
  }

  /** How many weights of a parameter the floors keep. */
  int keptOf(ModelParam param) {
    int outputs = outputs(param);
    long ofOutputs = (long) outputs * Math.min(perOutput, param.length() / outputs);
    return (int) Math.max(Math.min(perParameter, param.length()), ofOutputs);
  }

  static int outputs(ModelParam param) {
    return param.layout().map(layout -> layout.count(OUTPUTS)).orElse(1);
  }

  /** From a position in a parameter's memory to its output. */
  static IntUnaryOperator outputOf(ModelParam param) {
    return param.layout().map(layout -> layout.placeOn(OUTPUTS)).orElse(position -> 0);
  }
}
