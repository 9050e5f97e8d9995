package io.github.dl4jpruning.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** Needs no oneDNN: the list alone. */
class TrustedTest {
  private static final INDArray PLAIN = Nd4j.zeros(DataType.FLOAT, 2, 3, 4, 5);

  private static INDArray input(String kind) {
    return switch (kind) {
      case "plain" -> PLAIN;
      case "permuted" -> PLAIN.permute(0, 2, 3, 1);
      case "f" -> PLAIN.dup('f');
      case "double" -> PLAIN.castTo(DataType.DOUBLE);
      case "half" -> PLAIN.castTo(DataType.FLOAT16);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static boolean computes(String operation, INDArray input, long... arguments) {
    try (OpContext context = Nd4j.getExecutioner().buildContext()) {
      context.setInputArray(0, input);
      context.setOutputArray(0, PLAIN);
      context.setIArguments(arguments);
      return Trusted.computes(operation, context);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "conv2d, plain, 1, 0, true",
    "conv2d_bp, plain, 1, 0, true",
    "conv2d, f, 1, 0, true",
    "conv2d, permuted, 1, 0, true",
    "conv2d, plain, 1, 1, true",
    "conv2d, permuted, 1, 1, false",
    "conv2d, f, 1, 1, false",
    "conv2d, plain, 2, 0, false",
    "conv2d, double, 1, 0, false",
    "conv2d, half, 1, 0, false",
    "maxpool2d, plain, 1, 0, true",
    "maxpool2d_bp, plain, 1, 0, true",
    "avgpool2d, plain, 1, 0, true",
    "avgpool2d_bp, f, 1, 0, true",
    "maxpool2d, plain, 2, 0, false",
    "avgpool2d_bp, permuted, 1, 1, false",
    "maxpool2d, double, 1, 0, false",
    "depthwise_conv2d, plain, 1, 0, false",
    "softmax, plain, 1, 0, false",
  })
  void computes_slidingWindows_asFoundRight(
      String operation, String input, long dilation, long last, boolean expected) {
    boolean pooling = operation.contains("pool");
    long[] arguments = {2, 2, 1, 1, 0, 0, dilation, 1, 0, pooling ? 0 : last, pooling ? last : 1};

    assertEquals(expected, computes(operation, input(input), arguments));
    arguments[6] = 1;
    arguments[7] = dilation;
    assertEquals(expected, computes(operation, input(input), arguments), "along the width");
  }

  @ParameterizedTest
  @CsvSource({
    "batchnorm, plain, true",
    "batchnorm_bp, plain, true",
    "batchnorm, f, false",
    "batchnorm_bp, permuted, false",
    "batchnorm, double, false",
  })
  void computes_batchNormalisation_inOrderOnly(String operation, String input, boolean expected) {
    assertEquals(expected, computes(operation, input(input), 1, 1, 1));
  }
}
