package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Op;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The table: how each kind of operation is said in ONNX. */
final class Translations {
  private static final Map<Op, Translation> TABLE = table();

  private Translations() {}

  /** The translation of a kind of operation. */
  static Translation of(Op op) {
    return Objects.requireNonNull(TABLE.get(op), op.name());
  }

  private static Map<Op, Translation> table() {
    Map<Op, Translation> table = new EnumMap<>(Op.class);
    table.put(Op.GEMM, Products::gemm);
    table.put(Op.CONV, Products::conv);
    table.put(Op.CONV_TRANSPOSE, Products::convTranspose);
    table.put(Op.LOCALLY_CONNECTED, Products::locallyConnected);

    table.put(Op.MAX_POOL, Pools::max);
    table.put(Op.AVERAGE_POOL, Pools::average);
    table.put(Op.SUM_POOL, Pools::sum);
    table.put(Op.LP_POOL, Pools::norm);
    table.put(Op.GLOBAL_POOL, GlobalPools::apply);

    table.put(Op.BATCH_NORMALIZATION, Normalisations::batch);
    table.put(Op.LAYER_NORMALIZATION, Normalisations::layer);
    table.put(Op.LRN, Normalisations::acrossChannels);
    table.put(Op.L2_NORMALIZE, Normalisations::length);
    table.put(Op.L2_DISTANCE, Normalisations::distance);

    table.put(Op.ACTIVATION, Elements::function);
    table.put(Op.SOFTMAX, c -> c.node("Softmax", c.in()).with("axis", 1));
    table.put(Op.PRELU, Elements::prelu);
    table.put(Op.SCALE, Elements::scale);
    table.put(Op.AFFINE, Elements::affine);
    table.put(Op.ADD, c -> c.node("Sum", c.inputs()));
    table.put(Op.SUB, c -> c.node("Sub", c.inputs()));
    table.put(Op.MUL, Elements::product);
    table.put(Op.MEAN, c -> c.node("Mean", c.inputs()));
    table.put(Op.MAX, c -> c.node("Max", c.inputs()));
    table.put(Op.MIN, c -> c.node("Min", c.inputs()));

    table.put(Op.CONCAT, Arrangements::concat);
    table.put(Op.SLICE, Arrangements::slice);
    table.put(Op.PAD, Arrangements::pad);
    table.put(Op.TRANSPOSE, Arrangements::transpose);
    table.put(Op.RESHAPE, Arrangements::reshape);
    table.put(Op.UPSAMPLE, Arrangements::upsample);
    table.put(Op.SPACE_TO_DEPTH, Arrangements::spaceToDepth);
    table.put(Op.STACK, c -> c.node("Concat", c.inputs()).with("axis", 0));
    table.put(Op.UNSTACK, Arrangements::unstack);

    table.put(Op.GATHER, SeriesTranslations::gather);
    table.put(Op.LSTM, Recurrences::lstm);
    table.put(Op.RNN, Recurrences::rnn);
    table.put(Op.LAST_STEP, SeriesTranslations::lastStep);
    table.put(Op.REVERSE, SeriesTranslations::reverse);
    table.put(Op.EXPAND_TIME, SeriesTranslations::expandTime);
    table.put(Op.MASK, SeriesTranslations::mask);
    table.put(Op.ATTENTION, AttentionTranslation::apply);

    table.put(Op.CUSTOM, Translations::custom);
    return table;
  }

  private static OnnxNode custom(Context context) {
    throw context.refused(
        "it is an operation of your own, %s, which ONNX does not know"
            .formatted(context.operation().text("type")));
  }
}
