package io.github.dl4jpruning.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramTest {
  private static Program of(int[] in, Operation... operations) {
    return Program.of(
        List.of(Input.of("x", in)),
        List.of(operations),
        List.of(operations[operations.length - 1].output()));
  }

  @Test
  void shape_convolutionWithStridePadsAndDilation_isCounted() {
    Program program =
        of(
            new int[] {3, 10, 11},
            Operation.of(Op.CONV, "y", "x")
                .with("strides", 2, 1)
                .with("pads", 1, 0, 0, 2)
                .with("dilations", 1, 3)
                .with("W", Weight.of("w", 4, 3, 3, 2)));
    assertArrayEquals(new int[] {4, 5, 10}, program.shape("y"));
    assertEquals(java.util.Set.of("w"), program.parameters());
  }

  static Stream<Arguments> wrong() {
    Operation gemm = Operation.of(Op.GEMM, "y", "x").with("W", Weight.of("w", 2, 4));
    return Stream.of(
        Arguments.of(gemm, "y: weights [2, 4] do not fit [3]"),
        Arguments.of(Operation.of(Op.GEMM, "y", "x"), "y: GEMM lacks the weight W"),
        Arguments.of(
            Operation.of(Op.SOFTMAX, "y", "z"), "y reads z, which nothing before it makes"),
        Arguments.of(Operation.of(Op.SOFTMAX, "x", "x"), "Two tensors are named x"),
        Arguments.of(
            Operation.of(Op.RESHAPE, "y", "x").with("shape", 2, -1), "y: [3] can't become [2, -1]"),
        Arguments.of(
            Operation.of(Op.ACTIVATION, "y", "x").with("function", "sinus"),
            "y: there is no function sinus"),
        Arguments.of(
            Operation.of(Op.MASK, "y", "x").with("mask", "x"),
            "y: mask must name an input that is a series, not x"),
        Arguments.of(
            Operation.of(Op.UPSAMPLE, "y", "x").with("scales", 1 << 28),
            "y: at most 268435456 elements, not [805306368]"),
        Arguments.of(
            Operation.of(Op.GEMM, "y", "x")
                .with("W", Weight.of("w", 2, 3))
                .with("B", Weight.of("b", 3)),
            "y: B must be [2], not [3]"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void of_whatDoesNotFit_isRefused(Operation operation, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> of(new int[] {3}, operation))
            .getMessage());
  }

  @Test
  void shapes_otherLength_follow() {
    Program program =
        Program.of(
            List.of(Input.series("x", 1, 2, 7)),
            List.of(Operation.of(Op.CONV, "y", "x").with("W", Weight.of("w", 4, 2, 3))),
            List.of("y"));
    assertArrayEquals(new int[] {4, 5}, program.shape("y"));
    assertArrayEquals(new int[] {4, 10}, program.shapes(12).get("y"));
    assertThrows(IllegalArgumentException.class, () -> program.shapes(2));
  }

  @Test
  void read_rowsAndTransposed_takesThem() {
    Weight weight = Weight.of("w", 3, 2).rows(1, 3).transposed(1, 0);
    assertArrayEquals(new int[] {2, 2}, weight.shape());
    assertArrayEquals(new float[] {2, 4, 3, 5}, weight.read(new float[] {0, 1, 2, 3, 4, 5}));
    assertEquals(
        "Parameter w has 2 values, the program wants [3, 2]",
        assertThrows(IllegalArgumentException.class, () -> weight.read(new float[2])).getMessage());
  }

  @Test
  void toString_program_listsIt() {
    Program program =
        of(new int[] {3}, Operation.of(Op.GEMM, "y", "x").with("W", Weight.of("w", 2, 3)));
    assertEquals(
        "inputs [x[3]]\ny = GEMM[x] W=w[2, 3] → [2]\noutputs [y]",
        program.toString().replace(System.lineSeparator(), "\n"));
  }
}
