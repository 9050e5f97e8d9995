package io.github.dl4jpruning.model;

import io.github.dl4jpruning.model.Place.Side;
import io.github.dl4jpruning.model.Place.Sight;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;

/** Looks around a layer: what reads it, and where its activations can be seen. */
final class Surroundings {
  private final Wiring wiring;

  Surroundings(Wiring wiring) {
    this.wiring = wiring;
  }

  /** The place of one parameter of the layer with some index (of a graph: name). */
  Place of(String index, Layer layer, String param, Optional<WeightLayout> layout) {
    boolean isOutput = wiring.isOutput(index);
    boolean makesUnits = makesUnits(layer, param, layout);
    return new Place(
        isOutput,
        makesUnits ? wiring.normBehind(index).flatMap(Surroundings::gamma) : Optional.empty(),
        inputs(layer, param),
        makesUnits ? sight(layer, Side.OUTPUT).filter(sight -> !isOutput) : Optional.empty(),
        makesUnits ? wiring.pnormBehind(index) : Optional.empty());
  }

  /**
   * Whether a parameter's outputs are the layer's: not those of a depthwise kernel that a pointwise
   * one follows, nor columns among which peepholes are.
   */
  private static boolean makesUnits(Layer layer, String param, Optional<WeightLayout> layout) {
    Layer inner = Node.unwrap(layer);
    boolean first =
        inner instanceof SeparableConvolution2D
            && param.equals(SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY);
    return !first
        && (layout.isEmpty()
            || !(inner instanceof FeedForwardLayer units)
            || layout.get().count(Set.of(WeightLayout.Role.OUTPUT)) == units.getNOut());
  }

  private static Optional<String> gamma(Node norm) {
    BatchNormalization layer = (BatchNormalization) norm.layer().orElseThrow();
    return layer.isLockGammaBeta() ? Optional.empty() : Optional.of(norm.name() + "_gamma");
  }

  private static Optional<Sight> inputs(Layer layer, String param) {
    if (layer instanceof DepthwiseConvolution2D || layer instanceof SeparableConvolution2D) {
      return Optional.empty();
    }
    boolean recurrent = layer instanceof BaseRecurrentLayer && param.startsWith("RW");
    return sight(layer, recurrent ? Side.OUTPUT : Side.INPUT);
  }

  /** Empty for wrapped layers, embeddings, and whatever else has activations of another form. */
  @SuppressWarnings("deprecation") // old networks have GravesBidirectionalLSTM
  private static Optional<Sight> sight(Layer layer, Side side) {
    boolean last;
    if (layer instanceof Convolution1DLayer conv) {
      last = conv.getRnnDataFormat() == RNNFormat.NWC;
    } else if (layer instanceof Convolution3D conv) {
      last = conv.getDataFormat() == Convolution3D.DataFormat.NDHWC;
    } else if (layer instanceof ConvolutionLayer conv) {
      last = conv.getCnn2dDataFormat() == CNN2DFormat.NHWC;
    } else if (layer instanceof GravesBidirectionalLSTM) {
      return Optional.empty();
    } else if (layer instanceof BaseRecurrentLayer recurrent) {
      last = recurrent.getRnnDataFormat() == RNNFormat.NWC;
    } else if (layer instanceof RnnOutputLayer output) {
      // It turns its input into rows itself.
      last = output.getRnnDataFormat() == RNNFormat.NWC;
    } else if (layer instanceof DenseLayer || layer instanceof BaseOutputLayer) {
      last = true;
    } else {
      return Optional.empty();
    }
    return Optional.of(new Sight(side, last));
  }
}
