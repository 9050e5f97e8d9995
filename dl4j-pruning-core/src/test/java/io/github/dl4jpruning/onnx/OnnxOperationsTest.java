package io.github.dl4jpruning.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Function;
import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.program.Weight;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import onnx.Onnx.GraphProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Operations that no layer of DL4J 1.0.0-M2.1 comes to, or that DL4J itself can't run: as the
 * runtime does them.
 */
class OnnxOperationsTest {
  private static final int BATCH = 3;

  @TempDir Path folder;

  private static Operation op(Op op, String... inputs) {
    return Operation.of(op, "y", inputs);
  }

  private static Operation norm(Operation rnn, boolean both) {
    Operation scaled = rnn.with("scaleW", Weight.of("g", 3));
    return both ? scaled.with("scaleR", Weight.of("h", 3)) : scaled;
  }

  private static Operation rnn() {
    Operation rnn =
        op(Op.RNN, "x")
            .with("hidden_size", 3)
            .with("W", Weight.of("W", 3, 4))
            .with("R", Weight.of("R", 3, 3))
            .with("B", Weight.of("B", 3));
    return Activation.of(Function.TANH).into(rnn, "activation");
  }

  static Stream<Operation> onSeries() {
    Operation window = op(Op.SUM_POOL, "x").with("kernel_shape", 2);
    return Stream.of(
        norm(rnn(), true),
        norm(rnn(), false),
        norm(rnn(), true).with("reverse", 1),
        window,
        window.with("dilations", 2).with("pads", 1, 2),
        op(Op.LAYER_NORMALIZATION, "x").with("bias", Weight.of("b", 4)),
        op(Op.MIN, "x", "x"),
        op(Op.MUL, "x", "x", "x"),
        op(Op.SCALE, "x"),
        op(Op.SCALE, "x").with("bias", Weight.of("b", 4)),
        op(Op.REVERSE, "x"),
        op(Op.MASK, "x").with("mask", "x"),
        op(Op.SLICE, "x").with("starts", 1, 0).with("ends", -1, 0),
        op(Op.SLICE, "x").with("starts", 0, 0).with("ends", 0, 0),
        op(Op.AFFINE, "x").withNumber("alpha", 2).withNumber("beta", -1),
        op(Op.LRN, "x").withNumber("alpha", 0.3f).with("size", 1),
        op(Op.L2_NORMALIZE, "x").withNumber("epsilon", 1e-3f),
        op(Op.GLOBAL_POOL, "x").with("mode", "pnorm").withNumber("p", 3),
        Activation.of(Function.CLIPPED_RELU, 0.3f, 0.1f, 0.2f)
            .into(op(Op.ACTIVATION, "x"), "function"));
  }

  @ParameterizedTest
  @MethodSource("onSeries")
  void write_operationOnSeries_answersAsTheRuntime(Operation operation) throws IOException {
    check(Input.series("x", 1, 4, 6), operation);
  }

  static Stream<Operation> onImages() {
    return Stream.of(
        op(Op.GEMM, "x").with("W", Weight.of("W", 5, 4)).with("B", Weight.of("b", 5)),
        op(Op.PRELU, "x").with("slope", Weight.of("W", 4)),
        op(Op.PRELU, "x").with("slope", Weight.of("W", 4, 1, 8)),
        op(Op.SOFTMAX, "x"),
        op(Op.GLOBAL_POOL, "x").with("mode", "max"),
        op(Op.TRANSPOSE, "x").with("perm", 2, 0, 1),
        op(Op.PAD, "x").with("pads", 1, 0, 2, 0, 3, 0));
  }

  @ParameterizedTest
  @MethodSource("onImages")
  void write_operationOnImages_answersAsTheRuntime(Operation operation) throws IOException {
    check(Input.of("x", 4, 6, 8), operation);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void write_globalPoolOfOnePlace_changesNothingButRank(int places) throws IOException {
    check(Input.of("x", 4, places), op(Op.GLOBAL_POOL, "x").with("mode", "mean"));
    check(Input.of("x", 4), op(Op.GLOBAL_POOL, "x").with("mode", "sum"));
  }

  private void check(Input input, Operation operation) throws IOException {
    Program program = Program.of(List.of(input), List.of(operation), List.of("y"));
    SplittableRandom random = new SplittableRandom(5);
    float[] x = values(random, BATCH * Shapes.size(input.shape()));
    java.util.function.Function<String, float[]> weights =
        key -> values(new SplittableRandom(key.hashCode()), size(operation, key));
    float[] expected = SparseNetwork.of(program, weights::apply).predict(x);
    for (int opset : new int[] {OnnxOptions.OLDEST_OPSET, OnnxOptions.NEWEST_OPSET}) {
      OnnxOptions options = OnnxOptions.builder().opset(opset).build();
      GraphProto graph =
          new GraphWriter(program, weights, InputForms.own(), input.isSeries(), options).write();
      Path file = folder.resolve("op.onnx");
      Files.write(
          file,
          OnnxExport.model(java.util.Map.of("dl4j_pruning.version", "test"), graph, opset)
              .toByteArray());
      try (OnnxRun run = new OnnxRun(file)) {
        long[] shape = new long[input.shape().length + 1];
        shape[0] = BATCH;
        for (int i = 1; i < shape.length; i++) {
          shape[i] = input.shape()[i - 1];
        }
        INDArray array = Nd4j.createFromArray(x).reshape(shape);
        List<float[]> actual = run.run(array);
        double gap = OnnxRun.gap(List.of(Nd4j.createFromArray(expected)), actual);
        assertTrue(gap <= OnnxRun.TOLERANCE, operation + ": " + gap);
      }
    }
  }

  private static int size(Operation operation, String key) {
    return operation.weights().values().stream()
        .filter(weight -> weight.parameter().equals(key))
        .mapToInt(weight -> Shapes.size(weight.stored()))
        .findFirst()
        .orElseThrow();
  }

  private static float[] values(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(Op.class)
  void table_everyOperation_hasATranslation(Op op) {
    assertNotNull(Translations.of(op));
  }

  @Test
  void write_operationOfAUsersOwn_isRefused() {
    Operation own = op(Op.CUSTOM, "x").with("type", "Halving").with("shape", 4);
    Program program = Program.of(List.of(Input.of("x", 4)), List.of(own), List.of("y"));
    GraphWriter writer =
        new GraphWriter(
            program, key -> new float[0], InputForms.own(), false, OnnxOptions.defaults());

    assertEquals(
        "CUSTOM (y) can't be written as ONNX: it is an operation of your own, Halving, which ONNX"
            + " does not know. Nothing was written",
        assertThrows(IllegalArgumentException.class, writer::write).getMessage());
  }
}
