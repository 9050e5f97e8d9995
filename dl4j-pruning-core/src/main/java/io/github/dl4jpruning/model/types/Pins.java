package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import io.github.dl4jpruning.model.types.ActivationTypes.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional3D;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PReLULayer;

/** Places in a network that are made for one size: flattened images, slopes, local weights. */
final class Pins {
  /**
   * A place.
   *
   * @param node what is made for the size
   * @param before whether it is the size before the node's preprocessor, not behind it
   * @param sizes steps; height and width; or depth, height and width
   */
  record Pin(Node node, boolean before, List<Long> sizes) {
    /** The sizes that come here, if they are as many. */
    Optional<List<Long>> found(ActivationTypes types) {
      InputType type =
          before
              ? given(types, node.inputs().get(0))
              : Objects.requireNonNull(types.nodes().get(node.name())).reads().get(0).type();
      List<Long> found = sizesOf(type);
      return found.size() == sizes.size() ? Optional.of(found) : Optional.empty();
    }

    private InputType given(ActivationTypes types, String name) {
      ActivationTypes.Passage passage = types.nodes().get(name);
      return passage == null ? types.inputs().get(0) : passage.gives().type();
    }
  }

  private Pins() {}

  static List<Pin> of(Wiring wiring) {
    List<Pin> pins = new ArrayList<>();
    for (Node node : wiring.nodes()) {
      boolean reads = wiring.inputs().contains(node.inputs().isEmpty() ? "" : node.inputs().get(0));
      if (!reads || wiring.inputs().size() == 1) {
        node.preProcessor()
            .flatMap(pre -> PreProcessorDemand.of(pre, Wanted.NOTHING).sizes())
            .ifPresent(sizes -> pins.add(new Pin(node, true, sizes)));
      }
      node.layer()
          .map(Node::unwrap)
          .flatMap(Pins::own)
          .ifPresent(sizes -> pins.add(new Pin(node, false, sizes)));
    }
    return pins;
  }

  private static Optional<List<Long>> own(Layer layer) {
    if (layer instanceof PReLULayer || layer instanceof CapsuleLayer) {
      return LayerDemand.of(layer, () -> Wanted.NOTHING).sizes();
    }
    if (layer instanceof LocallyConnected2D local && local.getInputSize() != null) {
      return Optional.of(List.of((long) local.getInputSize()[0], (long) local.getInputSize()[1]));
    }
    return layer instanceof LocallyConnected1D local && local.getInputSize() > 0
        ? Optional.of(List.of((long) local.getInputSize()))
        : Optional.empty();
  }

  private static List<Long> sizesOf(InputType type) {
    if (type instanceof InputTypeConvolutional image) {
      return List.of(image.getHeight(), image.getWidth());
    }
    if (type instanceof InputTypeConvolutional3D volume) {
      return List.of(volume.getDepth(), volume.getHeight(), volume.getWidth());
    }
    return type instanceof InputTypeRecurrent series
        ? List.of(new Counted(series, 1).steps())
        : List.of();
  }
}
