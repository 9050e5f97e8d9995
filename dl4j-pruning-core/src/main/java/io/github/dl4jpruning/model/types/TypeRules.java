package io.github.dl4jpruning.model.types;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;

/** What DL4J 1.0.0-M2.1 says of output types, with its mistakes mended. */
final class TypeRules {
  private TypeRules() {}

  static InputType ofLayer(Layer layer, InputType in) {
    if (layer instanceof GlobalPoolingLayer pooling
        && pooling.isCollapseDimensions()
        && in instanceof InputTypeRecurrent series) {
      return InputType.feedForward(series.getSize()); // DL4J: a series
    }
    InputType out = layer.getOutputType(0, in);
    return layer instanceof Bidirectional ? withLengthOf(in, out) : out; // DL4J: length unknown
  }

  static InputType ofVertex(GraphVertex vertex, InputType... in) {
    if (vertex instanceof SubsetVertex subset) {
      int channels = subset.getTo() - subset.getFrom() + 1;
      if (in[0] instanceof InputTypeConvolutional image) { // DL4J: from - to + 1 channels
        return InputType.convolutional(
            image.getHeight(), image.getWidth(), channels, image.getFormat());
      }
      return withLengthOf(in[0], vertex.getOutputType(0, in)); // DL4J: length unknown
    }
    InputType out = vertex.getOutputType(0, in);
    return vertex instanceof DuplicateToTimeSeriesVertex ? out : withLengthOf(in[0], out);
  }

  private static InputType withLengthOf(InputType in, InputType out) {
    return in instanceof InputTypeRecurrent before
            && out instanceof InputTypeRecurrent after
            && after.getTimeSeriesLength() < 1
        ? InputType.recurrent(after.getSize(), before.getTimeSeriesLength(), after.getFormat())
        : out;
  }
}
