package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Shapes;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/** What stands between layers, by exact class. */
final class PreProcessorRules {
  private PreProcessorRules() {}

  static Flow apply(Place place, InputPreProcessor pre, Flow in) {
    Class<?> type = pre.getClass();
    if (type == ComposableInputPreProcessor.class) {
      Flow now = in;
      for (InputPreProcessor each : ((ComposableInputPreProcessor) pre).getInputPreProcessors()) {
        now = apply(place, each, now);
      }
      return now;
    }
    if (type == RnnToFeedForwardPreProcessor.class) {
      return in.rank() == 2 ? in : in.ranked(2, false).fold(true);
    }
    if (type == FeedForwardToRnnPreProcessor.class) {
      boolean last = ((FeedForwardToRnnPreProcessor) pre).getRnnDataFormat() == RNNFormat.NWC;
      return unfolded(place, pre, in, last);
    }
    if (type == CnnToFeedForwardPreProcessor.class
        || type == Cnn3DToFeedForwardPreProcessor.class) {
      return in.rank() == 2 ? in : flattened(place, in);
    }
    if (type == CnnToRnnPreProcessor.class) {
      boolean last = ((CnnToRnnPreProcessor) pre).getRnnDataFormat() == RNNFormat.NWC;
      return unfolded(place, pre, flattened(place, in), last);
    }
    if (type == FeedForwardToCnnPreProcessor.class) {
      FeedForwardToCnnPreProcessor image = (FeedForwardToCnnPreProcessor) pre;
      return in.rank() == 4
          ? in
          : image(place, in, image.getNumChannels(), image.getInputHeight(), image.getInputWidth());
    }
    if (type == RnnToCnnPreProcessor.class) {
      RnnToCnnPreProcessor image = (RnnToCnnPreProcessor) pre;
      Flow folded = in.ranked(2, false).fold(true);
      return image(
          place, folded, image.getNumChannels(), image.getInputHeight(), image.getInputWidth());
    }
    if (type == FeedForwardToCnn3DPreProcessor.class) {
      FeedForwardToCnn3DPreProcessor volume = (FeedForwardToCnn3DPreProcessor) pre;
      if (in.rank() == 5) {
        return in;
      }
      if (volume.isNCDHW()) {
        return reshaped(
                place,
                in,
                volume.getNumChannels(),
                volume.getInputDepth(),
                volume.getInputHeight(),
                volume.getInputWidth())
            .ranked(5, false);
      }
    }
    throw Refusal.of(
        type.getSimpleName(), "before " + place.label(), "there is no rule for its kind");
  }

  private static Flow unfolded(Place place, InputPreProcessor pre, Flow in, boolean last) {
    if (!in.folded()) {
      throw Refusal.of(
          pre.getClass().getSimpleName(),
          "before " + place.label(),
          "what it makes a series of never was one");
    }
    return in.fold(false).ranked(3, last);
  }

  /** All channels and places in the order that DL4J's array has them. */
  private static Flow flattened(Place place, Flow in) {
    Flow ordered = in;
    int axes = in.rank() - 1;
    if (in.last()) {
      int[] perm = new int[in.shape().length];
      for (int i = 0; i < perm.length; i++) {
        perm[i] = i < axes ? (i + 1) % axes : i;
      }
      ordered = place.emit(place.operation(Op.TRANSPOSE, in.name()).with("perm", perm), in);
    }
    return reshaped(place, ordered, Shapes.size(ordered.shape(), 0, axes)).ranked(2, false);
  }

  private static Flow image(Place place, Flow in, long channels, long height, long width) {
    return reshaped(place, in, channels, height, width).ranked(4, false);
  }

  /** The first axes' new sizes; time stays behind them if it is folded. */
  private static Flow reshaped(Place place, Flow in, long... sizes) {
    int[] shape = Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
    if (in.folded()) {
      shape = Arrays.copyOf(shape, shape.length + 1);
      shape[shape.length - 1] = -1;
    }
    Operation reshape = place.operation(Op.RESHAPE, in.name()).with("shape", shape);
    return place.emit(reshape, in);
  }
}
