package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.event.WeightHistogram;
import java.util.Map;

/**
 * The values of TensorBoard's events: TensorFlow's {@code Summary.Value}, with field numbers as in
 * its {@code summary.proto}, and the hparams plugin's {@code plugin_data.proto}.
 */
final class Summaries {
  private static final int TYPE_FLOAT = 1;
  private static final int TYPE_STRING = 7;
  private static final int CLASS_TENSOR = 2;
  private static final int COLOURS_WITH_ALPHA = 4;
  private static final int STATUS_SUCCESS = 1;

  private Summaries() {}

  static ProtoBytes scalar(String tag, double value) {
    return new ProtoBytes().text(1, tag).decimal(2, (float) value);
  }

  static ProtoBytes image(String tag, Pixels pixels) {
    return new ProtoBytes()
        .text(1, tag)
        .message(
            4,
            new ProtoBytes()
                .number(1, pixels.height())
                .number(2, pixels.width())
                .number(3, COLOURS_WITH_ALPHA)
                .bytes(4, pixels.png()));
  }

  /**
   * A histogram.
   *
   * @param values what {@code bins} counts; those that are not finite are left out
   */
  static ProtoBytes histogram(String tag, float[] values, WeightHistogram bins) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
        sum += value;
        squares += value * value;
      }
    }
    double[] counts = bins.counts().stream().mapToDouble(Long::doubleValue).toArray();
    double[] limits = new double[counts.length];
    for (int i = 0; i < limits.length; i++) {
      limits[i] = bins.reach() * (2.0 * (i + 1) / limits.length - 1);
    }
    ProtoBytes histogram =
        new ProtoBytes()
            .decimal(1, bins.total() == 0 ? 0 : least)
            .decimal(2, bins.total() == 0 ? 0 : most)
            .decimal(3, (double) bins.total())
            .decimal(4, sum)
            .decimal(5, squares)
            .decimals(6, limits)
            .decimals(7, counts);
    return new ProtoBytes().text(1, tag).message(5, histogram);
  }

  /**
   * A text, which TensorBoard reads as Markdown.
   *
   * @param markdown anything from outside in it escaped
   */
  static ProtoBytes text(String tag, String markdown) {
    ProtoBytes oneElement = new ProtoBytes().message(2, new ProtoBytes().number(1, 1));
    return tensor(
        tag,
        "text",
        new ProtoBytes(),
        new ProtoBytes().number(1, TYPE_STRING).message(2, oneElement).text(8, markdown));
  }

  /**
   * What a run was made with.
   *
   * @param settings numbers and booleans as they are, all else as text
   */
  static ProtoBytes runBegins(Map<String, Object> settings, double seconds) {
    ProtoBytes session = new ProtoBytes();
    settings.forEach(
        (name, value) ->
            session.message(1, new ProtoBytes().text(1, name).message(2, jsonValue(value))));
    session.decimal(5, seconds);
    return hyperparameters("session_start_info", new ProtoBytes().message(3, session));
  }

  static ProtoBytes runEnds(double seconds) {
    ProtoBytes session = new ProtoBytes().number(1, STATUS_SUCCESS).decimal(2, seconds);
    return hyperparameters("session_end_info", new ProtoBytes().message(4, session));
  }

  private static ProtoBytes hyperparameters(String name, ProtoBytes content) {
    ProtoBytes nothing = new ProtoBytes().message(2, new ProtoBytes().number(1, 0));
    return tensor(
        "_hparams_/" + name,
        "hparams",
        content,
        new ProtoBytes().number(1, TYPE_FLOAT).message(2, nothing));
  }

  private static ProtoBytes tensor(
      String tag, String plugin, ProtoBytes content, ProtoBytes tensor) {
    ProtoBytes data = new ProtoBytes().text(1, plugin).message(2, content);
    ProtoBytes metadata = new ProtoBytes().message(1, data).number(4, CLASS_TENSOR);
    return new ProtoBytes().text(1, tag).message(9, metadata).message(8, tensor);
  }

  /** A {@code google.protobuf.Value}. */
  private static ProtoBytes jsonValue(Object value) {
    if (value instanceof Number number) {
      return new ProtoBytes().decimal(2, number.doubleValue());
    }
    return value instanceof Boolean isTrue
        ? new ProtoBytes().number(4, isTrue ? 1 : 0)
        : new ProtoBytes().text(3, value.toString());
  }
}
