package io.github.dl4jpruning.structure.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
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

/** Reshapes between layers: where each channel goes. All are reshapes in C order. */
final class PreProcessorRules {
  /** Makes the preprocessor for what is kept. */
  interface Rebuild {
    InputPreProcessor with(ToIntFunction<int[]> kept);
  }

  /** What comes out, and the preprocessor for what is kept. */
  record Step(Channels gives, Rebuild rebuilt) {}

  private final Trace trace;
  private final String label;

  PreProcessorRules(Trace trace, String label) {
    this.trace = trace;
    this.label = label;
  }

  Step apply(InputPreProcessor pre, Channels in) {
    Rebuild same = kept -> pre.clone();
    Class<?> type = pre.getClass();
    if (type == ComposableInputPreProcessor.class) {
      return several((ComposableInputPreProcessor) pre, in);
    }
    if (!in.isKnown()) {
      return new Step(in, same);
    }
    if (type == RnnToFeedForwardPreProcessor.class) {
      return new Step(in.inRank(2), same);
    }
    if (type == FeedForwardToRnnPreProcessor.class) {
      boolean last = ((FeedForwardToRnnPreProcessor) pre).getRnnDataFormat() == RNNFormat.NWC;
      return new Step(in.in(3, last), same);
    }
    if (type == CnnToFeedForwardPreProcessor.class) {
      return flattenImage((CnnToFeedForwardPreProcessor) pre, in);
    }
    if (type == Cnn3DToFeedForwardPreProcessor.class) {
      return flattenVolume((Cnn3DToFeedForwardPreProcessor) pre, in);
    }
    if (type == CnnToRnnPreProcessor.class) {
      return flattenSteps((CnnToRnnPreProcessor) pre, in);
    }
    if (type == FeedForwardToCnnPreProcessor.class) {
      return toImage((FeedForwardToCnnPreProcessor) pre, in);
    }
    if (type == FeedForwardToCnn3DPreProcessor.class) {
      return toVolume((FeedForwardToCnn3DPreProcessor) pre, in);
    }
    if (type == RnnToCnnPreProcessor.class) {
      return toImages((RnnToCnnPreProcessor) pre, in);
    }
    return unknown(in, "no rule for %s (before %s)".formatted(type.getSimpleName(), label), same);
  }

  private Step several(ComposableInputPreProcessor pre, Channels in) {
    Channels now = in;
    List<Rebuild> parts = new ArrayList<>();
    for (InputPreProcessor each : pre.getInputPreProcessors()) {
      Step step = apply(each, now);
      now = step.gives();
      parts.add(step.rebuilt());
    }
    return new Step(
        now,
        kept ->
            new ComposableInputPreProcessor(
                parts.stream().map(part -> part.with(kept)).toArray(InputPreProcessor[]::new)));
  }

  private Step flattenImage(CnnToFeedForwardPreProcessor pre, Channels in) {
    if (in.rank() == 2) {
      return new Step(in, kept -> pre.clone());
    }
    long pixels = pre.getInputHeight() * pre.getInputWidth();
    boolean last = in.rank() == 4 ? in.last() : pre.getFormat() == CNN2DFormat.NHWC;
    return flatten(
        in,
        pre.getNumChannels(),
        pixels,
        last,
        2,
        kept -> {
          CnnToFeedForwardPreProcessor copy = pre.clone();
          copy.setNumChannels(kept.applyAsInt(in.ids()));
          return copy;
        },
        pre);
  }

  private Step flattenVolume(Cnn3DToFeedForwardPreProcessor pre, Channels in) {
    if (in.rank() == 2) {
      return new Step(in, kept -> pre.clone());
    }
    long voxels = pre.getInputDepth() * pre.getInputHeight() * pre.getInputWidth();
    // DL4J may take the format for another one; that goes well while a size equals the channels
    boolean last = in.rank() == 5 ? in.last() : !pre.isNCDHW();
    return flatten(
        in,
        pre.getNumChannels(),
        voxels,
        last,
        2,
        kept -> {
          Cnn3DToFeedForwardPreProcessor copy = pre.clone();
          copy.setNCDHW(!last);
          copy.setNumChannels(kept.applyAsInt(in.ids()));
          return copy;
        },
        pre);
  }

  private Step flattenSteps(CnnToRnnPreProcessor pre, Channels in) {
    long h = pre.getInputHeight();
    long w = pre.getInputWidth();
    Step step =
        flatten(
            in,
            pre.getNumChannels(),
            h * w,
            false,
            3,
            kept ->
                new CnnToRnnPreProcessor(h, w, kept.applyAsInt(in.ids()), pre.getRnnDataFormat()),
            pre);
    boolean last = pre.getRnnDataFormat() == RNNFormat.NWC;
    return new Step(step.gives().in(3, last), step.rebuilt());
  }

  private Step flatten(
      Channels in,
      long channels,
      long positions,
      boolean last,
      int rank,
      Rebuild rebuilt,
      InputPreProcessor pre) {
    int[] ids = in.ids();
    if (channels != ids.length || positions < 1) {
      String reason =
          "%s (before %s) expects %s channels of %s"
              .formatted(pre.getClass().getSimpleName(), label, channels, ids.length);
      return unknown(in, reason, kept -> pre.clone());
    }
    int[] flat = new int[(int) (ids.length * positions)];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = last ? ids[i % ids.length] : ids[(int) (i / positions)];
    }
    return new Step(Channels.of(flat, rank, false), rebuilt);
  }

  private Step toImage(FeedForwardToCnnPreProcessor pre, Channels in) {
    if (in.rank() == 4) {
      return new Step(in, kept -> pre.clone());
    }
    int[] channels = gather(in, pre.getNumChannels(), false);
    return fold(
        in,
        channels,
        4,
        false,
        kept -> {
          FeedForwardToCnnPreProcessor copy = pre.clone();
          copy.setNumChannels(kept.applyAsInt(channels));
          return copy;
        },
        pre);
  }

  private Step toVolume(FeedForwardToCnn3DPreProcessor pre, Channels in) {
    if (in.rank() == 5) {
      return new Step(in, kept -> pre.clone());
    }
    int[] channels = gather(in, pre.getNumChannels(), !pre.isNCDHW());
    return fold(
        in,
        channels,
        5,
        !pre.isNCDHW(),
        kept -> {
          FeedForwardToCnn3DPreProcessor copy = pre.clone();
          copy.setNumChannels(kept.applyAsInt(channels));
          return copy;
        },
        pre);
  }

  private Step toImages(RnnToCnnPreProcessor pre, Channels in) {
    int[] channels = gather(in, pre.getNumChannels(), false);
    return fold(
        in,
        channels,
        4,
        false,
        kept ->
            new RnnToCnnPreProcessor(
                pre.getInputHeight(),
                pre.getInputWidth(),
                kept.applyAsInt(channels),
                pre.getRnnDataFormat()),
        pre);
  }

  private Step fold(
      Channels in, int[] channels, int rank, boolean last, Rebuild rebuilt, InputPreProcessor pre) {
    if (channels.length == 0) {
      String reason =
          "%s (before %s) can't take %s values"
              .formatted(pre.getClass().getSimpleName(), label, in.ids().length);
      return unknown(in, reason, kept -> pre.clone());
    }
    return new Step(Channels.of(channels, rank, last), rebuilt);
  }

  /** Joins all values that become one channel; empty if they don't divide. */
  private int[] gather(Channels in, long channels, boolean last) {
    int[] ids = in.ids();
    if (channels < 1 || ids.length % channels != 0) {
      return new int[0];
    }
    int n = (int) channels;
    int positions = ids.length / n;
    int[] firsts = new int[n];
    for (int c = 0; c < n; c++) {
      firsts[c] = ids[last ? c : c * positions];
      for (int p = 1; p < positions; p++) {
        trace.units().join(firsts[c], ids[last ? p * n + c : c * positions + p]);
      }
    }
    return firsts;
  }

  private Step unknown(Channels in, String reason, Rebuild same) {
    trace.units().fix(in.ids(), reason);
    return new Step(Channels.unknown(reason), same);
  }
}
