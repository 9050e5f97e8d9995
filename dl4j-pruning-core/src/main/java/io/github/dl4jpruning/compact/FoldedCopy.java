package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.network.NetworkConfiguration;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A copy of a network's configuration that loses layers, and the weights that change with it. */
final class FoldedCopy {
  private final PrunableModel model;
  private final NetworkConfiguration configuration;
  private final FoldedWeights weights;
  private final List<String> gone = new ArrayList<>();
  private final List<Folded.Left> left = new ArrayList<>();

  /** From the nodes' names now to those in the network. */
  private Map<String, String> origins = new HashMap<>();

  private FoldedCopy(PrunableModel model) {
    this.model = model;
    this.configuration = Network.of(model.network()).configuration().copy();
    this.weights = new FoldedWeights(model);
    wiring().nodes().forEach(node -> origins.put(node.name(), node.name()));
  }

  /** Folds whatever can be. */
  static FoldedCopy of(PrunableModel model) {
    FoldedCopy copy = new FoldedCopy(model);
    copy.withoutDropout();
    copy.withoutNormalisation();
    return copy;
  }

  List<String> gone() {
    return gone;
  }

  List<Folded.Left> left() {
    return left;
  }

  private Wiring wiring() {
    return Network.of(model.network()).wiring(configuration);
  }

  private void withoutDropout() {
    for (int i = 0; i < wiring().nodes().size(); ) {
      Node node = wiring().nodes().get(i);
      if (node.layer().filter(layer -> layer.getClass() == DropoutLayer.class).isEmpty()) {
        i++;
        continue;
      }
      Optional<String> reason = FoldingRules.mustStay(node);
      if (reason.isPresent()) {
        left.add(left(node, reason.get()));
        i++;
      } else {
        gone.add(text(node));
        remove(node);
      }
    }
  }

  private void withoutNormalisation() {
    for (int i = 0; i < wiring().nodes().size(); ) {
      Wiring wiring = wiring();
      Node node = wiring.nodes().get(i);
      if (!FoldingRules.isNormalisation(node)) {
        i++;
        continue;
      }
      Optional<String> reason = FoldingRules.whyNot(wiring, node);
      if (reason.isPresent()) {
        left.add(left(node, reason.get()));
        i++;
      } else {
        Node into = wiring.node(node.inputs().get(0)).orElseThrow();
        gone.add("%s into %s".formatted(text(node), into.label()));
        Layer layer = into.layer().orElseThrow();
        weights.fold(origin(node.name()), origin(into.name()), layer);
        FoldingRules.giveBias(layer);
        remove(node);
      }
    }
  }

  private void remove(Node node) {
    Map<String, String> now = new HashMap<>();
    configuration.remove(node.name()).forEach((before, after) -> now.put(after, origin(before)));
    origins = now;
  }

  private String origin(String node) {
    return Objects.requireNonNull(origins.get(node), node);
  }

  private static Folded.Left left(Node node, String reason) {
    return new Folded.Left(node.label(), node.kind(), reason);
  }

  private static String text(Node node) {
    return "%s (%s)".formatted(node.label(), node.kind());
  }

  /** The smaller network. */
  Model build() {
    Model network = configuration.copy().buildOfZeros();
    PrunableModel small = PrunableModel.of(network);
    for (ModelParam param : small.params()) {
      small.flatParam(param).assign(values(param, small));
    }
    return network;
  }

  private INDArray values(ModelParam param, PrunableModel small) {
    String key = originalKey(param);
    return weights
        .changed(key)
        .map(values -> Nd4j.createFromArray(values).castTo(small.dataType()))
        .orElseGet(() -> model.flatParam(model.param(key)));
  }

  private String originalKey(ModelParam param) {
    return origin(param.layerIndex()) + "_" + param.name();
  }

  /** The same masks by other keys; where a bias has got a value, it is pruned no more. */
  MaskStore masks(MaskStore masks, PrunableModel small) {
    Map<String, Mask> kept = new TreeMap<>();
    for (ModelParam param : small.params()) {
      masks
          .get(originalKey(param))
          .ifPresent(
              mask -> {
                float[] values = small.flatParam(param).toFloatVector();
                kept.put(param.key(), mask.union(Mask.ofNonZero(param.shape(), values)));
              });
    }
    return MaskStore.of(kept);
  }
}
