package io.github.dl4jpruning.model.types;

import static io.github.dl4jpruning.model.types.PreProcessorDemand.some;

import io.github.dl4jpruning.model.network.Node;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BasePretrainNetwork;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;

/** What a layer asks of its input, and how many channels it gives. */
final class LayerDemand {
  private static final List<Class<? extends Layer>> VOLUMES =
      List.of(
          Convolution3D.class,
          Deconvolution3D.class,
          Subsampling3DLayer.class,
          Upsampling3D.class,
          ZeroPadding3DLayer.class,
          Cropping3D.class,
          Cnn3DLossLayer.class);
  private static final List<Class<? extends Layer>> IMAGES =
      List.of(
          ConvolutionLayer.class,
          SubsamplingLayer.class,
          Upsampling2D.class,
          ZeroPaddingLayer.class,
          Cropping2D.class,
          LocallyConnected2D.class,
          PrimaryCapsules.class,
          SpaceToDepthLayer.class,
          SpaceToBatchLayer.class,
          LocalResponseNormalization.class,
          CnnLossLayer.class,
          Yolo2OutputLayer.class);
  private static final List<Class<? extends Layer>> VECTORS =
      List.of(
          DenseLayer.class,
          BaseOutputLayer.class,
          BasePretrainNetwork.class,
          RepeatVector.class,
          ElementWiseMultiplicationLayer.class);

  private LayerDemand() {}

  /**
   * What a layer asks.
   *
   * @param layer with its wrappers
   * @param behind what is asked of what it gives
   */
  static Wanted of(Layer layer, Supplier<Wanted> behind) {
    Layer inner = Node.unwrap(layer);
    if (inner instanceof EmbeddingLayer) {
      return Wanted.vector(OptionalLong.of(1));
    }
    if (inner instanceof EmbeddingSequenceLayer sequence) {
      Wanted indices = Wanted.of(3, OptionalLong.of(1), false);
      return sequence.isInferInputLength()
          ? indices
          : indices.sized((long) sequence.getInputLength());
    }
    if (inner instanceof CapsuleLayer capsules) {
      return Wanted.of(3, some(capsules.getInputCapsules()), false)
          .sized(capsules.getInputCapsuleDimensions());
    }
    if (inner instanceof PReLULayer prelu) {
      return slopes(prelu, behind.get());
    }
    if (SeriesFormat.isSeries(layer)) {
      return Wanted.of(3, channels(inner, behind), SeriesFormat.isLast(layer));
    }
    if (isOne(VOLUMES, inner)) {
      return Wanted.of(5, channels(inner, behind), ChannelAxis.isLast(inner).orElse(false));
    }
    if (isOne(IMAGES, inner)) {
      Wanted image = Wanted.of(4, channels(inner, behind), false);
      return ChannelAxis.isLast(inner).isPresent()
          ? Wanted.of(4, image.channels(), ChannelAxis.isLast(inner).get())
          : new Wanted(image.rank(), image.channels(), behind.get().last(), image.sizes());
    }
    if (isOne(VECTORS, inner)) {
      return Wanted.vector(channels(inner, behind));
    }
    Wanted passed = behind.get();
    if (inner instanceof GlobalPoolingLayer) {
      return passed.ofAnyRank();
    }
    OptionalLong own = channels(inner, behind);
    return passed.withChannels(own.isPresent() ? own : passed.channels());
  }

  private static boolean isOne(List<Class<? extends Layer>> kinds, Layer layer) {
    return kinds.stream().anyMatch(kind -> kind.isInstance(layer));
  }

  /** How many channels it reads: its own number, or what is asked of it. */
  private static OptionalLong channels(Layer inner, Supplier<Wanted> behind) {
    OptionalLong own = Inputs.of(inner);
    if (own.isPresent()) {
      return own;
    }
    OptionalLong asked = behind.get().channels();
    if (inner instanceof SpaceToDepthLayer blocks && asked.isPresent()) {
      return some(asked.getAsLong() / ((long) blocks.getBlockSize() * blocks.getBlockSize()));
    }
    return asked;
  }

  /** A PReLU layer is made for one shape, but for axes that it shares. */
  private static Wanted slopes(PReLULayer layer, Wanted behind) {
    long[] shape = layer.getInputShape();
    int rank = shape.length + 1;
    boolean last = behind.last().orElse(false) && rank > 2;
    Wanted wanted = Wanted.of(rank, some(shape[last ? shape.length - 1 : 0]), last);
    if (rank == 2 || (layer.getSharedAxes() != null && layer.getSharedAxes().length > 0)) {
      return wanted;
    }
    Long[] sizes = new Long[shape.length - 1];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape[last ? i : i + 1];
    }
    return wanted.sized(sizes);
  }

  /** How many channels a layer gives; empty for those that pass on what they read. */
  static OptionalLong gives(Layer layer) {
    Layer inner = Node.unwrap(layer);
    boolean passes =
        inner instanceof DropoutLayer
            || inner instanceof BatchNormalization
            || inner instanceof RepeatVector;
    if (passes || !(inner instanceof FeedForwardLayer units)) {
      return OptionalLong.empty();
    }
    return some(SeriesFormat.isConcatenated(layer) ? 2 * units.getNOut() : units.getNOut());
  }
}
