package io.github.dl4jpruning.model.types;

import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Which axis a layer of images or volumes takes for the channels. */
final class ChannelAxis {
  private ChannelAxis() {}

  /** Whether it is the last one; empty if the layer does not say. */
  static Optional<Boolean> isLast(Layer layer) {
    if (layer instanceof Convolution3D volume) {
      return Optional.of(volume.getDataFormat() == Convolution3D.DataFormat.NDHWC);
    }
    if (layer instanceof Deconvolution3D volume) {
      return Optional.of(volume.getDataFormat() == Convolution3D.DataFormat.NDHWC);
    }
    if (layer instanceof Subsampling3DLayer volume) {
      return Optional.of(volume.getDataFormat() == Convolution3D.DataFormat.NDHWC);
    }
    if (layer instanceof ConvolutionLayer image) {
      return Optional.of(image.getCnn2dDataFormat() == CNN2DFormat.NHWC);
    }
    if (layer instanceof SubsamplingLayer image) {
      return Optional.of(image.getCnn2dDataFormat() == CNN2DFormat.NHWC);
    }
    if (layer instanceof LocallyConnected2D image) {
      return Optional.of(image.getFormat() == CNN2DFormat.NHWC);
    }
    if (layer instanceof SpaceToDepthLayer image) {
      return Optional.of(image.getDataFormat() == CNN2DFormat.NHWC);
    }
    return layer instanceof BatchNormalization norm
        ? Optional.of(norm.getCnn2DFormat() == CNN2DFormat.NHWC)
        : Optional.empty();
  }
}
