package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.WeightLayout;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What competes: units of one parameter, or structures of a group that several parameters share.
 * Units are kept or removed as wholes.
 */
public sealed interface Pool permits ParameterPool, StructurePool {
  /**
   * A pool of single weights.
   *
   * @param param the parameter
   * @return the pool
   */
  static ParameterPool ofWeights(ModelParam param) {
    return new ParameterPool(param, Partition.singles(param.length()), Optional.empty());
  }

  /**
   * What it is known by in masks, signals and budgets.
   *
   * @return the parameter's key, such as {@code fc1_W}, or the group's name
   */
  String key();

  /**
   * Where it stands, for messages.
   *
   * @return the parameter's layer, or the group's name
   */
  String layer();

  /**
   * The shape of its mask.
   *
   * @return the parameter's, or the number of structures
   */
  List<Long> shape();

  /**
   * How its values are arranged.
   *
   * @return the parameter's layout; empty for structures and for layers that are not known
   */
  Optional<WeightLayout> layout();

  /**
   * Decides among equal scores: units of the pool with the lower one go first.
   *
   * @return the parameter's place in the network's flat parameters, or the number of structures
   *     before these
   */
  int offset();

  /**
   * What is kept or removed as a whole.
   *
   * @return the units; one per structure
   */
  Partition units();

  /**
   * A limit on what is kept among neighbours.
   *
   * @return the pattern; single weights only
   */
  Optional<Pattern> pattern();

  /**
   * The number of units kept is a multiple of this, or all.
   *
   * @return at least 1
   */
  int roundTo();

  /**
   * Whether the units are single weights.
   *
   * @return false for blocks, columns, structures and the like
   */
  boolean isOfWeights();

  /**
   * The parameters whose masks are decided here.
   *
   * @return the one, or all that hold a part of the group
   */
  List<ModelParam> params();

  /**
   * The parameters whose weights are scored.
   *
   * @return the one, or all that compute the structures (or read them, if that is what counts)
   */
  List<ModelParam> scored();

  /**
   * What is kept of this pool.
   *
   * @param masks of the network
   * @return the parameter's mask, or one with an element per structure: kept where a weight that
   *     computes it is
   */
  Mask maskIn(MaskStore masks);

  /**
   * The units of which some positions are part.
   *
   * @param positions of each scored parameter
   * @return numbers of units
   */
  BitSet unitsOf(Function<ModelParam, BitSet> positions);

  /**
   * Scores of units, made of scores of weights.
   *
   * @param reduction makes one score of each unit's many
   * @param scoresOf gives one score per position of a parameter
   * @return one per unit
   */
  float[] reduce(
      BiFunction<float[], Partition, float[]> reduction, Function<ModelParam, float[]> scoresOf);
}
