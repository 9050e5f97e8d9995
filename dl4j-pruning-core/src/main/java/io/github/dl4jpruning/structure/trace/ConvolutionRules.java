package io.github.dl4jpruning.structure.trace;

import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;

/** Convolutions; memory layouts as in DL4J 1.0.0-M2.1, which often differ from the shapes. */
final class ConvolutionRules {
  private ConvolutionRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(ConvolutionLayer.class, ConvolutionRules::outInKernel);
    rules.put(Convolution2D.class, ConvolutionRules::outInKernel);
    rules.put(Convolution3D.class, ConvolutionRules::outInKernel);
    rules.put(Convolution1DLayer.class, ConvolutionRules::kernelInOut);
    rules.put(Convolution1D.class, ConvolutionRules::kernelInOut);
    rules.put(Deconvolution2D.class, ConvolutionRules::inOutKernel);
    rules.put(Deconvolution3D.class, ConvolutionRules::kernelOutIn);
    rules.put(DepthwiseConvolution2D.class, ConvolutionRules::depthwise);
    rules.put(SeparableConvolution2D.class, ConvolutionRules::separable);
    rules.put(LocallyConnected1D.class, ConvolutionRules::locally1d);
    rules.put(LocallyConnected2D.class, ConvolutionRules::locally2d);
  }

  private static Channels outInKernel(LayerSite site) {
    Ends ends = Ends.of(site);
    int[] in = ends.in;
    int[] out = ends.out;
    long kernel = site.length("W") / ((long) in.length * out.length);
    site.axis("W", Role.PRODUCES, 1, in.length * kernel, out);
    site.axis("W", Role.READS, out.length, kernel, in);
    return format(site, out);
  }

  private static Channels kernelInOut(LayerSite site) {
    Ends ends = Ends.of(site);
    long kernel = site.length("W") / ((long) ends.in.length * ends.out.length);
    site.axis("W", Role.PRODUCES, kernel * ends.in.length, 1, ends.out);
    site.axis("W", Role.READS, kernel, ends.out.length, ends.in);
    return format(site, ends.out);
  }

  private static Channels inOutKernel(LayerSite site) {
    Ends ends = Ends.of(site);
    long kernel = site.length("W") / ((long) ends.in.length * ends.out.length);
    site.axis("W", Role.PRODUCES, ends.in.length, kernel, ends.out);
    site.axis("W", Role.READS, 1, ends.out.length * kernel, ends.in);
    return format(site, ends.out);
  }

  private static Channels kernelOutIn(LayerSite site) {
    Ends ends = Ends.of(site);
    long kernel = site.length("W") / ((long) ends.in.length * ends.out.length);
    site.axis("W", Role.PRODUCES, kernel, ends.in.length, ends.out);
    site.axis("W", Role.READS, kernel * ends.out.length, 1, ends.in);
    return format(site, ends.out);
  }

  /**
   * Output j·m + q is computed from input j alone, so it lives and dies with it. With one input
   * channel, DL4J 1.0.0-M2.1 can't train it: two stay.
   */
  private static Channels depthwise(LayerSite site) {
    DepthwiseConvolution2D layer = (DepthwiseConvolution2D) site.layer();
    int[] in = site.reads(layer.getNIn());
    site.keepTwo(in);
    int multiplier = (int) (layer.getNOut() / layer.getNIn());
    int[] out = repeatEach(in, multiplier);
    site.axis("W", Role.PRODUCES, site.length("W") / out.length, multiplier, in);
    site.perUnit("b", out);
    site.resize(in, (conf, n) -> ((FeedForwardLayer) conf).setNIn(n));
    site.resize(out, (conf, n) -> ((FeedForwardLayer) conf).setNOut(n));
    site.activation(layer.getActivationFn(), out);
    return format(site, out);
  }

  /** With one input channel, DL4J 1.0.0-M2.1 fails or computes something else: two stay. */
  private static Channels separable(LayerSite site) {
    Ends ends = Ends.of(site);
    site.keepTwo(ends.in);
    int multiplier = ((SeparableConvolution2D) site.layer()).getDepthMultiplier();
    long kernel = site.length("W") / ((long) multiplier * ends.in.length);
    site.axis("W", Role.READS, multiplier, kernel, ends.in);
    int[] between = repeatEach(ends.in, multiplier);
    site.axis("pW", Role.READS, ends.out.length, 1, between);
    site.axis("pW", Role.PRODUCES, 1, between.length, ends.out);
    return format(site, ends.out);
  }

  private static Channels locally1d(LayerSite site) {
    LocallyConnected1D layer = (LocallyConnected1D) site.layer();
    int[] in = site.reads(layer.getNIn());
    int[] out = site.makes(layer.getNOut());
    int kernel = layer.getKernel();
    positionPatchOut(site, in, out, kernel);
    site.resize(
        in,
        (conf, n) -> {
          ((LocallyConnected1D) conf).setNIn(n);
          ((LocallyConnected1D) conf).setFeatureDim(kernel * n);
          redefine(conf);
        });
    site.resize(
        out,
        (conf, n) -> {
          ((LocallyConnected1D) conf).setNOut(n);
          redefine(conf);
        });
    site.activation(layer.getActivation().getActivationFunction(), out);
    return Channels.of(out, 3, false);
  }

  private static Channels locally2d(LayerSite site) {
    LocallyConnected2D layer = (LocallyConnected2D) site.layer();
    int[] in = site.reads(layer.getNIn());
    int[] out = site.makes(layer.getNOut());
    int kernel = layer.getKernel()[0] * layer.getKernel()[1];
    positionPatchOut(site, in, out, kernel);
    site.resize(
        in,
        (conf, n) -> {
          ((LocallyConnected2D) conf).setNIn(n);
          ((LocallyConnected2D) conf).setFeatureDim(kernel * n);
          redefine(conf);
        });
    site.resize(
        out,
        (conf, n) -> {
          ((LocallyConnected2D) conf).setNOut(n);
          redefine(conf);
        });
    site.activation(layer.getActivation().getActivationFunction(), out);
    return Channels.of(out, 4, layer.getFormat() == CNN2DFormat.NHWC);
  }

  private static void positionPatchOut(LayerSite site, int[] in, int[] out, int kernel) {
    long positions = site.length("W") / ((long) in.length * kernel * out.length);
    site.axis("W", Role.READS, positions, (long) kernel * out.length, in);
    site.axis("W", Role.PRODUCES, positions * kernel * in.length, 1, out);
    site.perUnit("b", out);
  }

  /** A SameDiff layer keeps its parameters' shapes; a clone shares them with the original. */
  static void redefine(org.deeplearning4j.nn.conf.layers.Layer layer) {
    SameDiffLayer own = (SameDiffLayer) layer;
    own.setLayerParams(null);
    own.getLayerParams();
  }

  private static int[] repeatEach(int[] ids, int times) {
    int[] repeated = new int[ids.length * times];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = ids[i / times];
    }
    return repeated;
  }

  private static Channels format(LayerSite site, int[] out) {
    if (site.layer() instanceof Convolution3D layer) {
      return Channels.of(out, 5, layer.getDataFormat() == Convolution3D.DataFormat.NDHWC);
    }
    if (site.layer() instanceof Deconvolution3D layer) {
      return Channels.of(out, 5, layer.getDataFormat() == Convolution3D.DataFormat.NDHWC);
    }
    if (site.layer() instanceof Convolution1DLayer layer) {
      return Channels.of(out, 3, layer.getRnnDataFormat() == RNNFormat.NWC);
    }
    ConvolutionLayer layer = (ConvolutionLayer) site.layer();
    return Channels.of(out, 4, layer.getCnn2dDataFormat() == CNN2DFormat.NHWC);
  }

  /** The units on both sides of a convolution that mixes them. */
  private static final class Ends {
    private final int[] in;
    private final int[] out;

    private Ends(int[] in, int[] out) {
      this.in = in;
      this.out = out;
    }

    static Ends of(LayerSite site) {
      FeedForwardLayer layer = (FeedForwardLayer) site.layer();
      Ends ends = new Ends(site.reads(layer.getNIn()), site.makes(layer.getNOut()));
      site.perUnit("b", ends.out);
      site.resize(ends.in, (conf, n) -> ((FeedForwardLayer) conf).setNIn(n));
      site.resize(ends.out, (conf, n) -> ((FeedForwardLayer) conf).setNOut(n));
      site.activation(layer.getActivationFn(), ends.out);
      return ends;
    }
  }
}
