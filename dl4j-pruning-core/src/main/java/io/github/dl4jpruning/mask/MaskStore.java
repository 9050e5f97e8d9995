package io.github.dl4jpruning.mask;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The masks of a network, by DL4J's parameter key ({@code "0_W"} in a MultiLayerNetwork, {@code
 * "fc1_W"} in a ComputationGraph). Immutable and thread-safe: every change is a new store.
 *
 * <p>Keys are sorted with numbers by value, so {@code "2_W"} comes before {@code "10_W"}.
 */
public final class MaskStore {
  private static final MaskStore EMPTY = new MaskStore(new TreeMap<>(naturalOrder()));

  private final SortedMap<String, Mask> masks;

  private MaskStore(SortedMap<String, Mask> masks) {
    this.masks = Collections.unmodifiableSortedMap(masks);
  }

  /**
   * A store without masks: nothing is pruned.
   *
   * @return always the same one
   */
  public static MaskStore empty() {
    return EMPTY;
  }

  /**
   * A store of the given masks.
   *
   * @param masks by parameter key; copied
   * @return the store
   */
  public static MaskStore of(Map<String, Mask> masks) {
    SortedMap<String, Mask> sorted = new TreeMap<>(naturalOrder());
    sorted.putAll(masks);
    return new MaskStore(sorted);
  }

  /**
   * All masks, sorted by key.
   *
   * @return unmodifiable
   */
  public SortedMap<String, Mask> masks() {
    return masks;
  }

  /**
   * The mask of one parameter.
   *
   * @param key DL4J's parameter key
   * @return empty if that parameter has no mask
   */
  public Optional<Mask> get(String key) {
    return Optional.ofNullable(masks.get(key));
  }

  /**
   * Whether no parameter has a mask.
   *
   * @return true if there is none
   */
  public boolean isEmpty() {
    return masks.isEmpty();
  }

  /**
   * This store with one mask added or replaced.
   *
   * @param key DL4J's parameter key
   * @param mask its mask
   * @return a new store
   */
  public MaskStore with(String key, Mask mask) {
    return withAll(Map.of(key, mask));
  }

  /**
   * This store with masks added or replaced.
   *
   * @param changed by parameter key
   * @return a new store
   */
  public MaskStore withAll(Map<String, Mask> changed) {
    SortedMap<String, Mask> sorted = new TreeMap<>(masks);
    sorted.putAll(changed);
    return new MaskStore(sorted);
  }

  /**
   * This store without the masks of all other parameters.
   *
   * @param keys what to retain; keys without a mask are passed over
   * @return a new store
   */
  public MaskStore retain(Collection<String> keys) {
    SortedMap<String, Mask> sorted = new TreeMap<>(masks);
    sorted.keySet().retainAll(keys);
    return new MaskStore(sorted);
  }

  /**
   * Keeps what either store keeps. A parameter without a mask counts as kept whole.
   *
   * @param other masks of the same network
   * @return a new store, of the parameters that have a mask in both
   * @throws IllegalArgumentException if the shapes of a parameter differ
   */
  public MaskStore union(MaskStore other) {
    SortedMap<String, Mask> result = new TreeMap<>(naturalOrder());
    masks.forEach(
        (key, mask) -> other.get(key).ifPresent(theirs -> result.put(key, mask.union(theirs))));
    return new MaskStore(result);
  }

  /**
   * Keeps what both stores keep. A parameter without a mask counts as kept whole.
   *
   * @param other masks of the same network
   * @return a new store, of the parameters that have a mask in either
   * @throws IllegalArgumentException if the shapes of a parameter differ
   */
  public MaskStore intersection(MaskStore other) {
    SortedMap<String, Mask> result = new TreeMap<>(masks);
    other.masks.forEach((key, mask) -> result.merge(key, mask, Mask::intersection));
    return new MaskStore(result);
  }

  /**
   * Whether everything that this store keeps is kept by the other too.
   *
   * @param other masks of the same network
   * @return true if this is the sparser one, or an equal one
   * @throws IllegalArgumentException if the shapes of a parameter differ
   */
  public boolean isSubsetOf(MaskStore other) {
    return other.masks.entrySet().stream()
        .allMatch(
            entry -> {
              Mask ours = masks.get(entry.getKey());
              return ours == null
                  ? entry.getValue().pruned() == 0
                  : ours.isSubsetOf(entry.getValue());
            });
  }

  /**
   * How many weights this store prunes that another one keeps.
   *
   * @param other masks of the same network
   * @return at least 0
   * @throws IllegalArgumentException if the shapes of a parameter differ
   */
  public long prunedBeyond(MaskStore other) {
    return masks.entrySet().stream()
        .mapToLong(
            entry ->
                other
                    .get(entry.getKey())
                    .map(mask -> mask.minus(entry.getValue()).kept())
                    .orElse(entry.getValue().pruned()))
        .sum();
  }

  /**
   * How many weights the masks cover.
   *
   * @return the sum of their lengths
   */
  public long length() {
    return masks.values().stream().mapToLong(Mask::length).sum();
  }

  /**
   * How many of the covered weights are kept.
   *
   * @return 0 to {@link #length()}
   */
  public long kept() {
    return masks.values().stream().mapToLong(Mask::kept).sum();
  }

  /**
   * The fraction of the covered weights that is pruned.
   *
   * @return 0 to 1; 0 for an empty store
   */
  public double sparsity() {
    return isEmpty() ? 0 : (double) (length() - kept()) / length();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskStore store && masks.equals(store.masks);
  }

  @Override
  public int hashCode() {
    return masks.hashCode();
  }

  /** One line per mask. */
  @Override
  public String toString() {
    return masks.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static Comparator<String> naturalOrder() {
    return NaturalOrder.INSTANCE;
  }
}
