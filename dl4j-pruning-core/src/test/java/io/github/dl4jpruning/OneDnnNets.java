package io.github.dl4jpruning;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** Every layer that has a helper, or that ND4J has oneDNN code for, in its ways. */
final class OneDnnNets {
  static final int CLASSES = 3;

  private static final InputType IMAGE = InputType.convolutional(7, 6, 2);
  private static final InputType CHANNELS_LAST = InputType.convolutional(7, 6, 2, CNN2DFormat.NHWC);
  private static final InputType SERIES = InputType.recurrent(3, 7);
  private static final InputType VOLUME =
      InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 4, 4, 5, 2);
  private static final InputType VOLUME_CHANNELS_LAST =
      InputType.convolutional3D(Convolution3D.DataFormat.NDHWC, 4, 4, 5, 2);

  private OneDnnNets() {}

  /** Makes a layer. */
  private interface Part {
    Layer make();
  }

  /** Layers before the output layer; made anew by each call. */
  record Layers(InputType input, Supplier<Layer[]> make) {
    MultiLayerNetwork net(DataType type) {
      NeuralNetConfiguration.ListBuilder list =
          new NeuralNetConfiguration.Builder()
              .seed(7)
              .dataType(type)
              .updater(new NoOp())
              .activation(Activation.TANH)
              .list();
      for (Layer layer : make.get()) {
        list.layer(layer);
      }
      MultiLayerNetwork net =
          new MultiLayerNetwork(
              list.layer(
                      new OutputLayer.Builder()
                          .nOut(CLASSES)
                          .activation(Activation.SOFTMAX)
                          .build())
                  .setInputType(input)
                  .build());
      net.init();
      return net;
    }
  }

  static Map<String, Layers> all() {
    Map<String, Layers> nets = new LinkedHashMap<>();
    convolutions(nets);
    for (PoolingType type : new PoolingType[] {PoolingType.MAX, PoolingType.AVG}) {
      pooling(nets, type);
    }
    batchNormalisation(nets);
    others(nets);
    return nets;
  }

  private static void convolutions(Map<String, Layers> nets) {
    nets.put("conv", image(() -> conv(3, 3).build()));
    nets.put("conv 1 x 1", image(() -> conv(1, 1).build()));
    nets.put("conv, stride, padding", image(() -> conv(3, 2).stride(2, 3).padding(1, 2).build()));
    nets.put("conv, dilated", image(() -> conv(2, 3).dilation(2, 2).build()));
    nets.put("conv, same", image(() -> same(conv(3, 2)).build()));
    nets.put("conv, same, stride", image(() -> same(conv(3, 3)).stride(2, 2).build()));
    nets.put("conv, same, dilated", image(() -> same(conv(3, 3)).dilation(2, 1).build()));
    nets.put("conv, no bias", image(() -> conv(3, 3).hasBias(false).build()));
    nets.put("convs", image(() -> conv(3, 3).build(), () -> conv(2, 2).build()));
    nets.put("conv, channels last", last(() -> last(conv(3, 3)).build()));
    nets.put(
        "convs, channels last",
        last(() -> last(conv(3, 3)).build(), () -> last(same(conv(3, 3)).stride(2, 2)).build()));
  }

  private static void pooling(Map<String, Layers> nets, PoolingType type) {
    nets.put(type + " 2 x 2", image(() -> pool(type).stride(2, 2).build(), OneDnnNets::conv));
    nets.put(type + ", padding", pooled(() -> wide(type).padding(1, 1).build()));
    nets.put(
        type + ", padding counted",
        pooled(() -> wide(type).padding(1, 1).avgPoolIncludePadInDivisor(true).build()));
    nets.put(
        type + ", same counted",
        pooled(
            () ->
                wide(type)
                    .convolutionMode(ConvolutionMode.Same)
                    .avgPoolIncludePadInDivisor(true)
                    .build()));
    nets.put(type + ", dilated", pooled(() -> pool(type).dilation(2, 2).build()));
    nets.put(
        type + ", channels last",
        last(
            () -> last(conv(2, 2)).build(), () -> pool(type).dataFormat(CNN2DFormat.NHWC).build()));
    nets.put(
        type + ", series",
        series(
            () -> new Convolution1DLayer.Builder(2).nOut(3).build(),
            () -> new Subsampling1DLayer.Builder(type).kernelSize(2).stride(2).build()));
    nets.put(
        type + ", volume, dilated",
        new Layers(
            VOLUME,
            () ->
                new Layer[] {
                  new Convolution3D.Builder(2, 2, 2).nOut(2).build(),
                  new Subsampling3DLayer.Builder(
                          Subsampling3DLayer.PoolingType.valueOf(type.name()))
                      .kernelSize(2, 2, 2)
                      .stride(1, 1, 1)
                      .dilation(1, 2, 2)
                      .build()
                }));
  }

  private static void batchNormalisation(Map<String, Layers> nets) {
    nets.put("batch norm", image(OneDnnNets::conv, () -> new BatchNormalization()));
    nets.put(
        "batch norm between", image(OneDnnNets::conv, BatchNormalization::new, OneDnnNets::conv));
    nets.put("batch norm first", image(BatchNormalization::new, OneDnnNets::conv));
    nets.put(
        "batch norm, after dilated",
        image(() -> conv(2, 2).dilation(2, 2).build(), BatchNormalization::new, OneDnnNets::conv));
    nets.put(
        "batch norm, locked",
        image(
            OneDnnNets::conv,
            () ->
                new BatchNormalization.Builder().lockGammaBeta(true).gamma(0.7).beta(0.2).build()));
    nets.put(
        "batch norm, variance",
        image(OneDnnNets::conv, () -> new BatchNormalization.Builder().useLogStd(false).build()));
    nets.put(
        "batch norm, channels last",
        last(
            () -> new BatchNormalization.Builder().dataFormat(CNN2DFormat.NHWC).build(),
            () -> last(conv(3, 3)).build(),
            () -> new BatchNormalization.Builder().dataFormat(CNN2DFormat.NHWC).build()));
  }

  private static void others(Map<String, Layers> nets) {
    nets.put("local response", image(OneDnnNets::conv, LocalResponseNormalization::new));
    nets.put("deconv", image(() -> new Deconvolution2D.Builder(2, 3).stride(2, 2).nOut(3).build()));
    nets.put("depthwise", image(() -> new DepthwiseConvolution2D.Builder(3, 3).nOut(2).build()));
    nets.put("separable", image(() -> new SeparableConvolution2D.Builder(3, 3).nOut(3).build()));
    nets.put("conv1d", series(() -> new Convolution1DLayer.Builder(3).nOut(4).build()));
    nets.put(
        "conv1d, causal",
        series(
            () ->
                new Convolution1DLayer.Builder(2)
                    .nOut(4)
                    .convolutionMode(ConvolutionMode.Causal)
                    .build()));
    nets.put("lstm", series(() -> new LSTM.Builder().nOut(3).build()));
    nets.put(
        "conv3d, channels last",
        new Layers(
            VOLUME_CHANNELS_LAST,
            () ->
                new Layer[] {
                  new Convolution3D.Builder(2, 2, 2)
                      .nOut(2)
                      .padding(1, 1, 1)
                      .dataFormat(Convolution3D.DataFormat.NDHWC)
                      .build()
                }));
  }

  private static ConvolutionLayer conv() {
    return conv(2, 2).build();
  }

  private static ConvolutionLayer.Builder conv(int height, int width) {
    return new ConvolutionLayer.Builder(height, width).nOut(4);
  }

  private static ConvolutionLayer.Builder same(ConvolutionLayer.Builder builder) {
    return builder.convolutionMode(ConvolutionMode.Same);
  }

  private static ConvolutionLayer.Builder last(ConvolutionLayer.Builder builder) {
    return builder.dataFormat(CNN2DFormat.NHWC);
  }

  private static SubsamplingLayer.Builder pool(PoolingType type) {
    return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(1, 1);
  }

  private static SubsamplingLayer.Builder wide(PoolingType type) {
    return new SubsamplingLayer.Builder(type).kernelSize(3, 3).stride(2, 2);
  }

  private static Layers pooled(Part pooling) {
    return image(OneDnnNets::conv, pooling);
  }

  private static Layers image(Part... layers) {
    return new Layers(IMAGE, () -> made(layers));
  }

  private static Layers last(Part... layers) {
    return new Layers(CHANNELS_LAST, () -> made(layers));
  }

  private static Layers series(Part... layers) {
    return new Layers(
        SERIES,
        () -> {
          Layer[] all = Arrays.copyOf(made(layers), layers.length + 1);
          all[layers.length] = new GlobalPoolingLayer();
          return all;
        });
  }

  private static Layer[] made(Part[] layers) {
    return Arrays.stream(layers).map(Part::make).toArray(Layer[]::new);
  }
}
