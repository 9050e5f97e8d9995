package io.github.dl4jpruning.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.SparseTensorProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** An ONNX graph that is being written: nodes, constants and weights, each name once. */
final class OnnxGraph {
  /** Protobuf can't hold more in one message; some room is left for names. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (64L << 20);

  /** A value that is kept takes its own four bytes and eight for where it is. */
  private static final long SPARSE_BYTES = Float.BYTES + Long.BYTES;

  private final GraphProto.Builder graph = GraphProto.newBuilder();

  /** Where nodes go: the graph itself, or the body of a loop. */
  private GraphProto.Builder nodes = graph;

  private final Set<String> names = new HashSet<>();
  private final Map<String, String> constants = new HashMap<>();
  private final boolean sparse;
  private String stem = "";
  private long bytes;

  /**
   * An empty graph.
   *
   * @param sparse whether weights become sparse where that is smaller
   */
  OnnxGraph(String name, boolean sparse) {
    graph.setName(name);
    this.sparse = sparse;
  }

  /** Keeps a name for a tensor to come. */
  void reserve(String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "Two tensors of the ONNX file would be named %s: rename one with name(...)"
              .formatted(name));
    }
  }

  /** What names of inner tensors begin with from now on. */
  void stem(String begin) {
    this.stem = begin;
  }

  /** A name that nothing has, from the operation at work and what makes the tensor. */
  String fresh(String what) {
    return unused(stem + "/" + what);
  }

  /** A name, with a number behind it if it is taken. */
  String unused(String name) {
    String free = name;
    for (int i = 2; !names.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  void add(NodeProto node) {
    nodes.addNode(node);
  }

  /**
   * Writes the body of a loop. What it reads from outside, it finds by name: constants and weights
   * stay there.
   *
   * @param inputs what the loop gives it
   * @param write writes nodes, and gives the names of what the body gives the loop
   */
  GraphProto body(List<ValueInfoProto> inputs, Supplier<List<ValueInfoProto>> write) {
    GraphProto.Builder body = GraphProto.newBuilder().setName(fresh("body")).addAllInput(inputs);
    nodes = body;
    body.addAllOutput(write.get());
    nodes = graph;
    return body.build();
  }

  void input(ValueInfoProto info) {
    graph.addInput(info);
  }

  void output(ValueInfoProto info) {
    graph.addOutput(info);
  }

  /** A list of whole numbers, as operators take shapes and axes. */
  String ints(long... values) {
    return constants.computeIfAbsent(
        "ints" + Arrays.toString(values), key -> writtenInts(values, values.length));
  }

  /** One whole number, without axes. */
  String integer(long value) {
    return constants.computeIfAbsent("int" + value, key -> writtenInts(new long[] {value}));
  }

  private String writtenInts(long[] values, long... dims) {
    ByteBuffer data = buffer((long) values.length * Long.BYTES);
    for (long value : values) {
      data.putLong(value);
    }
    String name = unused("const/int");
    graph.addInitializer(tensor(name, TensorProto.DataType.INT64, data, dims));
    return name;
  }

  /** One number, without axes. */
  String number(float value) {
    return constants.computeIfAbsent(
        "number" + Float.floatToRawIntBits(value),
        key -> {
          String name = unused("const/number");
          graph.addInitializer(dense(name, new float[] {value}));
          return name;
        });
  }

  /** Numbers that are no weights of the network. */
  String numbers(String what, float[] values, int... shape) {
    String name = fresh(what);
    graph.addInitializer(dense(name, values, shape));
    return name;
  }

  /**
   * A weight.
   *
   * @param name its parameter's key; if that is taken, a number is put behind
   * @param values in order of the shape, the last axis running fastest
   */
  String weight(String name, float[] values, int... shape) {
    String free = unused(name);
    int kept = 0;
    for (float value : values) {
      // -0.0 is written as 0
      kept += value == 0 ? 0 : 1;
    }
    if (sparse && kept > 0 && kept * SPARSE_BYTES < values.length * (long) Float.BYTES) {
      graph.addSparseInitializer(sparse(free, values, kept, shape));
    } else {
      graph.addInitializer(dense(free, values, shape));
    }
    return free;
  }

  private TensorProto.Builder dense(String name, float[] values, int... shape) {
    ByteBuffer data = buffer((long) values.length * Float.BYTES);
    for (float value : values) {
      data.putFloat(value);
    }
    return tensor(name, TensorProto.DataType.FLOAT, data, longs(shape));
  }

  /** The values, and their places in the flat array, in ascending order. */
  private SparseTensorProto sparse(String name, float[] values, int kept, int... shape) {
    ByteBuffer data = buffer((long) kept * Float.BYTES);
    ByteBuffer places = buffer((long) kept * Long.BYTES);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        data.putFloat(values[i]);
        places.putLong(i);
      }
    }
    SparseTensorProto.Builder tensor =
        SparseTensorProto.newBuilder()
            .setValues(tensor(name, TensorProto.DataType.FLOAT, data, kept))
            .setIndices(tensor("", TensorProto.DataType.INT64, places, kept));
    for (int size : shape) {
      tensor.addDims(size);
    }
    return tensor.build();
  }

  private ByteBuffer buffer(long size) {
    bytes += size;
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "An ONNX file holds weights of at most %s bytes; the network has more"
              .formatted(MOST_BYTES));
    }
    return ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TensorProto.Builder tensor(
      String name, TensorProto.DataType type, ByteBuffer data, long... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(data.flip()));
    for (long size : dims) {
      tensor.addDims(size);
    }
    return tensor;
  }

  private static long[] longs(int... shape) {
    return Arrays.stream(shape).asLongStream().toArray();
  }

  GraphProto build() {
    return graph.build();
  }
}
