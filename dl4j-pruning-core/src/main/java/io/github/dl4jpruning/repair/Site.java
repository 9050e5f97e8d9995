package io.github.dl4jpruning.repair;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Place.Side;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.model.network.Node;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Weights that can be re-solved: each output is a sum over what the layer reads, with a weight of
 * its own for each term.
 *
 * @param node of the layer
 * @param weights the parameter
 * @param bias what is added to each output, if there is one
 * @param windows which places an output reads
 * @param channelsLast whether channels are the last axis of what the layer reads
 */
record Site(
    String node,
    ModelParam weights,
    Optional<ModelParam> bias,
    Windows windows,
    boolean channelsLast) {
  private static final Set<Role> OUTPUTS = Set.of(Role.GATE, Role.OUTPUT);
  private static final Set<Role> INPUTS = Set.of(Role.INPUT, Role.KERNEL);

  /** Why weights can't be re-solved; empty if they can. */
  static Optional<String> whyNot(ModelParam param) {
    if (param.name().contains("RW")) {
      return Optional.of("recurrent weights read what the layer itself has computed");
    }
    if (param.isIn(Deconvolution2D.class) || param.isIn(Deconvolution3D.class)) {
      return Optional.of("a transposed convolution spreads each input over several outputs");
    }
    boolean seen =
        param.layout().isPresent()
            && param.place().inputs().filter(sight -> sight.side() == Side.INPUT).isPresent();
    return seen && param.name().equals("W")
        ? Optional.empty()
        : Optional.of(
            "what %s of %s reads is not seen from outside"
                .formatted(
                    param.name(), param.layerClass().map(Class::getSimpleName).orElse("a vertex")));
  }

  static Site of(PrunableModel model, Node node, ModelParam weights) {
    Layer layer = node.layer().orElseThrow();
    return new Site(
        node.name(),
        weights,
        biasOf(model, weights),
        Windows.of(layer),
        weights.place().inputs().orElseThrow().channelsLast());
  }

  /** Empty where layer normalisation stands between the sum and the bias. */
  private static Optional<ModelParam> biasOf(PrunableModel model, ModelParam weights) {
    boolean normalised =
        model.params().stream()
            .anyMatch(p -> p.layerIndex().equals(weights.layerIndex()) && p.name().equals("g"));
    return model.params().stream()
        .filter(param -> param.layerIndex().equals(weights.layerIndex()) && !normalised)
        .filter(param -> param.name().equals("b"))
        .filter(param -> param.length() == weights.layout().orElseThrow().count(OUTPUTS))
        .findFirst();
  }

  private WeightLayout layout() {
    return weights.layout().orElseThrow();
  }

  int outputs() {
    return layout().count(OUTPUTS);
  }

  int inputs() {
    return layout().count(INPUTS);
  }

  /** From a weight's place in memory to its output. */
  IntUnaryOperator outputAt() {
    return layout().placeOn(OUTPUTS);
  }

  /** From a weight's place in memory to its column among an output's weights. */
  IntUnaryOperator inputAt() {
    return layout().placeOn(INPUTS);
  }

  Patches patches() {
    return Patches.of(windows, layout());
  }

  /** Whether an array can be what the layer reads. */
  boolean fits(HostInput input) {
    return input.sizes().length == windows.axes()
        && input.channels() == layout().count(Set.of(Role.INPUT));
  }
}
