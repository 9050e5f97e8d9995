package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.model.ModelParam;
import java.util.Optional;

/**
 * One parameter, cut into the units that are kept or removed as wholes.
 *
 * @param param the parameter
 * @param units its units
 * @param pattern a limit on what is kept; single weights only
 */
public record Pool(ModelParam param, Partition units, Optional<Pattern> pattern) {
  /**
   * A pool of single weights.
   *
   * @param param the parameter
   * @return the pool
   */
  public static Pool ofWeights(ModelParam param) {
    return new Pool(param, Partition.singles(param.length()), Optional.empty());
  }

  /** The parameter's name, such as {@code fc1_W[784, 300]}. */
  @Override
  public String toString() {
    return param.toString();
  }
}
