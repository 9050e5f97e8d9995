package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** Builds {@link OnnxOptions}. Not thread-safe. */
public final class OnnxOptionsBuilder {
  private int opset = OnnxOptions.OLDEST_OPSET;
  private OptionalInt batch = OptionalInt.empty();
  private boolean fixedTime;
  private boolean lengths;
  private ImageForm images = ImageForm.AS_THE_NETWORK;
  private boolean logits;
  private boolean sparseWeights;
  private final Map<String, String> names = new TreeMap<>();
  private List<InputType> inputTypes = List.of();
  private final Map<String, String> metadata = new TreeMap<>();

  OnnxOptionsBuilder() {}

  /**
   * The version of ONNX's operators.
   *
   * @param version {@value OnnxOptions#OLDEST_OPSET} to {@value OnnxOptions#NEWEST_OPSET}
   * @return this
   */
  public OnnxOptionsBuilder opset(int version) {
    this.opset = version;
    return this;
  }

  /**
   * Batches of one size only.
   *
   * @param examples at least 1
   * @return this
   */
  public OnnxOptionsBuilder batch(int examples) {
    this.batch = OptionalInt.of(examples);
    return this;
  }

  /**
   * Series of the length of the input type only, which some runtimes are faster with.
   *
   * @return this
   */
  public OnnxOptionsBuilder fixedTime() {
    this.fixedTime = true;
    return this;
  }

  /**
   * One more input for each series, {@code NAME_lengths}: {@code [batch]} of 64-bit integers, the
   * steps of each series, at least 1. They do what DL4J's masks of features do.
   *
   * @return this
   */
  public OnnxOptionsBuilder lengths() {
    this.lengths = true;
    return this;
  }

  /**
   * How images are taken.
   *
   * @param form for every input that is an image
   * @return this
   */
  public OnnxOptionsBuilder images(ImageForm form) {
    this.images = form;
    return this;
  }

  /**
   * Outputs without their last softmax or sigmoid.
   *
   * @return this
   */
  public OnnxOptionsBuilder logits() {
    this.logits = true;
    return this;
  }

  /**
   * Weights as {@code sparse_initializer} where less than a third of them is not zero: those that
   * are left, and where. A smaller file and nothing else: ONNX Runtime makes them dense when it
   * loads them, no runtime is faster for it, and some can't read them.
   *
   * @return this
   */
  public OnnxOptionsBuilder sparseWeights() {
    this.sparseWeights = true;
    return this;
  }

  /**
   * Another name for an input or an output.
   *
   * @param dl4j its name in DL4J: {@code input} and the last layer's index in a MultiLayerNetwork
   * @param onnx its name in the file, not empty
   * @return this
   */
  public OnnxOptionsBuilder name(String dl4j, String onnx) {
    if (onnx.isEmpty()) {
      throw new IllegalArgumentException("The new name of %s must not be empty".formatted(dl4j));
    }
    names.put(dl4j, onnx);
    return this;
  }

  /**
   * The network's inputs' types, where its configuration does not tell them.
   *
   * @param types one for each input
   * @return this
   */
  public OnnxOptionsBuilder inputTypes(InputType... types) {
    this.inputTypes = List.of(types);
    return this;
  }

  /**
   * The recipe that the network was pruned by, for the metadata.
   *
   * @param recipe noted in words
   * @return this
   */
  public OnnxOptionsBuilder recipe(PruningRecipe recipe) {
    return metadata(Metadata.RECIPE, recipe.toString());
  }

  /**
   * A model card, for whoever gets the file: in the metadata, as {@code pruning.model_card}.
   *
   * @param text {@code ModelCard.json()} of dl4j-pruning-report, or any text of your own
   * @return this
   */
  public OnnxOptionsBuilder card(String text) {
    return metadata(Metadata.CARD, text);
  }

  /**
   * Something to note in the file.
   *
   * @param key what it is called there
   * @param value text
   * @return this
   */
  public OnnxOptionsBuilder metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /**
   * Makes the options.
   *
   * @return what was set
   * @throws IllegalArgumentException if the opset or the batch is out of range
   */
  public OnnxOptions build() {
    return new OnnxOptions(
        opset,
        batch,
        fixedTime,
        lengths,
        images,
        logits,
        sparseWeights,
        names,
        inputTypes,
        metadata);
  }
}
