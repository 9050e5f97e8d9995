package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.network.Node;
import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** Layers that read time series. Where one of older DL4J says no format, it means NCW. */
final class SeriesFormat {
  private static final List<Class<? extends Layer>> SERIES =
      List.of(
          Convolution1DLayer.class,
          Subsampling1DLayer.class,
          Upsampling1D.class,
          ZeroPadding1DLayer.class,
          Cropping1D.class,
          LocallyConnected1D.class,
          BaseRecurrentLayer.class,
          RnnOutputLayer.class,
          RnnLossLayer.class,
          SelfAttentionLayer.class,
          LearnedSelfAttentionLayer.class,
          RecurrentAttentionLayer.class);

  private SeriesFormat() {}

  static boolean isSeries(Layer layer) {
    Layer inner = Node.unwrap(layer);
    return wrapper(layer, TimeDistributed.class)
        || wrapper(layer, MaskZeroLayer.class)
        || SERIES.stream().anyMatch(kind -> kind.isInstance(inner));
  }

  private static boolean wrapper(Layer layer, Class<? extends Layer> kind) {
    Layer at = layer;
    while (at instanceof BaseWrapperLayer outer && !kind.isInstance(at)) {
      at = outer.getUnderlying();
    }
    return kind.isInstance(at);
  }

  /** Whether channels are the last axis. */
  static boolean isLast(Layer layer) {
    if (layer instanceof TimeDistributed steps) {
      return steps.getRnnDataFormat() == RNNFormat.NWC;
    }
    Layer inner = Node.unwrap(layer);
    RNNFormat format = null;
    if (inner instanceof Convolution1DLayer conv) {
      format = conv.getRnnDataFormat();
    } else if (inner instanceof BaseRecurrentLayer recurrent) {
      format = recurrent.getRnnDataFormat();
    } else if (inner instanceof RnnOutputLayer output) {
      format = output.getRnnDataFormat();
    } else if (inner instanceof RnnLossLayer loss) {
      format = loss.getRnnDataFormat();
    }
    return format == RNNFormat.NWC;
  }

  /** Whether it gives the units of two directions, one behind the other. */
  static boolean isConcatenated(Layer layer) {
    return layer instanceof Bidirectional both && both.getMode() == Bidirectional.Mode.CONCAT;
  }
}
