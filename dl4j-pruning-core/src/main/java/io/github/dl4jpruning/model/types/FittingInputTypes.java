package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Input types that a network accepts, where its configuration does not tell the only ones: the
 * smallest square images, or cubes, or the shortest series, that fit through to the end.
 */
public final class FittingInputTypes {
  private static final int LARGEST = 512;

  private FittingInputTypes() {}

  /**
   * Looks for types that fit. Good for a trial run; costs may depend on the size.
   *
   * @param model the network
   * @return one type for each input; empty if none was found
   */
  public static Optional<List<InputType>> of(PrunableModel model) {
    Wiring wiring = Wiring.of(model.network());
    List<IntFunction<InputType>> bySize = new ArrayList<>();
    for (String input : wiring.inputs()) {
      Optional<IntFunction<InputType>> candidate = candidate(wiring, input);
      if (candidate.isEmpty()) {
        return Optional.empty();
      }
      bySize.add(candidate.get());
    }
    for (int size = 1; size <= LARGEST; size++) {
      int now = size;
      List<InputType> types = bySize.stream().map(each -> each.apply(now)).toList();
      if (fits(model, types)) {
        return Optional.of(types);
      }
    }
    return Optional.empty();
  }

  private static boolean fits(PrunableModel model, List<InputType> types) {
    try {
      ActivationTypes.of(model, types.toArray(InputType[]::new));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<IntFunction<InputType>> candidate(Wiring wiring, String input) {
    Optional<InputType> known = InputTypesKnown.of(wiring, input);
    return known.isPresent()
        ? known.map(type -> size -> type)
        : wiring.nodes().stream()
            .filter(node -> node.inputs().contains(input))
            .flatMap(node -> node.layer().stream())
            .map(Node::unwrap)
            .filter(FeedForwardLayer.class::isInstance)
            .findFirst()
            .map(FittingInputTypes::bySize);
  }

  private static IntFunction<InputType> bySize(Layer layer) {
    long channels = ((FeedForwardLayer) layer).getNIn();
    if (layer instanceof Convolution1DLayer series) {
      return size -> InputType.recurrent(channels, size, series.getRnnDataFormat());
    }
    if (layer instanceof Convolution3D volume) {
      return size -> InputType.convolutional3D(volume.getDataFormat(), size, size, size, channels);
    }
    if (layer instanceof Deconvolution3D volume) {
      return size -> InputType.convolutional3D(volume.getDataFormat(), size, size, size, channels);
    }
    if (layer instanceof ConvolutionLayer image) {
      return size -> InputType.convolutional(size, size, channels, image.getCnn2dDataFormat());
    }
    return size -> InputType.feedForward(channels);
  }
}
