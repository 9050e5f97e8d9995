package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.program.Weight;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * An operation that is being translated, with all that its translation may ask. ONNX's tensors have
 * the batch as their first axis, before those of the program.
 *
 * @param graph the graph so far
 * @param program where the operation stands
 * @param operation itself
 * @param names from the program's tensors to ONNX's
 * @param weights the network's parameters by key, in memory order
 * @param lengths where series end
 * @param opset the version of ONNX's operators
 */
record Context(
    OnnxGraph graph,
    Program program,
    Operation operation,
    UnaryOperator<String> names,
    Function<String, float[]> weights,
    Lengths lengths,
    int opset) {
  private static final int AXES_ARE_INPUTS = 18;

  OnnxNode node(String operator, String... inputs) {
    return new OnnxNode(graph, operator, inputs);
  }

  /** The first input. */
  String in() {
    return in(0);
  }

  String in(int index) {
    return names.apply(operation.inputs().get(index));
  }

  String[] inputs() {
    return operation.inputs().stream().map(names).toArray(String[]::new);
  }

  /** The shape of the first input, without the batch, at the usual length. */
  int[] shape() {
    return shape(0);
  }

  int[] shape(int index) {
    return program.shape(operation.inputs().get(index));
  }

  int[] outShape() {
    return program.shape(operation.output());
  }

  boolean has(String role) {
    return operation.weights().containsKey(role);
  }

  private Weight reference(String role) {
    return Objects.requireNonNull(operation.weights().get(role), role);
  }

  /** The key of the parameter that a weight is, or is a part of. */
  String key(String role) {
    return reference(role).parameter();
  }

  int[] weightShape(String role) {
    return reference(role).shape();
  }

  float[] values(String role) {
    Weight weight = reference(role);
    return weight.read(weights.apply(weight.parameter()));
  }

  /** A weight as it is. */
  String weight(String role) {
    return weight(role, weightShape(role));
  }

  /** A weight with other axes, the values in the same order. */
  String weight(String role, int... shape) {
    return graph.weight(key(role), values(role), shape);
  }

  /** A weight of one value per channel, so that it is repeated over all axes behind. */
  String channels(String role, int rank) {
    int[] shape = new int[rank];
    Arrays.fill(shape, 1);
    shape[0] = Shapes.size(weightShape(role));
    return weight(role, shape);
  }

  /** A tensor plus a weight of one value per channel, if the operation has it. */
  OnnxNode biased(OnnxNode node, String role, int rank) {
    return has(role) ? node("Add", node.get(), channels(role, rank)) : node;
  }

  /** The axes behind the batch from one of the program's on. */
  int[] axes(int from, int rank) {
    return IntStream.range(from + 1, rank + 1).toArray();
  }

  /** Sum, mean or the like over some axes. */
  OnnxNode reduce(String operator, String x, boolean keep, int... axes) {
    long[] places = Arrays.stream(axes).asLongStream().toArray();
    boolean asInput = operator.equals("ReduceSum") || opset >= AXES_ARE_INPUTS;
    OnnxNode node = asInput ? node(operator, x, graph.ints(places)) : node(operator, x);
    if (!asInput) {
      node.withInts("axes", axes);
    }
    return node.with("keepdims", keep ? 1 : 0);
  }

  /** With other axes behind the batch; one size may be -1. */
  OnnxNode reshape(String x, int... shape) {
    long[] sizes = new long[shape.length + 1];
    for (int i = 0; i < shape.length; i++) {
      sizes[i + 1] = shape[i];
    }
    return node("Reshape", x, graph.ints(sizes));
  }

  /** What can't be said in ONNX. */
  IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException(
        "%s (%s) can't be written as ONNX: %s. Nothing was written"
            .formatted(operation.op(), operation.output(), reason));
  }
}
