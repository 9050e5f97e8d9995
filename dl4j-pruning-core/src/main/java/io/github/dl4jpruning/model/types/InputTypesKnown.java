package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BasePretrainNetwork;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

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
    Layer layer = Node.unwrap(node.layer().get());
    if (node.preProcessor().isPresent()) {
      return behind(node.preProcessor().get(), layer);
    }
    if (layer instanceof EmbeddingSequenceLayer sequence) {
      return Optional.of(InputType.recurrent(1, sequence.getInputLength()));
    }
    if (layer instanceof RnnOutputLayer output) {
      return Optional.of(InputType.recurrent(output.getNIn(), output.getRnnDataFormat()));
    }
    if (layer instanceof BaseRecurrentLayer recurrent) {
      return Optional.of(InputType.recurrent(recurrent.getNIn(), recurrent.getRnnDataFormat()));
    }
    boolean vector =
        layer instanceof DenseLayer
            || layer instanceof BaseOutputLayer
            || layer instanceof BasePretrainNetwork
            || layer instanceof EmbeddingLayer;
    return vector
        ? Optional.of(InputType.feedForward(((FeedForwardLayer) layer).getNIn()))
        : Optional.empty();
  }

  private static Optional<InputType> behind(InputPreProcessor preProcessor, Layer layer) {
    if (preProcessor instanceof FeedForwardToCnnPreProcessor image) {
      return Optional.of(
          InputType.convolutionalFlat(
              image.getInputHeight(), image.getInputWidth(), image.getNumChannels()));
    }
    if (preProcessor instanceof FeedForwardToCnn3DPreProcessor volume) {
      return Optional.of(
          InputType.feedForward(
              (long) volume.getInputDepth()
                  * volume.getInputHeight()
                  * volume.getInputWidth()
                  * volume.getNumChannels()));
    }
    if (preProcessor instanceof RnnToFeedForwardPreProcessor steps
        && layer instanceof FeedForwardLayer dense) {
      return Optional.of(InputType.recurrent(dense.getNIn(), steps.getRnnDataFormat()));
    }
    return Optional.empty();
  }
}
