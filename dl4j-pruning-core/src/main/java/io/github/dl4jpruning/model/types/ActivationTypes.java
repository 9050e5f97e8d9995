package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.ConfigurationCopy;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/**
 * The types of all activations of a network, worked out on a copy of its configuration.
 *
 * @param inputs the types of the network's inputs, in their order
 * @param nodes by node name, in the order of computation
 */
public record ActivationTypes(List<InputType> inputs, Map<String, Passage> nodes) {
  /**
   * A type, and how often it occurs per example: time steps lie in the batch dimension wherever a
   * dense layer or a 2D convolution is applied to each of them.
   *
   * @param type as DL4J names it; a time series of unknown length has a length below 1
   * @param times at least 1
   */
  public record Counted(InputType type, long times) {
    /**
     * How many values there are per example; one time step of a series of unknown length.
     *
     * @return at least 1
     */
    public long values() {
      return type instanceof InputTypeRecurrent series
          ? times * series.getSize() * steps()
          : times * type.arrayElementsPerExample();
    }

    /**
     * Time steps.
     *
     * @return 1 if this is no time series, or one of unknown length
     */
    public long steps() {
      return type instanceof InputTypeRecurrent series
          ? Math.max(1, series.getTimeSeriesLength())
          : 1;
    }
  }

  /**
   * What one node reads and gives.
   *
   * @param reads after the preprocessor; one for each input
   * @param gives its activations
   */
  public record Passage(List<Counted> reads, Counted gives) {
    /** Copies the list. */
    public Passage {
      reads = List.copyOf(reads);
    }
  }

  /** Copies the list. */
  public ActivationTypes {
    inputs = List.copyOf(inputs);
  }

  /**
   * Works out all types.
   *
   * @param model the network; its configuration is not changed
   * @param inputTypes one for each input of the network; none if the configuration tells them, as
   *     it does for dense and recurrent networks and for flattened images
   * @return the types
   * @throws IllegalArgumentException if a type is missing, or does not fit the network
   */
  public static ActivationTypes of(PrunableModel model, InputType... inputTypes) {
    Wiring wiring = ConfigurationCopy.of(model).wiring();
    return of(
        wiring, inputTypes.length == 0 ? InputTypesKnown.of(wiring) : List.of(inputTypes), true);
  }

  /**
   * The same for a copied configuration.
   *
   * @param strict whether a size that a layer was made for, other than what comes, is an error
   */
  static ActivationTypes of(Wiring wiring, List<InputType> inputs, boolean strict) {
    if (inputs.size() != wiring.inputs().size()) {
      throw new IllegalArgumentException(
          "The network has the inputs %s, but %s input types were given: %s"
              .formatted(wiring.inputs(), inputs.size(), inputs));
    }
    Map<String, Counted> known = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      known.put(wiring.inputs().get(i), new Counted(inputs.get(i), 1));
    }
    Map<String, Passage> passages = new LinkedHashMap<>();
    for (Node node : wiring.nodes()) {
      Passage passage = pass(node, known, inputs, strict);
      passages.put(node.name(), passage);
      known.put(node.name(), passage.gives());
    }
    return new ActivationTypes(inputs, passages);
  }

  /**
   * Works out all types, if they are known.
   *
   * @param model the network; its configuration is not changed
   * @param inputTypes one for each input of the network, or none
   * @return empty if there are none, and the configuration does not tell them
   * @throws IllegalArgumentException if the types given do not fit the network
   */
  public static Optional<ActivationTypes> ifKnown(PrunableModel model, InputType... inputTypes) {
    try {
      return Optional.of(of(model, inputTypes));
    } catch (IllegalArgumentException e) {
      if (inputTypes.length > 0) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Passage pass(
      Node node, Map<String, Counted> known, List<InputType> inputs, boolean strict) {
    try {
      List<Counted> reads = new ArrayList<>();
      for (String input : node.inputs()) {
        Counted read = Objects.requireNonNull(known.get(input));
        reads.add(node.preProcessor().map(pre -> through(pre, read, strict)).orElse(read));
      }
      return new Passage(reads, gives(node, reads, strict));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "The input types %s do not fit the network: %s (%s) can't read what comes to it (%s)"
              .formatted(inputs, node.label(), node.kind(), e.getMessage()),
          e);
    }
  }

  private static Counted gives(Node node, List<Counted> reads, boolean strict) {
    Counted first = reads.get(0);
    if (node.layer().isPresent()) {
      return new Counted(TypeRules.ofLayer(node.layer().get(), first.type()), first.times());
    }
    if (node.vertex().orElseThrow() instanceof PreprocessorVertex own) {
      return through(own.getPreProcessor(), first, strict);
    }
    InputType[] types = reads.stream().map(Counted::type).toArray(InputType[]::new);
    return new Counted(TypeRules.ofVertex(node.vertex().get(), types), first.times());
  }

  private static Counted through(InputPreProcessor preProcessor, Counted read, boolean strict) {
    if (preProcessor instanceof ComposableInputPreProcessor several) {
      Counted now = read;
      for (InputPreProcessor each : several.getInputPreProcessors()) {
        now = through(each, now, strict);
      }
      return now;
    }
    if (preProcessor instanceof RnnToFeedForwardPreProcessor
        && read.type() instanceof InputTypeFeedForward) {
      return read; // DL4J puts one behind global pooling
    }
    if (strict) {
      requireFits(preProcessor, read.type());
    }
    InputType type = preProcessor.getOutputType(read.type());
    if (preProcessor instanceof RnnToFeedForwardPreProcessor
        || preProcessor instanceof RnnToCnnPreProcessor) {
      return new Counted(type, read.times() * read.steps());
    }
    if (preProcessor instanceof FeedForwardToRnnPreProcessor
        || preProcessor instanceof CnnToRnnPreProcessor) {
      InputTypeRecurrent series = (InputTypeRecurrent) type;
      return new Counted(
          InputType.recurrent(series.getSize(), read.times(), series.getFormat()), 1);
    }
    return new Counted(plain(type), read.times());
  }

  /** DL4J checks this in the forward pass only. */
  private static void requireFits(InputPreProcessor preProcessor, InputType type) {
    if (preProcessor instanceof CnnToFeedForwardPreProcessor flatten
        && type instanceof InputTypeConvolutional image
        && flatten.getInputHeight() > 0
        && (flatten.getInputHeight() != image.getHeight()
            || flatten.getInputWidth() != image.getWidth())) {
      throw new IllegalArgumentException(
          "%s expects %s x %s, got %s"
              .formatted(
                  preProcessor.getClass().getSimpleName(),
                  flatten.getInputHeight(),
                  flatten.getInputWidth(),
                  image));
    }
  }

  /** Without the format of a time series that a vector once was. */
  private static InputType plain(InputType type) {
    return type instanceof InputTypeFeedForward vector
        ? InputType.feedForward(vector.getSize())
        : type;
  }
}
