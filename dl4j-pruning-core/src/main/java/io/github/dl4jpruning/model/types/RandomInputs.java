package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutionalFlat;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Random examples that a network can read. */
public final class RandomInputs {
  private static final int STEPS = 5;

  private RandomInputs() {}

  /**
   * Examples with values from −1 to 1, and random indices for embeddings.
   *
   * @param model the network
   * @param types its inputs' types; the length of a series is 5 where it is unknown
   * @param examples at least 1
   * @param seed the same seed gives the same values
   * @return one array for each input, in the network's data type
   */
  public static INDArray[] of(PrunableModel model, List<InputType> types, int examples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Wiring wiring = Wiring.of(model.network());
    List<INDArray> arrays = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      OptionalLong vocabulary = vocabulary(wiring, wiring.inputs().get(i));
      long[] shape = shape(types.get(i), examples);
      if (vocabulary.isPresent() && types.get(i) instanceof InputTypeRecurrent series) {
        shape = new long[] {examples, 1, steps(series)};
      } else if (vocabulary.isPresent()) {
        shape = new long[] {examples, 1};
      }
      float[] values = new float[(int) product(shape)];
      for (int v = 0; v < values.length; v++) {
        values[v] =
            vocabulary.isPresent()
                ? random.nextLong(vocabulary.getAsLong())
                : (float) random.nextDouble(-1, 1);
      }
      arrays.add(Nd4j.createFromArray(values).castTo(model.dataType()).reshape(shape));
    }
    return arrays.toArray(INDArray[]::new);
  }

  private static OptionalLong vocabulary(Wiring wiring, String input) {
    return wiring.nodes().stream()
        .filter(node -> node.inputs().contains(input) && node.layer().isPresent())
        .map(node -> Node.unwrap(node.layer().get()))
        .filter(RandomInputs::isEmbedding)
        .mapToLong(layer -> ((FeedForwardLayer) layer).getNIn())
        .findFirst();
  }

  private static boolean isEmbedding(Layer layer) {
    return layer instanceof EmbeddingLayer || layer instanceof EmbeddingSequenceLayer;
  }

  private static long[] shape(InputType type, int examples) {
    if (type instanceof InputTypeConvolutionalFlat flat) {
      return new long[] {examples, flat.getFlattenedSize()};
    }
    long[] shape = type.getShape(true);
    shape[0] = examples;
    if (type instanceof InputTypeRecurrent series) {
      for (int i = 1; i < shape.length; i++) {
        shape[i] = shape[i] > 0 ? shape[i] : steps(series);
      }
    }
    return shape;
  }

  private static long steps(InputTypeRecurrent series) {
    return series.getTimeSeriesLength() > 0 ? series.getTimeSeriesLength() : STEPS;
  }

  private static long product(long[] shape) {
    long product = 1;
    for (long size : shape) {
      product = Math.multiplyExact(product, size);
    }
    return product;
  }
}
