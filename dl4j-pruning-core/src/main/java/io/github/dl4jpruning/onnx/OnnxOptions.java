package io.github.dl4jpruning.onnx;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * What an ONNX file is to be. Immutable; made by {@link #builder()}.
 *
 * @param opset the version of ONNX's operators, {@value #OLDEST_OPSET} to {@value #NEWEST_OPSET}
 * @param batch the number of examples that it takes; empty for any
 * @param fixedTime whether series have the length of the input type; else any, where the network
 *     computes the same for all
 * @param lengths whether it takes the lengths of series too
 * @param images how it takes images
 * @param logits whether the outputs' last softmax or sigmoid is left out
 * @param sparseWeights whether weights are stored without their zeros where that is smaller
 * @param names other names of inputs and outputs, by those in DL4J
 * @param inputTypes the network's inputs' types; empty where its configuration tells them
 * @param metadata what is noted in the file beside sizes, sparsity and versions
 */
public record OnnxOptions(
    int opset,
    OptionalInt batch,
    boolean fixedTime,
    boolean lengths,
    ImageForm images,
    boolean logits,
    boolean sparseWeights,
    Map<String, String> names,
    List<InputType> inputTypes,
    Map<String, String> metadata) {
  /** The oldest: from here on, softmax runs along one axis. */
  public static final int OLDEST_OPSET = 13;

  /** The newest that is tested. */
  public static final int NEWEST_OPSET = 26;

  /** Checks numbers, and copies maps and lists. */
  public OnnxOptions {
    if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
      throw new IllegalArgumentException(
          "The opset must be %s to %s, not %s".formatted(OLDEST_OPSET, NEWEST_OPSET, opset)
              + (opset < OLDEST_OPSET ? ": before, softmax took all axes for one" : ""));
    }
    if (batch.isPresent() && batch.getAsInt() < 1) {
      throw new IllegalArgumentException("The batch must be at least 1, not " + batch.getAsInt());
    }
    names = Map.copyOf(names);
    inputTypes = List.copyOf(inputTypes);
    metadata = Map.copyOf(metadata);
  }

  /**
   * Operators of version {@value #OLDEST_OPSET}, any batch, series of any length where the network
   * allows, names as in DL4J, all weights dense.
   *
   * @return the defaults
   */
  public static OnnxOptions defaults() {
    return builder().build();
  }

  /**
   * Starts with the defaults.
   *
   * @return a builder
   */
  public static OnnxOptionsBuilder builder() {
    return new OnnxOptionsBuilder();
  }
}
