package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a rule works: a node of the network, its layer, what comes in, and the program to write to.
 *
 * @param sheet the program so far
 * @param params the network's, by key
 * @param node the name of the node, which its parameters' keys begin with
 * @param label what people call it
 * @param prefix before the parameters' names: of one half of a bidirectional layer
 * @param ofLayer its configuration; empty for a vertex
 * @param in what comes in first
 */
record Place(
    Sheet sheet,
    Map<String, INDArray> params,
    String node,
    String label,
    String prefix,
    Optional<Layer> ofLayer,
    Flow in) {
  /** The configuration of the layer that stands here. */
  Layer layer() {
    return ofLayer.orElseThrow();
  }

  /** The same place with another layer: the one that a wrapper wraps. */
  Place inside(Layer inner) {
    return new Place(sheet, params, node, label, prefix, Optional.of(inner), in);
  }

  Place half(Layer inner, String half) {
    return new Place(sheet, params, node, label, prefix + half, Optional.of(inner), in);
  }

  Place reading(Flow flow) {
    return new Place(sheet, params, node, label, prefix, ofLayer, flow);
  }

  String kind() {
    return layer().getClass().getSimpleName();
  }

  IllegalArgumentException refused(String reason) {
    return Refusal.of(kind(), label, reason);
  }

  /** An operation on the given tensors, its output newly named, without attributes. */
  Operation operation(Op op, String... inputs) {
    return Operation.of(op, sheet.fresh(node), inputs);
  }

  /** Writes an operation that works on a flow, and gives what comes out. */
  Flow emit(Operation operation, Flow from) {
    sheet.add(operation);
    return from.named(operation.output(), shape(operation, from));
  }

  private int[] shape(Operation operation, Flow from) {
    List<io.github.dl4jpruning.program.Input> inputs = new ArrayList<>();
    inputs.add(io.github.dl4jpruning.program.Input.of(from.name(), from.shape()));
    for (String other : operation.inputs()) {
      if (!other.equals(from.name())) {
        throw new IllegalStateException(operation + " reads more than " + from.name());
      }
    }
    Operation unmasked =
        operation.has("mask")
            ? Operation.of(operation.op(), operation.output(), from.name())
            : null;
    Operation asked = unmasked == null ? operation : copy(operation, unmasked);
    return Program.of(inputs, List.of(asked), List.of(operation.output()))
        .shape(operation.output());
  }

  /** Without its mask, which names an input of the whole program. */
  private static Operation copy(Operation from, Operation to) {
    Operation copy = to;
    for (String attribute : from.attributes()) {
      Object value = from.value(attribute);
      if (attribute.equals("mask")) {
        continue;
      }
      copy =
          value instanceof int[] ints
              ? copy.with(attribute, ints)
              : value instanceof Float number
                  ? copy.withNumber(attribute, number)
                  : copy.with(attribute, (String) value);
    }
    for (Map.Entry<String, Weight> weight : from.weights().entrySet()) {
      copy = copy.with(weight.getKey(), weight.getValue());
    }
    return copy;
  }

  /** An operation that says where the series of a flow end, if that is known. */
  static Operation masked(Operation operation, Flow flow) {
    return flow.mask().isPresent() ? operation.with("mask", flow.mask().get()) : operation;
  }

  boolean has(String param) {
    return params.containsKey(key(param));
  }

  private String key(String param) {
    return node + "_" + prefix + param;
  }

  /**
   * A parameter.
   *
   * @param stored how its values lie in memory, the last axis running fastest
   */
  Weight weight(String param, long... stored) {
    INDArray array = params.get(key(param));
    long size = Arrays.stream(stored).reduce(1, (a, b) -> a * b);
    if (array == null || array.length() != size) {
      throw refused(
          "its parameter %s should have the shape %s, not %s"
              .formatted(
                  key(param),
                  Arrays.toString(stored),
                  array == null ? "none" : Arrays.toString(array.shape())));
    }
    return Weight.of(key(param), Arrays.stream(stored).mapToInt(Math::toIntExact).toArray());
  }

  /** The number of values of a parameter. */
  long length(String param) {
    return Objects.requireNonNull(params.get(key(param))).length();
  }

  /** With a bias, where the layer has one. */
  Operation biased(Operation operation, String param, long n) {
    return has(param) ? operation.with("B", weight(param, n)) : operation;
  }

  /** An activation behind a flow; nothing for the identity. */
  Flow activate(IActivation activation, Flow flow) {
    return Activations.emit(this, activation, flow);
  }

  /** An activation as an attribute. */
  Operation withActivation(Operation operation, String attribute, IActivation activation) {
    return Activations.of(activation)
        .orElseThrow(() -> refused("it has no rule for the activation " + activation))
        .into(operation, attribute);
  }

  /** What comes in, which must have a rank. */
  Flow in(int rank) {
    if (in.rank() != rank) {
      throw refused("it reads arrays of rank %s, not %s".formatted(rank, in.rank()));
    }
    return in;
  }

  /** Behind an operation that changes the length of series, lengths are no longer known. */
  Flow withoutLengths(Flow flow) {
    flow.mask().ifPresent(sheet::losesTrack);
    return flow.masked(Optional.empty());
  }
}
