package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Weight;
import io.github.dl4jpruning.runtime.kernel.Epilogue;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.Map;
import java.util.TreeMap;

/** Makes the part of each operation, with its weights. */
final class Parts {
  private final Program program;
  private final Weights weights;

  Parts(Program program, Weights weights) {
    this.program = program;
    this.weights = weights;
  }

  /** The part of an operation; null for one that only renames: a reshape. */
  Part of(Operation operation) {
    try {
      return make(operation);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String where = operation.output() + ": ";
      throw message.startsWith(operation.output())
          ? e
          : new IllegalArgumentException(where + message, e);
    }
  }

  private Part make(Operation operation) {
    switch (operation.op()) {
      case GEMM:
        return new GemmPart(operation, matrix(operation, "W"), bias(operation), true);
      case CONV:
        return ConvolutionMatrices.conv(operation, values(operation, "W"), bias(operation));
      case CONV_TRANSPOSE:
        return ConvolutionMatrices.transposed(operation, values(operation, "W"), bias(operation));
      case LOCALLY_CONNECTED:
        return ConvolutionMatrices.local(
            operation,
            program.shape(operation.inputs().get(0)),
            program.shape(operation.output()),
            values(operation, "W"),
            values(operation, "B"));
      case MAX_POOL:
      case AVERAGE_POOL:
      case SUM_POOL:
      case LP_POOL:
        return new PoolPart(operation, Epilogue.NONE);
      case GLOBAL_POOL:
        return new GlobalPoolPart(operation);
      case BATCH_NORMALIZATION:
      case SCALE:
      case ACTIVATION:
        return new PointwisePart(operation, pointwise(operation, Epilogue.NONE));
      case LAYER_NORMALIZATION:
        return NormalisationParts.columns(
            operation,
            "layer normalisation",
            NormalisationParts.layer(values(operation, "scale"), values(operation, "bias")));
      case SOFTMAX:
        return NormalisationParts.columns(operation, "softmax", NormalisationParts::softmax);
      case LRN:
        return NormalisationParts.lrn(operation);
      case PRELU:
        return NormalisationParts.prelu(
            operation, values(operation, "slope"), operation.weights().get("slope").shape());
      case L2_NORMALIZE:
        return NormalisationParts.l2(operation);
      case L2_DISTANCE:
        return NormalisationParts.distance(operation);
      case ADD:
      case SUB:
      case MUL:
      case MEAN:
      case MAX:
      case MIN:
        return CombinationParts.elementwise(operation);
      case AFFINE:
        return CombinationParts.affine(operation);
      case CONCAT:
        return CombinationParts.concat(operation);
      case STACK:
        return CombinationParts.stack(operation);
      case UNSTACK:
        return CombinationParts.unstack(operation);
      case RESHAPE:
        return null;
      default:
        return moving(operation);
    }
  }

  private Part moving(Operation operation) {
    switch (operation.op()) {
      case SLICE:
        return new MovePart(operation, Moves::slice);
      case PAD:
        return new MovePart(operation, Moves::pad);
      case TRANSPOSE:
        return new MovePart(operation, Moves::transpose);
      case UPSAMPLE:
        return new MovePart(operation, Moves::upsample);
      case SPACE_TO_DEPTH:
        return new MovePart(operation, Moves::spaceToDepth);
      default:
        return series(operation);
    }
  }

  private Part series(Operation operation) {
    switch (operation.op()) {
      case GATHER:
        return new GatherPart(operation, matrix(operation, "W").sparse(), bias(operation));
      case LSTM:
        return new LstmPart(operation, recurrent(operation), values(operation, "P"));
      case RNN:
        return new RnnPart(operation, recurrent(operation));
      case LAST_STEP:
        return SeriesParts.lastStep(operation);
      case REVERSE:
        return SeriesParts.reverse(operation);
      case EXPAND_TIME:
        return SeriesParts.expandTime(operation);
      case MASK:
        return SeriesParts.mask(operation);
      case ATTENTION:
        return new AttentionPart(operation);
      case CUSTOM:
        return CustomPart.of(operation, all(operation));
      default:
        throw new AssertionError(operation.op());
    }
  }

  /** What is behind an epilogue with a pointwise operation; null if that does not fit. */
  Epilogue pointwise(Operation operation, Epilogue before) {
    switch (operation.op()) {
      case BATCH_NORMALIZATION:
        return batchNormalisation(operation, before);
      case SCALE:
        return before.scaled(values(operation, "scale"), values(operation, "bias"));
      case ACTIVATION:
        return before.then(io.github.dl4jpruning.program.Activation.of(operation, "function"));
      default:
        return null;
    }
  }

  private Epilogue batchNormalisation(Operation operation, Epilogue before) {
    float[] mean = values(operation, "mean");
    float[] var = values(operation, "var");
    float[] log = values(operation, "logstd");
    float[] gain = values(operation, "scale");
    float[] shift = values(operation, "bias");
    double epsilon = operation.number("epsilon", 1e-5f);
    float[] by = new float[mean.length];
    float[] plus = new float[mean.length];
    for (int i = 0; i < by.length; i++) {
      double variance = var == null ? Math.pow(10, 2.0 * log[i]) : var[i];
      double scale = (gain == null ? 1 : gain[i]) / Math.sqrt(variance + epsilon);
      by[i] = (float) scale;
      plus[i] = (float) ((shift == null ? 0 : shift[i]) - mean[i] * scale);
    }
    return before.scaled(by, plus);
  }

  private Epilogue bias(Operation operation) {
    float[] bias = values(operation, "B");
    return bias == null ? Epilogue.NONE : Epilogue.NONE.scaled(null, bias);
  }

  private Matrix matrix(Operation operation, String role) {
    int[] shape = operation.weights().get(role).shape();
    return new Matrix(SparseMatrix.of(shape[0], shape[1], values(operation, role)));
  }

  private RecurrentWeights recurrent(Operation operation) {
    int rows = operation.weights().get("W").shape()[0];
    float[] w = values(operation, "W");
    float[] r = values(operation, "R");
    float[] bias = values(operation, "B");
    float[] scaleW = values(operation, "scaleW");
    float[] scaleR = values(operation, "scaleR");
    return scaleW == null && scaleR == null
        ? new JoinedWeights(rows, w, r, bias)
        : new StandardisedWeights(rows, w, r, bias, scaleW, scaleR);
  }

  private float[] values(Operation operation, String role) {
    Weight weight = operation.weights().get(role);
    return weight == null ? null : weight.read(weights.values(weight.parameter()));
  }

  private Map<String, float[]> all(Operation operation) {
    Map<String, float[]> all = new TreeMap<>();
    for (String role : operation.weights().keySet()) {
      all.put(role, values(operation, role));
    }
    return all;
  }
}
