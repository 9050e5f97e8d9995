package io.github.dl4jpruning.onednn;

import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.Shape;

/**
 * What ND4J 1.0.0-M2.1 hands to oneDNN rightly, found by comparing every layer's gradients. Where
 * it goes wrong: it forgets the dilation of pooling, and reads arrays with channels last, or those
 * of batch normalisation, as if their elements lay in the order of their axes.
 */
final class Trusted {
  /** Places of integer arguments that convolution and pooling share. */
  private static final int DILATION_HEIGHT = 6;

  private static final int DILATION_WIDTH = 7;

  private static final int CONVOLUTION_FORMAT = 9;
  private static final int POOLING_FORMAT = 10;
  private static final long CHANNELS_LAST = 1;

  private Trusted() {}

  /** Whether oneDNN may compute it. */
  static boolean computes(String operation, OpContext context) {
    return switch (operation) {
      case "conv2d", "conv2d_bp" -> slides(context, CONVOLUTION_FORMAT);
      case "maxpool2d", "maxpool2d_bp", "avgpool2d", "avgpool2d_bp" ->
          slides(context, POOLING_FORMAT);
      case "batchnorm", "batchnorm_bp" -> isFloat(context) && isInOrder(context);
      default -> false;
    };
  }

  private static boolean slides(OpContext context, int format) {
    List<Long> arguments = context.getIArguments();
    return isFloat(context)
        && arguments.size() > format
        && arguments.get(DILATION_HEIGHT) == 1
        && arguments.get(DILATION_WIDTH) == 1
        && (arguments.get(format) != CHANNELS_LAST || isInOrder(context));
  }

  private static boolean isFloat(OpContext context) {
    return arrays(context).allMatch(array -> array.dataType() == DataType.FLOAT);
  }

  private static boolean isInOrder(OpContext context) {
    return arrays(context)
        .filter(array -> array.rank() > 1)
        .allMatch(array -> array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array));
  }

  private static Stream<INDArray> arrays(OpContext context) {
    return Stream.concat(context.getInputArrays().stream(), context.getOutputArrays().stream());
  }
}
