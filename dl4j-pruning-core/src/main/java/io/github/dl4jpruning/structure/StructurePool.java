package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.WeightLayout;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Neurons, filters or channels that several parameters share.
 *
 * @param group the structures
 * @param offset how many structures earlier groups have
 * @param roundTo the number of structures kept is a multiple of this, or all; at least 1
 * @param scoredSlices the slices whose weights a criterion looks at
 */
public record StructurePool(StructureGroup group, int offset, int roundTo, List<Slice> scoredSlices)
    implements Pool {
  /** Copies the list. */
  public StructurePool {
    scoredSlices = List.copyOf(scoredSlices);
  }

  /**
   * A pool of all structures of a group.
   *
   * @param group the group
   * @param before how many structures earlier groups have, for the order among equals
   * @param shape how they are rounded and scored
   * @return the pool
   */
  public static StructurePool of(StructureGroup group, int before, Structures shape) {
    return new StructurePool(
        group,
        before,
        shape.roundTo(),
        group.slices().stream().filter(slice -> slice.role() == shape.scoredBy()).toList());
  }

  @Override
  public String key() {
    return group.name();
  }

  @Override
  public String layer() {
    return group.name();
  }

  @Override
  public List<Long> shape() {
    return List.of((long) group.size());
  }

  @Override
  public Optional<WeightLayout> layout() {
    return Optional.empty();
  }

  @Override
  public Partition units() {
    return Partition.singles(group.size());
  }

  @Override
  public Optional<Pattern> pattern() {
    return Optional.empty();
  }

  @Override
  public boolean isOfWeights() {
    return false;
  }

  @Override
  public List<ModelParam> params() {
    return group.slices().stream()
        .filter(slice -> slice.role().isMasked())
        .map(Slice::param)
        .distinct()
        .toList();
  }

  @Override
  public List<ModelParam> scored() {
    return scoredSlices.stream().map(Slice::param).distinct().toList();
  }

  @Override
  public Mask maskIn(MaskStore masks) {
    boolean[] kept = new boolean[group.size()];
    for (Slice slice : group.producers()) {
      Mask mask = masks.get(slice.param().key()).orElse(null);
      slice.mark(
          kept,
          (start, length) -> {
            for (int i = start; mask != null && i < start + length; i++) {
              if (mask.isKept(i)) {
                return true;
              }
            }
            return mask == null;
          });
    }
    return Mask.of(kept);
  }

  @Override
  public BitSet unitsOf(Function<ModelParam, BitSet> positions) {
    BitSet found = new BitSet();
    for (Slice slice : group.producers()) {
      positions.apply(slice.param()).stream()
          .map(slice::structureAt)
          .filter(structure -> structure != Slice.NONE)
          .forEach(found::set);
    }
    return found;
  }

  /** Those of all weights that compute a structure, or read it, in all its layers together. */
  @Override
  public float[] reduce(
      BiFunction<float[], Partition, float[]> reduction, Function<ModelParam, float[]> scoresOf) {
    int length = scoredSlices.stream().mapToInt(slice -> slice.param().length()).sum();
    float[] scores = new float[length];
    int[] structures = new int[length];
    int filled = 0;
    for (Slice slice : scoredSlices) {
      float[] own = scoresOf.apply(slice.param());
      for (int i = 0; i < own.length; i++) {
        if (slice.structureAt(i) != Slice.NONE) {
          scores[filled] = own[i];
          structures[filled++] = slice.structureAt(i);
        }
      }
    }
    return reduction.apply(
        Arrays.copyOf(scores, filled),
        Partition.of(filled, group.size(), position -> structures[position]));
  }

  /**
   * Turns what was decided here into masks of parameters.
   *
   * @param decided one element per structure
   * @return masks of {@link #params()}
   */
  public MaskStore expand(Mask decided) {
    BitSet removed = new BitSet();
    for (int structure = 0; structure < decided.length(); structure++) {
      removed.set(structure, !decided.isKept(structure));
    }
    return group.masks(removed);
  }

  /** The group's name and size. */
  @Override
  public String toString() {
    return group.toString();
  }
}
