package io.github.dl4jpruning.repair;

import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;

/** Repairs a copy of a network from front to back. */
final class RepairRun {
  private final Repair settings;
  private final PrunableModel pruned;
  private final PrunableModel dense;
  private final MaskStore masks;
  private final Samples samples;
  private final Wiring wiring;
  private final List<Repaired.Solved> layers = new ArrayList<>();
  private final List<String> renewed = new ArrayList<>();
  private final List<Repaired.Left> left = new ArrayList<>();

  RepairRun(
      Repair settings,
      PrunableModel pruned,
      PrunableModel dense,
      MaskStore masks,
      Samples samples) {
    this.settings = settings;
    this.pruned = pruned;
    this.dense = dense;
    this.masks = masks;
    this.samples = samples;
    this.wiring = pruned.kind().wiring();
  }

  Repaired run() {
    Set<String> thinned =
        pruned.params().stream()
            .filter(param -> masks.get(param.key()).filter(mask -> mask.pruned() > 0).isPresent())
            .map(ModelParam::layerIndex)
            .collect(Collectors.toSet());
    for (Node node : wiring.nodes()) {
      boolean norm = node.innerLayer().filter(BatchNormalization.class::isInstance).isPresent();
      if (norm && wiring.nodesBefore(node.name()).stream().anyMatch(thinned::contains)) {
        renew(node);
      }
      pruned.params().stream()
          .filter(param -> param.layerIndex().equals(node.name()) && param.isPrunable())
          .filter(param -> masks.get(param.key()).isPresent())
          .forEach(param -> solve(node, param));
    }
    return new Repaired(masks, layers, renewed, left);
  }

  private void solve(Node node, ModelParam param) {
    Optional<String> reason = Site.whyNot(param);
    if (reason.isPresent()) {
      left.add(new Repaired.Left(param.key(), reason.get()));
      return;
    }
    Site site = Site.of(pruned, node, param);
    LayerRows rows = new LayerRows(settings, pruned, dense, samples, site);
    layers.add(new LayerRepair(settings, pruned, masks, rows, site).solve());
  }

  private void renew(Node node) {
    Optional<String> reason =
        !settings.normalisation()
            ? Optional.of("its statistics stay, as was asked for")
            : node.frozen() || !node.layer().equals(node.innerLayer())
                ? Optional.of("the layer is frozen")
                : new Renewal(pruned, node).renew(masks, samples);
    reason.ifPresentOrElse(
        why -> left.add(new Repaired.Left(node.label(), why)), () -> renewed.add(node.label()));
  }
}
