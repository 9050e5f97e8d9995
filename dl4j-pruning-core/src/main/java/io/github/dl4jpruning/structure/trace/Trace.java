package io.github.dl4jpruning.structure.trace;

import io.github.dl4jpruning.model.ConfigurationCopy;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** What the rules find out on their way through a network. */
public final class Trace {
  /** Changes the copied configuration to what is kept of the given units. */
  public interface Resize {
    void apply(ConfigurationCopy copy, ToIntFunction<int[]> kept);
  }

  private final Units units = new Units();
  private final List<AxisUnits> strips = new ArrayList<>();
  private final List<Resize> resizes = new ArrayList<>();
  private final Map<String, int[]> outputs = new LinkedHashMap<>();
  private final List<int[]> pairs = new ArrayList<>();
  private final Map<String, ModelParam> params = new HashMap<>();

  Trace(PrunableModel model) {
    model.params().forEach(param -> params.put(param.key(), param));
  }

  public Units units() {
    return units;
  }

  public List<AxisUnits> strips() {
    return strips;
  }

  public List<Resize> resizes() {
    return resizes;
  }

  /** The units that each node gives, by its label: never may all of them go. */
  public Map<String, int[]> outputs() {
    return outputs;
  }

  /** Units of which two have to stay, though one of them may be all zero. */
  public List<int[]> pairs() {
    return pairs;
  }

  Optional<ModelParam> param(String node, String name) {
    return Optional.ofNullable(params.get(node + "_" + name));
  }

  boolean hasParams(String node) {
    return params.values().stream().anyMatch(param -> param.layerIndex().equals(node));
  }

  void resize(int[] ids, Resize resize) {
    resizes.add(
        (copy, kept) -> {
          if (kept.applyAsInt(ids) < ids.length) {
            resize.apply(copy, kept);
          }
        });
  }

  /** The units of channels; fixed ones where they are unknown or not as many as expected. */
  int[] read(Channels channels, long expected, String by) {
    if (channels.isKnown() && channels.ids().length == expected) {
      return channels.ids();
    }
    String reason =
        channels
            .whyUnknown()
            .orElse("%s reads %s channels of %s".formatted(by, expected, channels.ids().length));
    units.fix(channels.ids(), reason);
    int[] fixed = units.fresh((int) Math.max(0, expected));
    units.fix(fixed, reason);
    return fixed;
  }
}
