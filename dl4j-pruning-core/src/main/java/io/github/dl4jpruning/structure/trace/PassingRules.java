package io.github.dl4jpruning.structure.trace;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.Pooling1D;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;

/** Layers without weights. */
final class PassingRules {
  private static final List<Class<?>> PASS =
      List.of(
          Subsampling3DLayer.class,
          Upsampling1D.class,
          Upsampling2D.class,
          Upsampling3D.class,
          ZeroPadding1DLayer.class,
          ZeroPaddingLayer.class,
          ZeroPadding3DLayer.class,
          Cropping1D.class,
          Cropping2D.class,
          Cropping3D.class,
          SpaceToBatchLayer.class,
          MaskLayer.class);

  private static final List<Class<?>> LOSSES =
      List.of(
          LossLayer.class,
          RnnLossLayer.class,
          CnnLossLayer.class,
          Cnn3DLossLayer.class,
          Yolo2OutputLayer.class);

  private static final List<Class<?>> POOLING =
      List.of(SubsamplingLayer.class, Pooling2D.class, Subsampling1DLayer.class, Pooling1D.class);

  private PassingRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    PASS.forEach(type -> rules.put(type, LayerSite::in));
    POOLING.forEach(type -> rules.put(type, PassingRules::pooling));
    LOSSES.forEach(type -> rules.put(type, PassingRules::loss));
    rules.put(DropoutLayer.class, PassingRules::sized);
    rules.put(RepeatVector.class, PassingRules::repeatVector);
    rules.put(ActivationLayer.class, PassingRules::activation);
    rules.put(GlobalPoolingLayer.class, PassingRules::globalPooling);
    rules.put(SpaceToDepthLayer.class, PassingRules::spaceToDepth);
    rules.put(LocalResponseNormalization.class, LayerSite::mixes);
  }

  private static Channels loss(LayerSite site) {
    site.fix(site.in().ids(), "network output");
    return site.in();
  }

  private static Channels activation(LayerSite site) {
    if (site.isOutput()) {
      return loss(site);
    }
    site.activation(((ActivationLayer) site.layer()).getActivationFn(), site.in().ids());
    return site.in();
  }

  /** Its sizes mean nothing, but where they were set they should be right. */
  private static Channels sized(LayerSite site) {
    int[] ids = site.in().ids();
    site.resize(
        ids,
        (layer, n) -> {
          FeedForwardLayer sized = (FeedForwardLayer) layer;
          sized.setNIn(sized.getNIn() > 0 ? n : sized.getNIn());
          sized.setNOut(sized.getNOut() > 0 ? n : sized.getNOut());
        });
    return site.in();
  }

  private static Channels repeatVector(LayerSite site) {
    Layer layer = site.layer();
    boolean last = ((RepeatVector) layer).getDataFormat() == RNNFormat.NWC;
    return sized(site).in(3, last);
  }

  private static Channels pooling(LayerSite site) {
    if (((SubsamplingLayer) site.layer()).getPoolingType() == PoolingType.PNORM) {
      fixBeforePnorm(site);
    }
    return site.in();
  }

  /** DL4J divides by the norm, and the norm of a channel of zeros is zero. */
  private static void fixBeforePnorm(LayerSite site) {
    site.fix(
        site.in().ids(),
        "p-norm pooling (%s) has no gradient at zeros: weights would turn NaN"
            .formatted(site.label()));
  }

  private static Channels globalPooling(LayerSite site) {
    GlobalPoolingLayer layer = (GlobalPoolingLayer) site.layer();
    if (layer.getPoolingType() == PoolingType.PNORM) {
      fixBeforePnorm(site);
    }
    return layer.isCollapseDimensions() ? site.in().inRank(2) : site.in();
  }

  /** Each pixel of a block becomes a copy of all channels, one block after the other. */
  private static Channels spaceToDepth(LayerSite site) {
    int block = ((SpaceToDepthLayer) site.layer()).getBlockSize();
    Channels in = site.in();
    return in.isKnown() ? in.with(tile(in.ids(), block * block)) : in;
  }

  /** All units, then all again. */
  static int[] tile(int[] ids, int times) {
    int[] tiled = new int[ids.length * times];
    for (int i = 0; i < tiled.length; i++) {
      tiled[i] = ids[i % ids.length];
    }
    return tiled;
  }
}
