package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** Shapes of inputs and outputs, with names for the sizes that are free. */
final class Boundary {
  private static final String BATCH = "batch";
  private static final String TIME = "time";

  private final Program program;
  private final OptionalInt batch;
  private final boolean freeTime;
  private final Map<String, Integer> batches = new HashMap<>();
  private final Map<String, int[]> longer;

  Boundary(Program program, OptionalInt batch, boolean freeTime) {
    this.program = program;
    this.batch = batch;
    this.freeTime = freeTime;
    this.longer = freeTime ? program.shapes(lengths(1)) : Map.of();
    program.inputs().forEach(input -> batches.put(input.name(), 1));
    program.operations().forEach(each -> batches.put(each.output(), batches(each)));
  }

  private int[] lengths(int more) {
    return program.inputs().stream().mapToInt(input -> input.length() + more).toArray();
  }

  /** How many of the network's batches a tensor has. */
  private int batches(String tensor) {
    return Objects.requireNonNull(batches.get(tensor), tensor);
  }

  private int batches(Operation operation) {
    int first = batches(operation.inputs().get(0));
    return switch (operation.op()) {
      case STACK -> operation.inputs().stream().mapToInt(this::batches).sum();
      case UNSTACK -> first / operation.integer("count", 1);
      default -> first;
    };
  }

  /**
   * Of an input.
   *
   * @param shape behind the batch
   */
  ValueInfoProto input(String name, Input input, int... shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder().addDim(batch(1));
    for (int i = 0; i < shape.length; i++) {
      boolean free = freeTime && input.isSeries() && i == input.time();
      dims.addDim(free ? named(time(input)) : sized(shape[i]));
    }
    return info(name, OnnxTypes.FLOAT, dims);
  }

  /** Of the steps of an input's series. */
  ValueInfoProto lengths(String name) {
    return info(name, OnnxTypes.INT64, TensorShapeProto.newBuilder().addDim(batch(1)));
  }

  /** Of an output. */
  ValueInfoProto output(String name, String tensor) {
    int[] shape = program.shape(tensor);
    int[] other = longer.getOrDefault(tensor, shape);
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder().addDim(batch(batches(tensor)));
    for (int i = 0; i < shape.length; i++) {
      dims.addDim(shape[i] == other[i] ? sized(shape[i]) : following(shape[i], other[i]));
    }
    return info(name, OnnxTypes.FLOAT, dims);
  }

  /** Time itself where there is only one it can be. */
  private TensorShapeProto.Dimension.Builder following(int size, int longer) {
    List<Input> series = program.inputs().stream().filter(Input::isSeries).toList();
    boolean isTime = series.size() == 1 && size == series.get(0).length() && longer == size + 1;
    return isTime ? named(TIME) : TensorShapeProto.Dimension.newBuilder();
  }

  private String time(Input input) {
    long series = program.inputs().stream().filter(Input::isSeries).count();
    return series == 1 ? TIME : input.name() + "_" + TIME;
  }

  private TensorShapeProto.Dimension.Builder batch(int times) {
    if (batch.isPresent()) {
      return sized(Math.multiplyExact(times, batch.getAsInt()));
    }
    return times == 1 ? named(BATCH) : TensorShapeProto.Dimension.newBuilder();
  }

  private static TensorShapeProto.Dimension.Builder named(String name) {
    return TensorShapeProto.Dimension.newBuilder().setDimParam(name);
  }

  private static TensorShapeProto.Dimension.Builder sized(int size) {
    return TensorShapeProto.Dimension.newBuilder().setDimValue(size);
  }

  private static ValueInfoProto info(String name, int type, TensorShapeProto.Builder shape) {
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** Of a tensor of any shape. */
  static ValueInfoProto any(String name, int type) {
    TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder().setElemType(type).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** A name and its shape, for people. */
  static String text(ValueInfoProto info) {
    List<String> sizes = new ArrayList<>();
    for (TensorShapeProto.Dimension size : info.getType().getTensorType().getShape().getDimList()) {
      sizes.add(
          size.hasDimValue()
              ? Long.toString(size.getDimValue())
              : size.hasDimParam() ? size.getDimParam() : "?");
    }
    return info.getName() + sizes;
  }
}
