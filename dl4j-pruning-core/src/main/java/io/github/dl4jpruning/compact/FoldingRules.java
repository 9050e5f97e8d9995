package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** Where a batch normalisation may go into the layer before it, by exact class. */
final class FoldingRules {
  /** Of series and volumes, DL4J 1.0.0-M2.1's own normalisation takes none or the wrong axis. */
  private static final Set<Class<?>> TAKING =
      Set.of(
          DenseLayer.class,
          ConvolutionLayer.class,
          Convolution2D.class,
          Deconvolution2D.class,
          DepthwiseConvolution2D.class,
          SeparableConvolution2D.class);

  private FoldingRules() {}

  /** Also a frozen one. */
  static boolean isNormalisation(Node node) {
    return node.innerLayer().filter(BatchNormalization.class::isInstance).isPresent();
  }

  /** Why a layer that changes nothing can't be left out; empty if it can. */
  static Optional<String> mustStay(Node node) {
    if (node.output()) {
      return Optional.of("it is an output of the network");
    }
    if (node.frozen()) {
      return Optional.of("it is frozen");
    }
    return node.preProcessor().isPresent()
        ? Optional.of("a preprocessor stands before it")
        : Optional.empty();
  }

  /** Why a normalisation can't go into what it reads; empty if it can. */
  static Optional<String> whyNot(Wiring wiring, Node node) {
    if (node.layer().filter(layer -> layer.getClass() == BatchNormalization.class).isEmpty()) {
      return Optional.of("it is frozen, or of a kind of its own");
    }
    Optional<String> stays = mustStay(node);
    if (stays.isPresent()) {
      return stays;
    }
    String before = node.inputs().get(0);
    Optional<Node> into = wiring.node(before);
    if (into.isEmpty()) {
      return Optional.of("it reads the network's input");
    }
    if (into.get().output()) {
      return Optional.of(named(into.get()) + " is an output of the network");
    }
    if (wiring.readers(before).size() > 1) {
      return Optional.of(named(into.get()) + " is read by others too");
    }
    return whyNot((BatchNormalization) node.layer().orElseThrow(), into.get());
  }

  private static Optional<String> whyNot(BatchNormalization norm, Node into) {
    if (into.frozen()
        || into.layer().isEmpty()
        || !TAKING.contains(into.layer().get().getClass())) {
      return Optional.of(named(into) + " stands before it and can't take it in");
    }
    FeedForwardLayer layer = (FeedForwardLayer) into.layer().get();
    if (layer.getActivationFn().getClass() != ActivationIdentity.class) {
      return Optional.of(
          "%s has the activation %s before it".formatted(named(into), layer.getActivationFn()));
    }
    if (layer instanceof DenseLayer dense && dense.hasLayerNorm()) {
      return Optional.of(named(into) + " normalises its sums itself");
    }
    if (layer.getWeightNoise() != null) {
      return Optional.of(named(into) + " has noise on its weights");
    }
    if (norm.getNOut() != outputs(layer)) {
      return Optional.of(
          "it normalises %s values, %s gives %s"
              .formatted(norm.getNOut(), named(into), outputs(layer)));
    }
    return Optional.empty();
  }

  private static long outputs(FeedForwardLayer layer) {
    return layer instanceof DepthwiseConvolution2D depthwise
        ? depthwise.getNIn() * depthwise.getDepthMultiplier()
        : layer.getNOut();
  }

  private static String named(Node node) {
    return "%s (%s)".formatted(node.label(), node.kind());
  }

  /** The parameter that makes a layer's outputs. */
  static String weight(Layer layer) {
    return layer instanceof SeparableConvolution2D ? "pW" : "W";
  }

  /** A layer without biases gets some. */
  static void giveBias(Layer layer) {
    if (layer instanceof ConvolutionLayer convolution) {
      convolution.setHasBias(true);
    } else {
      ((DenseLayer) layer).setHasBias(true);
    }
  }

  /** The configuration of a network's normalisation. */
  static BatchNormalization normalisation(PrunableModel model, String node) {
    return (BatchNormalization)
        Wiring.of(model.network()).node(node).flatMap(Node::layer).orElseThrow();
  }
}
