package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import org.deeplearning4j.nn.api.Model;

/**
 * Writes networks as ONNX: what DL4J computes in inference, in single precision. Inputs and outputs
 * keep their names and the order of DL4J's arrays; weights are named by their parameters' keys.
 * Where DL4J gives time steps as examples {@code [batch · time, size]}, the file gives {@code
 * [batch, time, size]}.
 *
 * <p>Stateless and thread-safe; the network given is not.
 */
public final class OnnxExport {
  private OnnxExport() {}

  /**
   * Writes a network for any batch, and for series of any length where it allows that.
   *
   * @param file where; an existing file is replaced
   * @param network an initialised MultiLayerNetwork or ComputationGraph; not changed
   * @return what was written
   * @throws IOException if it can't be saved; an earlier file is then untouched
   * @throws IllegalArgumentException if ONNX can't say what the network computes, or the input
   *     types are not known; the message names the layer
   */
  public static Exported write(Path file, Model network) throws IOException {
    return write(file, network, OnnxOptions.defaults());
  }

  /**
   * Writes a network.
   *
   * @param file where; an existing file is replaced
   * @param network an initialised MultiLayerNetwork or ComputationGraph; not changed
   * @param options what the file is to be
   * @return what was written
   * @throws IOException if it can't be saved; an earlier file is then untouched
   * @throws IllegalArgumentException if ONNX can't say what the network computes, the input types
   *     are not known, or an option does not fit the network; the message says which
   */
  public static Exported write(Path file, Model network, OnnxOptions options) throws IOException {
    Map<String, String> metadata = Metadata.of(network, options);
    ModelProto model = model(metadata, GraphWriter.of(network, options).write(), options.opset());
    AtomicFile.write(file, model::writeTo);
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    model.getGraph().getInputList().forEach(each -> inputs.add(Boundary.text(each)));
    model.getGraph().getOutputList().forEach(each -> outputs.add(Boundary.text(each)));
    return new Exported(options.opset(), inputs, outputs, model.getSerializedSize(), metadata);
  }

  static ModelProto model(Map<String, String> metadata, onnx.Onnx.GraphProto graph, int opset) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(format(opset))
            .setProducerName("dl4j-pruning")
            .setProducerVersion(metadata.get(Metadata.VERSION))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
            .setGraph(graph);
    new TreeMap<>(metadata)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }

  /** The version of the file's format that came with an opset, as ONNX's own list has it. */
  private static int format(int opset) {
    return switch (opset) {
      case 13, 14 -> 7;
      case 15, 16, 17, 18 -> 8;
      case 19, 20 -> 9;
      case 21, 22 -> 10;
      case 23 -> 11;
      case 24 -> 12;
      default -> 13;
    };
  }
}
