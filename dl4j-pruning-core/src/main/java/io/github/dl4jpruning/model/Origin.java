package io.github.dl4jpruning.model;

import io.github.dl4jpruning.format.NetworkKind;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.model.network.ConfigurationCheck;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.network.NetworkConfiguration;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * The network that pruning began with, and what a smaller one has left of it. Masks are decided in
 * terms of the original, so that removing structures in between changes no decision: what is gone
 * counts as pruned. A network from which nothing was removed is its own origin.
 *
 * <p>Immutable; thread-safe.
 */
public final class Origin {
  /** A network that lost more than 999 of 1,000 parameters is no network of ours. */
  private static final int MOST_REMOVED = 1_000;

  private final Map<String, ModelParam> params;
  private final Survivors positions;
  private final Optional<Saved> saved;

  private Origin(Map<String, ModelParam> params, Survivors positions, Optional<Saved> saved) {
    this.params = params;
    this.positions = positions;
    this.saved = saved;
  }

  /**
   * What a file needs to hold.
   *
   * @param kind the original's class
   * @param configuration the original's, as DL4J's own JSON
   * @param left the flat positions that are left
   */
  public record Saved(NetworkKind kind, String configuration, BitSet left) {
    /** Copies the set. */
    public Saved {
      left = (BitSet) left.clone();
    }
  }

  /**
   * A network from which nothing was removed.
   *
   * @param model the network
   * @return its own origin
   */
  public static Origin of(PrunableModel model) {
    Map<String, ModelParam> params = new HashMap<>();
    model.params().forEach(param -> params.put(param.key(), param));
    return new Origin(
        params, Survivors.all(Math.toIntExact(model.flatParams().length())), Optional.empty());
  }

  /**
   * The origin of a network that was cut from this one's.
   *
   * @param model the network before the cut
   * @param kept its flat positions that the smaller network has
   * @return with what is left now of the network that this began with
   */
  public Origin cut(PrunableModel model, BitSet kept) {
    BitSet left = new BitSet(positions.length());
    kept.stream().map(positions::placeOf).forEach(left::set);
    Saved now =
        saved
            .map(before -> new Saved(before.kind(), before.configuration(), left))
            .orElseGet(
                () -> {
                  NetworkConfiguration configuration = Network.of(model.network()).configuration();
                  return new Saved(configuration.kind(), configuration.toJson(), left);
                });
    return new Origin(params, Survivors.of(left, positions.length()), Optional.of(now));
  }

  /**
   * The original network, its parameters all zero: for applying a recipe to it.
   *
   * @param saved from a file
   * @param left the network that is left of it
   * @return the network
   * @throws IOException if it can't be built, or what is left can't be of it
   */
  public static PrunableModel rebuild(Saved saved, PrunableModel left) throws IOException {
    ConfigurationCheck.check(saved.configuration());
    long now = left.flatParams().length();
    try {
      NetworkConfiguration before = NetworkConfiguration.parse(saved.kind(), saved.configuration());
      long parameters = before.parameters();
      if (parameters > MOST_REMOVED * now
          || saved.left().length() > parameters
          || saved.left().cardinality() != now) {
        throw new IOException(
            "it can't have begun with a network of %s parameters, of which the %s it has are left"
                .formatted(parameters, now));
      }
      return PrunableModel.of(before.buildOfZeros());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException("the network that it began with: " + e.getMessage(), e);
    }
  }

  /**
   * What a file needs to hold.
   *
   * @return empty if nothing was removed
   */
  public Optional<Saved> saved() {
    return saved;
  }

  /**
   * A parameter of the original.
   *
   * @param key its key, which it has in the smaller network too
   * @return the parameter
   */
  public ModelParam param(String key) {
    return Objects.requireNonNull(params.get(key));
  }

  /** Which of the original's flat positions are left. */
  public Survivors positions() {
    return positions;
  }

  /**
   * Which places of a parameter are left: its inputs or outputs, say.
   *
   * @param key the parameter's
   * @param roles whose axes make the places
   * @return the survivors
   */
  public Survivors places(String key, Set<Role> roles) {
    WeightLayout layout = param(key).layout().orElseThrow();
    int count = layout.count(roles);
    return positions.isAll()
        ? Survivors.all(count)
        : Survivors.of(left(param(key), layout.placeOn(roles)), count);
  }

  private BitSet left(ModelParam param, IntUnaryOperator placeOf) {
    BitSet bits = saved.orElseThrow().left();
    BitSet left = new BitSet();
    int end = param.offset() + param.length();
    for (int at = bits.nextSetBit(param.offset());
        at >= 0 && at < end;
        at = bits.nextSetBit(at + 1)) {
      left.set(placeOf.applyAsInt(at - param.offset()));
    }
    return left;
  }

  /**
   * Which positions of a parameter are left.
   *
   * @param param of the original
   * @return one bit per position
   */
  public BitSet left(ModelParam param) {
    BitSet all = new BitSet();
    if (positions.isAll()) {
      all.set(0, param.length());
      return all;
    }
    return left(param, position -> position);
  }

  /**
   * Masks in terms of the original.
   *
   * @param masks of the smaller network
   * @return the same; what is gone is pruned
   */
  public MaskStore spread(MaskStore masks) {
    if (positions.isAll()) {
      return masks;
    }
    Map<String, Mask> spread = new TreeMap<>();
    for (ModelParam param : params.values()) {
      BitSet left = left(param);
      Optional<Mask> mask = masks.get(param.key());
      if (mask.isPresent() || left.cardinality() < param.length()) {
        long[] words = new long[(param.length() + 63) >>> 6];
        int from = 0;
        for (int at = left.nextSetBit(0); at >= 0; at = left.nextSetBit(at + 1)) {
          if (mask.isEmpty() || mask.get().isKept(from)) {
            words[at >> 6] |= 1L << at;
          }
          from++;
        }
        spread.put(param.key(), Mask.of(param.shape(), words));
      }
    }
    return MaskStore.of(spread);
  }

  /**
   * Masks in terms of the smaller network.
   *
   * @param masks of the original
   * @param smaller the network that is left
   * @return the same without what is gone; masks that prune nothing any more are dropped
   * @throws IllegalStateException if the network is not what is left of the original
   */
  public MaskStore gather(MaskStore masks, PrunableModel smaller) {
    if (positions.isAll()) {
      return masks;
    }
    Map<String, Mask> gathered = new TreeMap<>();
    for (ModelParam param : smaller.params()) {
      BitSet left = left(param(param.key()));
      if (left.cardinality() != param.length()) {
        throw new IllegalStateException(
            "%s became %s, but %s of its elements are left"
                .formatted(param(param.key()), param, left.cardinality()));
      }
      masks
          .get(param.key())
          .map(mask -> gather(mask, left, param))
          .filter(mask -> mask.pruned() > 0)
          .ifPresent(mask -> gathered.put(param.key(), mask));
    }
    return MaskStore.of(gathered);
  }

  private static Mask gather(Mask mask, BitSet left, ModelParam smaller) {
    long[] words = new long[(smaller.length() + 63) >>> 6];
    int to = 0;
    for (int at = left.nextSetBit(0); at >= 0; at = left.nextSetBit(at + 1)) {
      if (mask.isKept(at)) {
        words[to >> 6] |= 1L << to;
      }
      to++;
    }
    return Mask.of(smaller.shape(), words);
  }
}
