package io.github.dl4jpruning.recipe.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional3D;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutionalFlat;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.conf.layers.Convolution3D;

/** DL4J's types of inputs, by the names of their factories; sizes without minibatches. */
final class InputForms {
  static final List<Form> ALL =
      List.of(
          new Form(
              "feedForward",
              fields("size"),
              in -> InputType.feedForward((Long) in[0]),
              taking(InputTypeFeedForward.class, type -> List.of(type.getSize()))),
          new Form(
              "recurrent",
              fields(
                  "size",
                  // DL4J's own word for a length that varies
                  Field.of("timeSeriesLength", long.class, -1L),
                  Field.of("format", RNNFormat.class, RNNFormat.NCW)),
              in -> InputType.recurrent((Long) in[0], (Long) in[1], (RNNFormat) in[2]),
              taking(
                  InputTypeRecurrent.class,
                  type -> List.of(type.getSize(), type.getTimeSeriesLength(), type.getFormat()))),
          new Form(
              "convolutional",
              fields(
                  "height",
                  "width",
                  "channels",
                  Field.of("format", CNN2DFormat.class, CNN2DFormat.NCHW)),
              in ->
                  InputType.convolutional(
                      (Long) in[0], (Long) in[1], (Long) in[2], (CNN2DFormat) in[3]),
              taking(
                  InputTypeConvolutional.class,
                  type ->
                      List.of(
                          type.getHeight(),
                          type.getWidth(),
                          type.getChannels(),
                          type.getFormat()))),
          new Form(
              "convolutionalFlat",
              fields("height", "width", "depth"),
              in -> InputType.convolutionalFlat((Long) in[0], (Long) in[1], (Long) in[2]),
              taking(
                  InputTypeConvolutionalFlat.class,
                  type -> List.of(type.getHeight(), type.getWidth(), type.getDepth()))),
          new Form(
              "convolutional3D",
              fields(
                  "depth",
                  "height",
                  "width",
                  "channels",
                  Field.of(
                      "format", Convolution3D.DataFormat.class, Convolution3D.DataFormat.NCDHW)),
              in ->
                  InputType.convolutional3D(
                      (Convolution3D.DataFormat) in[4],
                      (Long) in[0],
                      (Long) in[1],
                      (Long) in[2],
                      (Long) in[3]),
              taking(
                  InputTypeConvolutional3D.class,
                  type ->
                      List.of(
                          type.getDepth(),
                          type.getHeight(),
                          type.getWidth(),
                          type.getChannels(),
                          type.getDataFormat()))));

  private InputForms() {}

  /** Names stand for sizes. */
  private static List<Field> fields(Object... namesAndFields) {
    List<Field> fields = new ArrayList<>();
    for (Object each : namesAndFields) {
      fields.add(each instanceof Field field ? field : Field.of((String) each, long.class));
    }
    return fields;
  }

  private static <T extends InputType> Function<Object, Optional<Object[]>> taking(
      Class<T> type, Function<T, List<Object>> values) {
    return part ->
        part.getClass() == type
            ? Optional.of(values.apply(type.cast(part)).toArray())
            : Optional.empty();
  }
}
