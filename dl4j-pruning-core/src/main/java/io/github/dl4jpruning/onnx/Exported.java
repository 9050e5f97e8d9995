package io.github.dl4jpruning.onnx;

import java.util.List;
import java.util.Map;

/**
 * What was written.
 *
 * @param opset the version of ONNX's operators
 * @param inputs each input's name and shape, such as {@code input[batch, 784]}; a size that has a
 *     name is free
 * @param outputs likewise; {@code ?} is a size that follows from others
 * @param bytes the file's
 * @param metadata the model card and what was added, as in the file
 */
public record Exported(
    int opset,
    List<String> inputs,
    List<String> outputs,
    long bytes,
    Map<String, String> metadata) {
  /** Copies lists and map. */
  public Exported {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    metadata = Map.copyOf(metadata);
  }
}
