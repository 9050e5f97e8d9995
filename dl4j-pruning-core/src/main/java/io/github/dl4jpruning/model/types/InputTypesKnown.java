package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** What a configuration says about the network's inputs. */
final class InputTypesKnown {
  private InputTypesKnown() {}

  static List<InputType> of(Wiring wiring) {
    List<InputType> types = new ArrayList<>();
    for (String input : wiring.inputs()) {
      types.add(
          of(wiring, input)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "The network's configuration does not tell the size of its input %s."
                                  .formatted(input)
                              + " Pass input types, such as InputType.convolutional(height,"
                              + " width, channels)")));
    }
    return types;
  }

  static Optional<InputType> of(Wiring wiring, String input) {
    return wiring.nodes().stream()
        .filter(node -> node.inputs().contains(input))
        .flatMap(node -> readBy(node).stream())
        .findFirst();
  }

  private static Optional<InputType> readBy(Node node) {
    if (node.layer().isEmpty()) {
      return Optional.empty();
    }
    Wanted own = LayerDemand.of(node.layer().get(), () -> Wanted.NOTHING);
    Optional<InputPreProcessor> pre = node.preProcessor();
    if (pre.isPresent() && pre.get() instanceof FeedForwardToCnnPreProcessor image) {
      return Optional.of(
          InputType.convolutionalFlat(
              image.getInputHeight(), image.getInputWidth(), image.getNumChannels()));
    }
    Wanted wanted = pre.map(each -> PreProcessorDemand.of(each, own)).orElse(own);
    Layer layer = Node.unwrap(node.layer().get());
    return layer instanceof Convolution1DLayer ? Optional.empty() : typeOf(wanted);
  }

  /** A series may be of unknown length, if it is read step by step. */
  private static Optional<InputType> typeOf(Wanted wanted) {
    if (wanted.rank().isEmpty() || wanted.channels().isEmpty()) {
      return Optional.empty();
    }
    InputForm form = InputForm.of(wanted.rank().getAsInt(), wanted);
    if (wanted.sizes().isPresent()) {
      return Optional.of(form.sized(wanted.sizes().get()));
    }
    return switch (form.rank()) {
      case 2 -> Optional.of(form.sized(List.of()));
      case 3 -> Optional.of(form.sized(List.of(-1L)));
      default -> Optional.empty();
    };
  }
}
