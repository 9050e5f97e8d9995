package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.ActivationTypes;
import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Shapes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutionalFlat;

/** The shapes in which a file takes images, where they are not the network's own. */
final class InputForms {
  private final Map<String, int[]> shapes = new HashMap<>();

  private InputForms() {}

  /** As the network has them. */
  static InputForms own() {
    return new InputForms();
  }

  static InputForms of(Model network, Program program, OnnxOptions options) {
    InputForms forms = new InputForms();
    if (options.images() == ImageForm.AS_THE_NETWORK) {
      return forms;
    }
    InputType[] given = options.inputTypes().toArray(InputType[]::new);
    List<InputType> types = ActivationTypes.of(PrunableModel.of(network), given).inputs();
    for (int i = 0; i < types.size(); i++) {
      Input input = program.inputs().get(i);
      if (options.images() == ImageForm.FLAT && input.shape().length == 3) {
        forms.shapes.put(input.name(), new int[] {Shapes.size(input.shape())});
      } else if (options.images() == ImageForm.IMAGE
          && types.get(i) instanceof InputTypeConvolutionalFlat flat) {
        int[] shape = {(int) flat.getDepth(), (int) flat.getHeight(), (int) flat.getWidth()};
        forms.shapes.put(input.name(), shape);
      }
    }
    if (forms.shapes.isEmpty()) {
      throw new IllegalArgumentException(
          "No input can be taken as ImageForm.%s: the network takes %s"
              .formatted(options.images(), types));
    }
    return forms;
  }

  /** The shape that the file takes, without the batch. */
  int[] shape(Input input) {
    return shapes.getOrDefault(input.name(), input.shape());
  }

  /** The tensor with the network's own shape. */
  String asTheNetwork(OnnxGraph graph, Input input, String name) {
    if (!shapes.containsKey(input.name())) {
      return name;
    }
    int[] own = input.shape();
    long[] sizes = new long[own.length + 1];
    for (int i = 0; i < own.length; i++) {
      sizes[i + 1] = own[i];
    }
    graph.stem(name);
    return new OnnxNode(graph, "Reshape", name, graph.ints(sizes)).get();
  }
}
