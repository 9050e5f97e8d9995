package io.github.dl4jpruning.model.types;

import static io.github.dl4jpruning.model.types.PreProcessorDemand.some;

import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;

/** How many channels a layer's weights read. */
final class Inputs {
  private Inputs() {}

  /** Empty for layers without weights, and for those of which nothing is known. */
  static OptionalLong of(Layer inner) {
    if (inner instanceof DropoutLayer || inner instanceof RepeatVector) {
      return OptionalLong.empty();
    }
    if (inner instanceof FeedForwardLayer layer) {
      return some(layer.getNIn());
    }
    if (inner instanceof LocallyConnected1D layer) {
      return some(layer.getNIn());
    }
    if (inner instanceof LocallyConnected2D layer) {
      return some(layer.getNIn());
    }
    if (inner instanceof SelfAttentionLayer layer) {
      return some(layer.getNIn());
    }
    if (inner instanceof LearnedSelfAttentionLayer layer) {
      return some(layer.getNIn());
    }
    if (inner instanceof RecurrentAttentionLayer layer) {
      return some(layer.getNIn());
    }
    return inner instanceof PrimaryCapsules layer
        ? some(layer.getInputChannels())
        : OptionalLong.empty();
  }
}
