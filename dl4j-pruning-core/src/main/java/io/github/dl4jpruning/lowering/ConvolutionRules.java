package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Weight;
import java.util.Map;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.nd4j.linalg.activations.IActivation;

/** Convolutions; how their weights lie in memory is DL4J's. */
final class ConvolutionRules {
  private ConvolutionRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(ConvolutionLayer.class, ConvolutionRules::conv);
    rules.put(Convolution2D.class, ConvolutionRules::conv);
    rules.put(Convolution1DLayer.class, ConvolutionRules::conv1d);
    rules.put(Convolution1D.class, ConvolutionRules::conv1d);
    rules.put(Convolution3D.class, ConvolutionRules::conv3d);
    rules.put(Deconvolution2D.class, ConvolutionRules::deconv);
    rules.put(Deconvolution3D.class, ConvolutionRules::deconv3d);
    rules.put(DepthwiseConvolution2D.class, ConvolutionRules::depthwise);
    rules.put(SeparableConvolution2D.class, ConvolutionRules::separable);
    rules.put(LocallyConnected1D.class, ConvolutionRules::local1d);
    rules.put(LocallyConnected2D.class, ConvolutionRules::local2d);
  }

  private static Flow conv(Place place) {
    ConvolutionLayer layer = (ConvolutionLayer) place.layer();
    int[] k = layer.getKernelSize();
    Weight w = place.weight("W", layer.getNOut(), layer.getNIn(), k[0], k[1]);
    return finished(place, layer, convolved(place, layer, place.in(4), w, layer.getNOut(), 1));
  }

  private static Flow convolved(
      Place place, ConvolutionLayer layer, Flow in, Weight w, long out, int group) {
    Operation conv = place.operation(Op.CONV, in.name()).with("W", w).with("group", group);
    return place.emit(
        place.biased(
            Geometry.window(
                conv,
                layer.getConvolutionMode(),
                in.shape(),
                layer.getKernelSize(),
                layer.getStride(),
                layer.getPadding(),
                layer.getDilation()),
            "b",
            out),
        in);
  }

  private static Flow finished(Place place, ConvolutionLayer layer, Flow out) {
    return place.activate(layer.getActivationFn(), out);
  }

  private static Flow conv1d(Place place) {
    ConvolutionLayer layer = (ConvolutionLayer) place.layer();
    Flow in = place.in(3);
    int k = layer.getKernelSize()[0];
    Weight w = place.weight("W", k, layer.getNIn(), layer.getNOut()).transposed(2, 1, 0);
    Operation conv = place.operation(Op.CONV, in.name()).with("W", w);
    conv =
        Geometry.window(
            conv,
            layer.getConvolutionMode(),
            in.shape(),
            first(layer.getKernelSize()),
            first(layer.getStride()),
            first(layer.getPadding()),
            first(layer.getDilation()));
    Flow out = place.emit(place.biased(conv, "b", layer.getNOut()), in);
    return place.withoutLengths(finished(place, layer, out));
  }

  private static int[] first(int[] array) {
    return new int[] {array[0]};
  }

  private static Flow conv3d(Place place) {
    Convolution3D layer = (Convolution3D) place.layer();
    int[] k = layer.getKernelSize();
    Weight w = place.weight("W", layer.getNOut(), layer.getNIn(), k[0], k[1], k[2]);
    Flow in = place.in(5);
    return finished(place, layer, convolved(place, layer, in, w, layer.getNOut(), 1));
  }

  private static Flow deconv(Place place) {
    Deconvolution2D layer = (Deconvolution2D) place.layer();
    int[] k = layer.getKernelSize();
    Weight w = place.weight("W", layer.getNIn(), layer.getNOut(), k[0], k[1]);
    return transposed(
        place, layer, place.in(4), w.transposed(1, 0, 2, 3), layer.getConvolutionMode());
  }

  private static Flow deconv3d(Place place) {
    Deconvolution3D layer = (Deconvolution3D) place.layer();
    int[] k = layer.getKernelSize();
    Weight w = place.weight("W", k[0], k[1], k[2], layer.getNOut(), layer.getNIn());
    return transposed(
        place, layer, place.in(5), w.transposed(3, 4, 0, 1, 2), layer.getConvolutionMode());
  }

  private static Flow transposed(
      Place place, ConvolutionLayer layer, Flow in, Weight w, ConvolutionMode mode) {
    Operation conv =
        Geometry.transposed(
            place.operation(Op.CONV_TRANSPOSE, in.name()).with("W", w),
            place,
            mode,
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation());
    return finished(place, layer, place.emit(place.biased(conv, "b", layer.getNOut()), in));
  }

  private static Flow depthwise(Place place) {
    DepthwiseConvolution2D layer = (DepthwiseConvolution2D) place.layer();
    int[] k = layer.getKernelSize();
    int in = (int) layer.getNIn();
    int out = in * layer.getDepthMultiplier();
    Weight w = place.weight("W", k[0], k[1], out).transposed(2, 0, 1).reshaped(out, 1, k[0], k[1]);
    return finished(place, layer, convolved(place, layer, place.in(4), w, out, in));
  }

  private static Flow separable(Place place) {
    SeparableConvolution2D layer = (SeparableConvolution2D) place.layer();
    int[] k = layer.getKernelSize();
    int in = (int) layer.getNIn();
    int middle = in * layer.getDepthMultiplier();
    Weight depth =
        place
            .weight("W", layer.getDepthMultiplier(), in, k[0], k[1])
            .transposed(1, 0, 2, 3)
            .reshaped(middle, 1, k[0], k[1]);
    Flow from = place.in(4);
    Operation deep = place.operation(Op.CONV, from.name()).with("W", depth).with("group", in);
    Flow between =
        place.emit(
            Geometry.window(
                deep,
                layer.getConvolutionMode(),
                from.shape(),
                k,
                layer.getStride(),
                layer.getPadding(),
                layer.getDilation()),
            from);
    Operation point =
        place
            .operation(Op.CONV, between.name())
            .with("W", place.weight("pW", layer.getNOut(), middle, 1, 1));
    Flow out = place.emit(place.biased(point, "b", layer.getNOut()), between);
    return finished(place, layer, out);
  }

  private static Flow local2d(Place place) {
    LocallyConnected2D layer = (LocallyConnected2D) place.layer();
    Flow in = place.in(4);
    Operation local =
        Geometry.window(
            place
                .operation(Op.LOCALLY_CONNECTED, in.name())
                .with("kernel_shape", layer.getKernel()),
            layer.getCm(),
            in.shape(),
            layer.getKernel(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation());
    long height = layer.getOutputSize()[0];
    long width = layer.getOutputSize()[1];
    long patch = layer.getFeatureDim();
    long out = layer.getNOut();
    Weight w =
        place
            .weight("W", width, height, patch, out)
            .transposed(1, 0, 2, 3)
            .reshaped((int) (height * width), (int) patch, (int) out);
    return asDl4jHasThem(place, localled(place, local, in, w, out, activation(layer)));
  }

  private static IActivation activation(LocallyConnected2D layer) {
    return layer.getActivation().getActivationFunction();
  }

  /** DL4J 1.0.0-M2.1 takes patches column by column, and what they become row by row. */
  private static Flow asDl4jHasThem(Place place, Flow out) {
    int[] shape = out.shape();
    Operation turn = place.operation(Op.TRANSPOSE, out.name()).with("perm", 0, 2, 1);
    Flow turned = place.emit(turn, out);
    Operation reshape = place.operation(Op.RESHAPE, turned.name()).with("shape", shape);
    return place.emit(reshape, turned);
  }

  private static Flow local1d(Place place) {
    LocallyConnected1D layer = (LocallyConnected1D) place.layer();
    Flow in = place.in(3);
    Operation local =
        Geometry.window(
            place
                .operation(Op.LOCALLY_CONNECTED, in.name())
                .with("kernel_shape", layer.getKernel()),
            layer.getCm(),
            in.shape(),
            new int[] {layer.getKernel()},
            new int[] {layer.getStride()},
            new int[] {layer.getPadding()},
            new int[] {layer.getDilation()});
    long out = layer.getNOut();
    Weight w = place.weight("W", layer.getOutputSize(), layer.getFeatureDim(), out);
    IActivation activation = layer.getActivation().getActivationFunction();
    return place.withoutLengths(localled(place, local, in, w, out, activation));
  }

  private static Flow localled(
      Place place, Operation local, Flow in, Weight w, long out, IActivation activation) {
    Operation full = place.biased(local.with("W", w), "b", out);
    return place.activate(activation, place.emit(full, in));
  }
}
