package io.github.dl4jpruning.onnx;

import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import org.nd4j.shade.protobuf.ByteString;

/** A node of an ONNX graph that has its operator and inputs, and gets attributes and a name. */
final class OnnxNode {
  private final OnnxGraph graph;
  private final NodeProto.Builder node;

  /**
   * A node.
   *
   * @param inputs names of tensors; an empty one for an input that is left out
   */
  OnnxNode(OnnxGraph graph, String operator, String... inputs) {
    this.graph = graph;
    this.node = NodeProto.newBuilder().setOpType(operator);
    int count = inputs.length;
    while (count > 0 && inputs[count - 1].isEmpty()) {
      count--;
    }
    node.addAllInput(List.of(inputs).subList(0, count));
  }

  OnnxNode with(String attribute, long value) {
    node.addAttribute(named(attribute, AttributeProto.AttributeType.INT).setI(value));
    return this;
  }

  OnnxNode withInts(String attribute, int... values) {
    AttributeProto.Builder list = named(attribute, AttributeProto.AttributeType.INTS);
    for (int value : values) {
      list.addInts(value);
    }
    node.addAttribute(list);
    return this;
  }

  OnnxNode withNumber(String attribute, float value) {
    node.addAttribute(named(attribute, AttributeProto.AttributeType.FLOAT).setF(value));
    return this;
  }

  OnnxNode withNumbers(String attribute, Iterable<Float> values) {
    AttributeProto.Builder list = named(attribute, AttributeProto.AttributeType.FLOATS);
    values.forEach(list::addFloats);
    node.addAttribute(list);
    return this;
  }

  OnnxNode with(String attribute, String value) {
    node.addAttribute(
        named(attribute, AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(value)));
    return this;
  }

  OnnxNode withWords(String attribute, Iterable<String> values) {
    AttributeProto.Builder list = named(attribute, AttributeProto.AttributeType.STRINGS);
    values.forEach(value -> list.addStrings(ByteString.copyFromUtf8(value)));
    node.addAttribute(list);
    return this;
  }

  OnnxNode with(String attribute, GraphProto body) {
    node.addAttribute(named(attribute, AttributeProto.AttributeType.GRAPH).setG(body));
    return this;
  }

  private static AttributeProto.Builder named(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  /** Writes it with one output of a new name, and gives that. */
  String get() {
    return as(graph.fresh(node.getOpType()));
  }

  /** Writes it with outputs of the given names, and gives the first. */
  String as(String... outputs) {
    for (String output : outputs) {
      node.addOutput(output);
    }
    graph.add(node.setName(outputs[0]).build());
    return outputs[0];
  }
}
