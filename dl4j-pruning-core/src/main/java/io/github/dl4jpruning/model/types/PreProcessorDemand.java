package io.github.dl4jpruning.model.types;

import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.CNN2DFormat;
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

/** What a preprocessor asks of its input: most hold the sizes they were made for. */
final class PreProcessorDemand {
  private PreProcessorDemand() {}

  /**
   * What it asks.
   *
   * @param behind what is asked of what it gives
   */
  static Wanted of(InputPreProcessor pre, Wanted behind) {
    if (pre instanceof ComposableInputPreProcessor several) {
      Wanted now = behind;
      InputPreProcessor[] each = several.getInputPreProcessors();
      for (int i = each.length - 1; i >= 0; i--) {
        now = of(each[i], now);
      }
      return now;
    }
    if (pre instanceof CnnToFeedForwardPreProcessor flatten) {
      return Wanted.of(4, some(flatten.getNumChannels()), flatten.getFormat() == CNN2DFormat.NHWC)
          .sized(flatten.getInputHeight(), flatten.getInputWidth());
    }
    if (pre instanceof Cnn3DToFeedForwardPreProcessor flatten) {
      return Wanted.of(5, some(flatten.getNumChannels()), !flatten.isNCDHW())
          .sized(flatten.getInputDepth(), flatten.getInputHeight(), flatten.getInputWidth());
    }
    if (pre instanceof RnnToFeedForwardPreProcessor steps) {
      return Wanted.of(3, behind.channels(), steps.getRnnDataFormat() == RNNFormat.NWC);
    }
    if (pre instanceof FeedForwardToRnnPreProcessor) {
      return Wanted.vector(behind.channels());
    }
    if (pre instanceof CnnToRnnPreProcessor steps) {
      return Wanted.of(4, some(steps.getNumChannels()), false)
          .sized(steps.getInputHeight(), steps.getInputWidth());
    }
    if (pre instanceof FeedForwardToCnnPreProcessor image) {
      return Wanted.vector(
          some(image.getInputHeight() * image.getInputWidth() * image.getNumChannels()));
    }
    if (pre instanceof FeedForwardToCnn3DPreProcessor volume) {
      return Wanted.vector(
          some(
              (long) volume.getInputDepth()
                  * volume.getInputHeight()
                  * volume.getInputWidth()
                  * volume.getNumChannels()));
    }
    if (pre instanceof RnnToCnnPreProcessor images) {
      return Wanted.of(
          3,
          some((long) images.getInputHeight() * images.getInputWidth() * images.getNumChannels()),
          images.getRnnDataFormat() == RNNFormat.NWC);
    }
    return Wanted.NOTHING;
  }

  /** Empty for a number that was never set. */
  static OptionalLong some(long number) {
    return number > 0 ? OptionalLong.of(number) : OptionalLong.empty();
  }
}
