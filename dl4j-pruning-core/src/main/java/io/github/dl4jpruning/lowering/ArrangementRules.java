package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseUpsamplingLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
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

/** Padding, cropping, upsampling and the like. */
final class ArrangementRules {
  private ArrangementRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(
        ZeroPadding1DLayer.class,
        place -> timed(place, pad(place, ((ZeroPadding1DLayer) place.layer()).getPadding())));
    rules.put(
        ZeroPaddingLayer.class,
        place -> pad(place, ((ZeroPaddingLayer) place.layer()).getPadding()));
    rules.put(
        ZeroPadding3DLayer.class,
        place -> pad(place, ((ZeroPadding3DLayer) place.layer()).getPadding()));
    rules.put(
        Cropping1D.class,
        place -> timed(place, crop(place, ((Cropping1D) place.layer()).getCropping())));
    rules.put(Cropping2D.class, place -> crop(place, ((Cropping2D) place.layer()).getCropping()));
    rules.put(Cropping3D.class, place -> crop(place, ((Cropping3D) place.layer()).getCropping()));
    rules.put(Upsampling1D.class, place -> timed(place, upsample(place, 1)));
    rules.put(Upsampling2D.class, place -> upsample(place, 2));
    rules.put(Upsampling3D.class, place -> upsample(place, 3));
    rules.put(SpaceToDepthLayer.class, ArrangementRules::spaceToDepth);
    rules.put(RepeatVector.class, ArrangementRules::repeat);
  }

  private static Flow timed(Place place, Flow out) {
    return place.withoutLengths(out);
  }

  /** DL4J has begin and end of each axis in turn. */
  private static Flow pad(Place place, int[] sides) {
    Flow in = place.in();
    int axes = in.shape().length;
    int[] pads = new int[2 * axes];
    for (int i = 0; i < sides.length / 2; i++) {
      pads[1 + i] = sides[2 * i];
      pads[axes + 1 + i] = sides[2 * i + 1];
    }
    return place.emit(place.operation(Op.PAD, in.name()).with("pads", pads), in);
  }

  private static Flow crop(Place place, int[] sides) {
    Flow in = place.in();
    int[] starts = new int[in.shape().length];
    int[] ends = new int[in.shape().length];
    for (int i = 0; i < sides.length / 2; i++) {
      starts[1 + i] = sides[2 * i];
      ends[1 + i] = -sides[2 * i + 1];
    }
    Operation slice =
        place.operation(Op.SLICE, in.name()).with("starts", starts).with("ends", ends);
    return place.emit(slice, in);
  }

  private static Flow upsample(Place place, int rank) {
    int[] size = ((BaseUpsamplingLayer) place.layer()).getSize();
    Flow in = place.in(rank + 2);
    int[] scales = new int[in.shape().length];
    Arrays.fill(scales, 1);
    for (int i = 0; i < rank; i++) {
      scales[1 + i] = size[Math.min(i, size.length - 1)];
    }
    return place.emit(place.operation(Op.UPSAMPLE, in.name()).with("scales", scales), in);
  }

  private static Flow spaceToDepth(Place place) {
    Flow in = place.in(4);
    int size = ((SpaceToDepthLayer) place.layer()).getBlockSize();
    Operation blocks = place.operation(Op.SPACE_TO_DEPTH, in.name()).with("blocksize", size);
    return place.emit(blocks, in);
  }

  private static Flow repeat(Place place) {
    RepeatVector layer = (RepeatVector) place.layer();
    Flow in = place.in(2);
    Operation column = place.operation(Op.RESHAPE, in.name()).with("shape", in.channels(), 1);
    Flow one = place.emit(column, in);
    Operation repeat = place.operation(Op.UPSAMPLE, one.name()).with("scales", 1, layer.getN());
    return place
        .emit(repeat, one)
        .ranked(3, layer.getDataFormat() == RNNFormat.NWC)
        .masked(Optional.empty());
  }
}
