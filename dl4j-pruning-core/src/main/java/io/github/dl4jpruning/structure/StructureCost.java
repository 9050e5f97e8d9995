package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.model.ModelParam;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * What is left of a network's parameters, or operations, as structures go one by one. A weight
 * between two structures goes with the first of them. Counts all parameters that hold a part of one
 * of the groups. Not thread-safe.
 */
public final class StructureCost {
  private final Map<ModelParam, BitSet> alive = new LinkedHashMap<>();
  private final ToLongFunction<ModelParam> each;
  private long left;

  /**
   * Of groups from which nothing is removed yet.
   *
   * @param groups of one network
   * @param each what one element of a parameter costs, at least 0
   */
  public StructureCost(List<StructureGroup> groups, ToLongFunction<ModelParam> each) {
    this.each = each;
    groups.stream()
        .flatMap(group -> group.slices().stream())
        .map(Slice::param)
        .distinct()
        .forEach(
            param -> {
              BitSet all = new BitSet(param.length());
              all.set(0, param.length());
              alive.put(param, all);
              left += param.length() * each.applyAsLong(param);
            });
  }

  /** What is left. */
  public long left() {
    return left;
  }

  /**
   * Takes a structure away; nothing changes if it is gone.
   *
   * @param group one of the groups
   * @param structure 0 to its size − 1
   */
  public void remove(StructureGroup group, int structure) {
    for (Slice slice : group.slices()) {
      BitSet positions = Objects.requireNonNull(alive.get(slice.param()));
      long price = each.applyAsLong(slice.param());
      slice.forEachRunOf(
          structure,
          (start, length, same) -> {
            left -= price * positions.get(start, start + length).cardinality();
            positions.clear(start, start + length);
          });
    }
  }
}
