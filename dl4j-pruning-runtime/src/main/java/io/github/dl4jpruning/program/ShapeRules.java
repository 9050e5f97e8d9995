package io.github.dl4jpruning.program;

import java.util.List;

/** What comes out of an operation. */
final class ShapeRules {
  private ShapeRules() {}

  /**
   * From an operation and its inputs' shapes to its output's; refuses what does not fit. A switch:
   * a lambda for each kind would cost a twentieth of the time from a JVM's start to its first
   * answer.
   */
  static int[] output(Operation operation, List<int[]> inputs) {
    switch (operation.op()) {
      case GEMM:
        return ProductShapes.gemm(operation, inputs);
      case CONV:
        return ConvolutionShapes.conv(operation, inputs);
      case CONV_TRANSPOSE:
        return ConvolutionShapes.transposed(operation, inputs);
      case LOCALLY_CONNECTED:
        return ConvolutionShapes.local(operation, inputs);
      case MAX_POOL:
      case AVERAGE_POOL:
      case SUM_POOL:
      case LP_POOL:
        return ConvolutionShapes.pool(operation, inputs);
      case GLOBAL_POOL:
        return SeriesShapes.globalPool(operation, inputs);
      case BATCH_NORMALIZATION:
      case LAYER_NORMALIZATION:
      case SCALE:
        return ArithmeticShapes.channels(operation, inputs);
      case LRN:
      case SOFTMAX:
      case AFFINE:
      case L2_NORMALIZE:
      case UNSTACK:
      case REVERSE:
      case MASK:
        return ArithmeticShapes.same(operation, inputs);
      case ACTIVATION:
        return ArithmeticShapes.function(operation, inputs);
      case PRELU:
        return ArithmeticShapes.prelu(operation, inputs);
      case L2_DISTANCE:
        return ArithmeticShapes.distance(operation, inputs);
      case ADD:
      case SUB:
      case MUL:
      case MEAN:
      case MAX:
      case MIN:
        return ArithmeticShapes.elementwise(operation, inputs);
      case CONCAT:
        return ArrangementShapes.concat(operation, inputs);
      case SLICE:
        return ArrangementShapes.slice(operation, inputs);
      case PAD:
        return ArrangementShapes.pad(operation, inputs);
      case TRANSPOSE:
        return ArrangementShapes.transpose(operation, inputs);
      case RESHAPE:
        return ArrangementShapes.reshape(operation, inputs);
      case UPSAMPLE:
        return ArrangementShapes.upsample(operation, inputs);
      case SPACE_TO_DEPTH:
        return ArrangementShapes.spaceToDepth(operation, inputs);
      case STACK:
        return ArrangementShapes.stack(operation, inputs);
      case GATHER:
        return SeriesShapes.gather(operation, inputs);
      case LSTM:
        return SeriesShapes.lstm(operation, inputs);
      case RNN:
        return SeriesShapes.rnn(operation, inputs);
      case LAST_STEP:
        return SeriesShapes.lastStep(operation, inputs);
      case EXPAND_TIME:
        return SeriesShapes.expandTime(operation, inputs);
      case ATTENTION:
        return SeriesShapes.attention(operation, inputs);
      case CUSTOM:
        return ArrangementShapes.custom(operation, inputs);
      default:
        throw new AssertionError(operation);
    }
  }
}
