package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.types.MacCount;
import io.github.dl4jpruning.structure.trace.Role;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Structures of the same make, such as the filters of a convolution, or the channels of all layers
 * that meet in a residual addition. Structure {@code u} is one filter of each layer, all that goes
 * with it, and every weight that reads it: it can be removed, alone, without changing what the rest
 * of the network computes once those weights are zero.
 *
 * <p>Immutable and thread-safe.
 */
public final class StructureGroup {
  private final String name;
  private final List<String> layers;
  private final int size;
  private final List<Slice> slices;

  StructureGroup(List<String> layers, int size, List<Slice> slices) {
    this.name = String.join(" + ", layers);
    this.layers = List.copyOf(layers);
    this.size = size;
    this.slices = List.copyOf(slices);
  }

  /**
   * The group's name.
   *
   * @return the names of the layers that compute it, such as {@code "conv2 + shortcut"}; unique in
   *     its network
   */
  public String name() {
    return name;
  }

  /**
   * The layers that compute it.
   *
   * @return their names, in the order of computation
   */
  public List<String> layers() {
    return layers;
  }

  /**
   * How many structures there are.
   *
   * @return at least 1
   */
  public int size() {
    return size;
  }

  /**
   * All that the structures hold.
   *
   * @return slices in the order in which their layers compute
   */
  public List<Slice> slices() {
    return slices;
  }

  /**
   * The weights that compute the structures: what a criterion looks at.
   *
   * @return slices whose role is {@link Role#PRODUCES}
   */
  public List<Slice> producers() {
    return slices.stream().filter(slice -> slice.role() == Role.PRODUCES).toList();
  }

  /**
   * Masks that remove structures: they cover weights, biases, gains, shifts and means of the
   * structures, and every weight that reads them. Unite them with others by {@link
   * MaskStore#intersection}.
   *
   * @param removed the structures to remove, each 0 to {@link #size()} − 1
   * @return masks of all parameters that hold a part of the group
   * @throws IllegalArgumentException if one does not exist, or none would be left
   */
  public MaskStore masks(BitSet removed) {
    if (removed.length() > size || removed.cardinality() == size) {
      throw new IllegalArgumentException(
          "%s has %s structures, of which at least one stays; can't remove %s"
              .formatted(name, size, removed));
    }
    Map<ModelParam, long[]> words = new LinkedHashMap<>();
    for (Slice slice : slices) {
      if (slice.role().isMasked()) {
        long[] bits = words.computeIfAbsent(slice.param(), param -> keepAll(param).words());
        slice.forEachRun(
            (start, length, structure) -> {
              if (removed.get(structure)) {
                for (int i = start; i < start + length; i++) {
                  bits[i >> 6] &= ~(1L << i);
                }
              }
            });
      }
    }
    Map<String, Mask> masks = new TreeMap<>();
    words.forEach((param, bits) -> masks.put(param.key(), Mask.of(param.shape(), bits)));
    return MaskStore.of(masks);
  }

  /**
   * How many parameters go with each structure, if it alone is removed.
   *
   * @return for each structure, at least 1; biases, normalisation and statistics included
   */
  public long[] parameters() {
    return sums(param -> 1);
  }

  /**
   * How many multiply-accumulates per example go with each structure, if it alone is removed.
   *
   * @param macs of the same network
   * @return for each structure, at least 0
   */
  public long[] macs(MacCount macs) {
    return sums(macs::of);
  }

  private long[] sums(java.util.function.ToLongFunction<ModelParam> perPosition) {
    long[] sums = new long[size];
    for (ModelParam param : slices.stream().map(Slice::param).distinct().toList()) {
      long each = perPosition.applyAsLong(param);
      int[] counts = new int[size];
      List<Slice> own = slices.stream().filter(slice -> slice.param().equals(param)).toList();
      if (own.size() == 1) {
        own.get(0).forEachRun((start, length, structure) -> counts[structure] += length);
      } else {
        countOnce(param, own, counts);
      }
      for (int u = 0; u < size; u++) {
        sums[u] += counts[u] * each;
      }
    }
    return sums;
  }

  /** A position in a structure's row and its column is one position. */
  private static void countOnce(ModelParam param, List<Slice> slices, int[] counts) {
    int[] seen = new int[slices.size()];
    for (int position = 0; position < param.length(); position++) {
      for (int s = 0; s < seen.length; s++) {
        seen[s] = slices.get(s).structureAt(position);
        int structure = seen[s];
        if (structure != Slice.NONE && firstOf(seen, structure) == s) {
          counts[structure]++;
        }
      }
    }
  }

  private static int firstOf(int[] values, int value) {
    int i = 0;
    while (values[i] != value) {
      i++;
    }
    return i;
  }

  private static Mask keepAll(ModelParam param) {
    return Mask.keepAll(param.shape());
  }

  /** For example {@code conv2 + shortcut: 16 structures of 300 parameters}. */
  @Override
  public String toString() {
    return "%s: %s structures of %s parameters"
        .formatted(name, size, Arrays.stream(parameters()).max().orElse(0));
  }
}
