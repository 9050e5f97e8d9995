package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import io.github.dl4jpruning.structure.trace.AxisUnits;
import io.github.dl4jpruning.structure.trace.Role;
import io.github.dl4jpruning.structure.trace.Trace;
import io.github.dl4jpruning.structure.trace.Tracer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether masks leave paths from a network's input to its outputs. A severed network still
 * computes, and its loss is a number, but its outputs are constants: biases are all that is left.
 * Linear in the number of weights. Careful: what no rule follows counts as connected.
 */
public final class Connectivity {
  private static final double SPARSE = 0.9;

  private final Trace trace;
  private final Wiring wiring;
  private final MaskStore masks;
  private final LiveUnits live;
  private final List<ModelParam> params;

  private Connectivity(PrunableModel model, MaskStore masks) {
    this.trace = Tracer.trace(model, Optional.empty());
    this.wiring = Wiring.of(model.network());
    this.masks = masks;
    this.params = model.params();
    this.live = LiveUnits.of(trace, params, masks);
  }

  /**
   * What people should hear of masks: a severed network, a layer that passes nothing on, or is down
   * to one weight or one channel.
   *
   * @param model the network; not changed
   * @param masks its masks
   * @return a sentence for each; empty if all is well
   */
  public static List<String> warnings(PrunableModel model, MaskStore masks) {
    if (masks.isEmpty()) {
      return List.of();
    }
    Connectivity found = new Connectivity(model, masks);
    List<String> warnings = new ArrayList<>(found.severed());
    warnings.addAll(found.scarce());
    return List.copyOf(warnings);
  }

  /**
   * The same, but without a look where no parameter is 90 % sparse.
   *
   * @param model the network; not changed
   * @param masks its masks
   * @return a sentence for each; empty if all is well
   */
  public static List<String> warningsIfSparse(PrunableModel model, MaskStore masks) {
    boolean sparse = masks.masks().values().stream().anyMatch(Connectivity::isScarce);
    return sparse ? warnings(model, masks) : List.of();
  }

  private static boolean isScarce(Mask mask) {
    return mask.sparsity() >= SPARSE || (mask.kept() <= 1 && mask.length() > 1);
  }

  private List<String> severed() {
    List<String> found = new ArrayList<>();
    for (Node output : wiring.nodes()) {
      if (output.output() && isDead(output)) {
        Set<String> before = wiring.nodesBefore(output.name());
        Node first =
            wiring.nodes().stream()
                .filter(node -> before.contains(node.name()) && isDead(node))
                .findFirst()
                .orElse(output);
        found.add(
            "The network is severed: no path of kept weights leads from its input through %s (%s)"
                    .formatted(first.label(), first.kind())
                + " to its output %s, which is a constant. Prune less, or set a floor for this layer"
                    .formatted(output.label()));
      }
    }
    return found;
  }

  private boolean isDead(Node node) {
    int[] units = trace.outputs().getOrDefault(node.label(), new int[0]);
    return units.length > 0 && live.count(units) == 0;
  }

  private List<String> scarce() {
    List<String> found = new ArrayList<>();
    for (ModelParam param : params) {
      Optional<Mask> mask = masks.get(param.key());
      if (mask.filter(m -> m.kept() == 1 && m.length() > 1).isPresent() && param.isPrunable()) {
        found.add(
            "%s of layer %s is down to 1 of %s weights"
                .formatted(param.key(), param.layer(), param.length()));
      }
    }
    for (Map.Entry<String, int[]> layer : trace.outputs().entrySet()) {
      int[] units = Arrays.stream(layer.getValue()).map(trace.units()::find).distinct().toArray();
      boolean own =
          trace.strips().stream().anyMatch(axis -> isMaskedProducer(axis, layer.getKey()));
      if (own && units.length > 1 && live.count(units) == 1) {
        found.add("Layer %s is down to 1 of %s outputs".formatted(layer.getKey(), units.length));
      }
    }
    return found;
  }

  private boolean isMaskedProducer(AxisUnits axis, String label) {
    return axis.role() == Role.PRODUCES
        && axis.param().layer().equals(label)
        && masks.get(axis.param().key()).isPresent();
  }
}
