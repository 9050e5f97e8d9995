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
 * One parameter, cut into units.
 *
 * @param param the parameter
 * @param units its units: single weights, blocks, kernels, rows or columns
 * @param pattern a limit on what is kept; single weights only
 */
public record ParameterPool(ModelParam param, Partition units, Optional<Pattern> pattern)
    implements Pool {
  @Override
  public String key() {
    return param.key();
  }

  @Override
  public String layer() {
    return param.layer();
  }

  @Override
  public List<Long> shape() {
    return param.shape();
  }

  @Override
  public Optional<WeightLayout> layout() {
    return param.layout();
  }

  @Override
  public int offset() {
    return param.offset();
  }

  @Override
  public int roundTo() {
    return 1;
  }

  @Override
  public boolean isOfWeights() {
    return units.isSingles();
  }

  @Override
  public List<ModelParam> params() {
    return List.of(param);
  }

  @Override
  public List<ModelParam> scored() {
    return List.of(param);
  }

  @Override
  public Mask maskIn(MaskStore masks) {
    return masks.get(param.key()).orElseGet(() -> Mask.keepAll(param.shape()));
  }

  @Override
  public BitSet unitsOf(Function<ModelParam, BitSet> positions) {
    BitSet found = new BitSet();
    positions.apply(param).stream().map(units::of).forEach(found::set);
    return found;
  }

  @Override
  public float[] reduce(
      BiFunction<float[], Partition, float[]> reduction, Function<ModelParam, float[]> scoresOf) {
    return reduction.apply(scoresOf.apply(param), units);
  }

  /** The parameter's name, such as {@code fc1_W[784, 300]}. */
  @Override
  public String toString() {
    return param.toString();
  }
}
