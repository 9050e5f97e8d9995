package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Place;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What competes: one parameter, cut into the units that are kept or removed as wholes, or a group
 * of structures that several parameters share.
 *
 * @param param the parameter; for a group, a stand-in with one element per structure
 * @param units its units
 * @param pattern a limit on what is kept; single weights only
 * @param group the structures, if the units are such
 * @param roundTo the number of units kept is a multiple of this, or all; at least 1
 * @param scoredSlices of a group: the slices whose weights a criterion looks at; else empty
 */
public record Pool(
    ModelParam param,
    Partition units,
    Optional<Pattern> pattern,
    Optional<StructureGroup> group,
    int roundTo,
    List<Slice> scoredSlices) {
  /** Copies the list. */
  public Pool {
    scoredSlices = List.copyOf(scoredSlices);
  }

  /**
   * A pool of single weights.
   *
   * @param param the parameter
   * @return the pool
   */
  public static Pool ofWeights(ModelParam param) {
    return of(param, Partition.singles(param.length()), Optional.empty());
  }

  static Pool of(ModelParam param, Partition units, Optional<Pattern> pattern) {
    return new Pool(param, units, pattern, Optional.empty(), 1, List.of());
  }

  /**
   * A pool of structures.
   *
   * @param group the group
   * @param before how many structures earlier groups have, for the order among equals
   * @param shape how they are rounded and scored
   * @return the pool; its stand-in's key is the group's name
   */
  public static Pool of(StructureGroup group, int before, Structures shape) {
    ModelParam standIn =
        new ModelParam(
            group.name(),
            group.name(),
            group.name(),
            "structures",
            Optional.empty(),
            List.of((long) group.size()),
            before,
            group.size(),
            Optional.empty(),
            Place.UNKNOWN,
            Optional.empty());
    return new Pool(
        standIn,
        Partition.singles(group.size()),
        Optional.empty(),
        Optional.of(group),
        shape.roundTo(),
        group.slices().stream().filter(slice -> slice.role() == shape.scoredBy()).toList());
  }

  /**
   * The parameters whose masks are decided here.
   *
   * @return the one, or all that hold a part of the group
   */
  public List<ModelParam> params() {
    return group
        .map(
            g ->
                g.slices().stream()
                    .filter(slice -> slice.role().isMasked())
                    .map(Slice::param)
                    .distinct()
                    .toList())
        .orElse(List.of(param));
  }

  /**
   * The parameters whose weights are scored.
   *
   * @return the one, or all that compute the structures (or read them, if that is what counts)
   */
  public List<ModelParam> scored() {
    return group.isEmpty()
        ? List.of(param)
        : scoredSlices.stream().map(Slice::param).distinct().toList();
  }

  /**
   * Whether the units are single weights.
   *
   * @return false for blocks, columns, structures and the like
   */
  public boolean isOfWeights() {
    return group.isEmpty() && units.isSingles();
  }

  /**
   * What is kept of this pool.
   *
   * @param masks of the network
   * @return the parameter's mask, or one with an element per structure: kept where a weight that
   *     computes it is
   */
  public Mask maskIn(MaskStore masks) {
    if (group.isEmpty()) {
      return masks.get(param.key()).orElseGet(() -> Mask.keepAll(param.shape()));
    }
    boolean[] kept = new boolean[param.length()];
    for (Slice slice : group.get().producers()) {
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

  /**
   * The units of which some positions are part.
   *
   * @param positions of each scored parameter
   * @return numbers of units
   */
  public BitSet unitsOf(Function<ModelParam, BitSet> positions) {
    BitSet found = new BitSet();
    if (group.isEmpty()) {
      positions.apply(param).stream().map(units::of).forEach(found::set);
    } else {
      for (Slice slice : group.get().producers()) {
        positions.apply(slice.param()).stream()
            .map(slice::structureAt)
            .filter(structure -> structure != Slice.NONE)
            .forEach(found::set);
      }
    }
    return found;
  }

  /**
   * Turns what was decided here into masks of parameters.
   *
   * @param decided of the parameter, or one element per structure
   * @return masks of {@link #params()}
   */
  public MaskStore expand(Mask decided) {
    if (group.isEmpty()) {
      return MaskStore.empty().with(param.key(), decided);
    }
    BitSet removed = new BitSet();
    for (int structure = 0; structure < decided.length(); structure++) {
      removed.set(structure, !decided.isKept(structure));
    }
    return group.get().masks(removed);
  }

  /** The parameter's name, such as {@code fc1_W[784, 300]}, or the group's. */
  @Override
  public String toString() {
    return group.map(StructureGroup::toString).orElseGet(param::toString);
  }
}
