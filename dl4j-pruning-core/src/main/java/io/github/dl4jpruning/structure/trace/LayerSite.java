package io.github.dl4jpruning.structure.trace;

import io.github.dl4jpruning.model.network.Node;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** A layer in its place: what it reads, and where its rule writes down what it found. */
final class LayerSite {
  private static final Set<Class<?>> ELEMENT_WISE =
      Set.of(
          ActivationCube.class,
          ActivationELU.class,
          ActivationGELU.class,
          ActivationHardSigmoid.class,
          ActivationHardTanH.class,
          ActivationIdentity.class,
          ActivationLReLU.class,
          ActivationMish.class,
          ActivationRReLU.class,
          ActivationRationalTanh.class,
          ActivationReLU.class,
          ActivationReLU6.class,
          ActivationRectifiedTanh.class,
          ActivationSELU.class,
          ActivationSigmoid.class,
          ActivationSoftPlus.class,
          ActivationSoftSign.class,
          ActivationSwish.class,
          ActivationTanH.class,
          ActivationThresholdedReLU.class);

  private final Trace trace;
  private final Node node;
  private final Layer layer;
  private final UnaryOperator<Layer> path;
  private final String prefix;
  private final Channels in;

  private LayerSite(
      Trace trace, Node node, Layer layer, UnaryOperator<Layer> path, String prefix, Channels in) {
    this.trace = trace;
    this.node = node;
    this.layer = layer;
    this.path = path;
    this.prefix = prefix;
    this.in = in;
  }

  static LayerSite of(Trace trace, Node node, Channels in) {
    return new LayerSite(trace, node, node.layer().orElseThrow(), UnaryOperator.identity(), "", in);
  }

  /** The site of a layer inside of this one. */
  LayerSite inside(UnaryOperator<Layer> step, String addedPrefix) {
    return new LayerSite(
        trace,
        node,
        step.apply(layer),
        outer -> step.apply(path.apply(outer)),
        prefix + addedPrefix,
        in);
  }

  Layer layer() {
    return layer;
  }

  Channels in() {
    return in;
  }

  /** Whether it is an output of the network, or at least a layer made to be one. */
  boolean isOutput() {
    return node.output() || layer instanceof BaseOutputLayer;
  }

  String label() {
    return node.label();
  }

  /** The units that it reads, of which there should be so many. */
  int[] reads(long count) {
    return trace.read(in, count, label());
  }

  /** New units that it makes. */
  int[] makes(long count) {
    return trace.units().fresh((int) count);
  }

  /** Says which units an axis of a parameter belongs to; nothing if there is no such parameter. */
  void axis(String name, Role role, long outer, long inner, int[] ids) {
    axisFrom(name, role, 0, outer, inner, ids);
  }

  void axisFrom(String name, Role role, long offset, long outer, long inner, int[] ids) {
    trace
        .param(node.name(), prefix + name)
        .ifPresent(
            param ->
                trace
                    .strips()
                    .add(new AxisUnits(param, role, (int) offset, (int) outer, (int) inner, ids)));
  }

  /** One value per unit. */
  void perUnit(String name, int[] ids) {
    axis(name, Role.ALONGSIDE, 1, 1, ids);
  }

  long length(String name) {
    return trace.param(node.name(), prefix + name).orElseThrow().length();
  }

  boolean has(String name) {
    return trace.param(node.name(), prefix + name).isPresent();
  }

  /** Writes what is kept of some units into the copied configuration. */
  void resize(int[] ids, ObjIntConsumer<Layer> setter) {
    trace.resize(
        ids,
        (copy, kept) -> setter.accept(path.apply(copy.layer(node.name())), kept.applyAsInt(ids)));
  }

  void fix(int[] ids, String reason) {
    trace.units().fix(ids, reason);
  }

  void join(int a, int b) {
    trace.units().join(a, b);
  }

  /** Keeps two of some units, if there are two. */
  void keepTwo(int[] ids) {
    trace.pairs().add(ids);
  }

  /** Fixes units whose activation function is not known to work on each alone. */
  void activation(IActivation activation, int[] ids) {
    if (activation != null && !ELEMENT_WISE.contains(activation.getClass())) {
      fix(ids, "%s of %s may mix units".formatted(activation, label()));
    }
  }

  boolean hasParams() {
    return trace.hasParams(node.name());
  }

  /** Weights that training leaves alone are not cut either. */
  Channels frozen(Channels out) {
    String reason = "%s is frozen".formatted(label());
    fix(in.ids(), reason);
    fix(out.ids(), reason);
    return out;
  }

  /** Nothing is known about this layer. */
  Channels noRule() {
    String reason = "no rule for %s (%s)".formatted(layer.getClass().getSimpleName(), label());
    fix(in.ids(), reason);
    return Channels.unknown(reason);
  }

  /** It passes on its channels, but what it does to them mixes them. */
  Channels mixes() {
    fix(in.ids(), "%s (%s) mixes channels".formatted(layer.getClass().getSimpleName(), label()));
    return in;
  }
}
