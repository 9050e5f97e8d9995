package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
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
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Random chains of layers, from a seed; every layer of DL4J that a rule covers turns up. */
@SuppressWarnings("deprecation") // users still have networks with Graves LSTMs
public final class RandomNetworks {
  static final Activation[] ACTIVATIONS = {
    Activation.CUBE, Activation.ELU, Activation.GELU, Activation.HARDSIGMOID,
    Activation.HARDTANH, Activation.IDENTITY, Activation.LEAKYRELU, Activation.MISH,
    Activation.RATIONALTANH, Activation.RECTIFIEDTANH, Activation.RELU, Activation.RELU6,
    Activation.RRELU, Activation.SELU, Activation.SIGMOID, Activation.SOFTPLUS,
    Activation.SOFTSIGN, Activation.SWISH, Activation.TANH, Activation.THRESHOLDEDRELU
  };

  /** A network with random values everywhere; deterministic also in training, or not. */
  public record Sample(Model network, boolean deterministic, List<InputType> inputTypes) {
    public InputType[] types() {
      return inputTypes.toArray(InputType[]::new);
    }
  }

  private final SplittableRandom random;
  private final DataType type;
  private final boolean deterministic;

  private RandomNetworks(SplittableRandom random, DataType type, boolean deterministic) {
    this.random = random;
    this.type = type;
    this.deterministic = deterministic;
  }

  static Activation activation(SplittableRandom random, boolean deterministic) {
    Activation activation = ACTIVATIONS[random.nextInt(ACTIVATIONS.length)];
    return deterministic && activation == Activation.RRELU ? Activation.RELU : activation;
  }

  public static Sample of(long seed, DataType type) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean deterministic = seed / 10 % 2 == 0;
    RandomNetworks here = new RandomNetworks(random, type, deterministic);
    Sample sample =
        switch ((int) (seed % 10)) {
          case 0 -> here.vectors();
          case 1, 2, 3 -> here.images();
          case 4 -> here.volumes();
          case 5, 6 -> here.series();
          case 7 -> new RandomGraphs(random, type, deterministic).vectors();
          case 8 -> new RandomGraphs(random, type, deterministic).images();
          default -> new RandomGraphs(random, type, deterministic).series();
        };
    randomize(sample.network(), random);
    return sample;
  }

  /** Random weights, biases, gains, means; positive variances. */
  static void randomize(Model network, SplittableRandom random) {
    PrunableModel model = PrunableModel.of(network);
    for (ModelParam param : model.params()) {
      INDArray flat = model.flatParam(param);
      double scale = 0.6 / Math.sqrt(Math.max(1, param.shape().get(0)) / 4.0);
      boolean variance = param.name().equals("var");
      for (int i = 0; i < param.length(); i++) {
        flat.putScalar(
            i, variance ? random.nextDouble(0.5, 1.5) : random.nextDouble(-scale, scale));
      }
    }
  }

  static NeuralNetConfiguration.Builder builder(
      SplittableRandom random, DataType type, boolean deterministic) {
    return new NeuralNetConfiguration.Builder()
        .seed(random.nextInt(1, 1000))
        .dataType(type)
        .updater(new Adam(0.01))
        .activation(activation(random, deterministic));
  }

  private Activation activation() {
    return activation(random, deterministic);
  }

  private int units() {
    return random.nextInt(2, 7);
  }

  private Sample chain(InputType input, List<Layer> layers) {
    NeuralNetConfiguration.ListBuilder list = builder(random, type, deterministic).list();
    layers.forEach(list::layer);
    MultiLayerNetwork net = new MultiLayerNetwork(list.setInputType(input).build());
    net.init();
    return new Sample(net, deterministic, List.of(input));
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
  }

  private Layer dense() {
    return new DenseLayer.Builder()
        .nOut(units())
        .activation(activation())
        .hasBias(random.nextInt(4) > 0)
        .build();
  }

  private Layer batchNorm() {
    return new BatchNormalization.Builder()
        .lockGammaBeta(random.nextInt(4) == 0)
        .useLogStd(random.nextBoolean())
        .build();
  }

  private Sample vectors() {
    List<Layer> layers = new ArrayList<>();
    InputType input = InputType.feedForward(random.nextInt(3, 7));
    if (random.nextInt(4) == 0) {
      input = InputType.feedForward(6);
      layers.add(new EmbeddingLayer.Builder().nIn(6).nOut(units()).hasBias(true).build());
    } else {
      layers.add(dense());
    }
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      int width = width(layers);
      switch (random.nextInt(7)) {
        case 0 -> layers.add(batchNorm());
        case 1 -> layers.add(new PReLULayer.Builder().inputShape(width).build());
        case 2 ->
            layers.add(new ElementWiseMultiplicationLayer.Builder().nIn(width).nOut(width).build());
        case 3 ->
            layers.add(
                new AutoEncoder.Builder()
                    .corruptionLevel(deterministic ? 0 : 0.3)
                    .nOut(units())
                    .build());
        case 4 -> layers.add(new ActivationLayer(activation()));
        case 5 -> layers.add(new DropoutLayer(deterministic ? 1.0 : 0.5));
        default -> layers.add(dense());
      }
    }
    layers.add(output());
    return chain(input, layers);
  }

  private static int width(List<Layer> layers) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (layers.get(i) instanceof DenseLayer dense) {
        return (int) dense.getNOut();
      }
      if (layers.get(i) instanceof AutoEncoder coder) {
        return (int) coder.getNOut();
      }
      if (layers.get(i) instanceof EmbeddingLayer embedding) {
        return (int) embedding.getNOut();
      }
    }
    throw new IllegalStateException();
  }

  private Sample images() {
    CNN2DFormat format = random.nextInt(3) == 0 ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
    List<Layer> layers = new ArrayList<>();
    layers.add(conv());
    boolean nchw = format == CNN2DFormat.NCHW;
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      switch (random.nextInt(nchw ? 15 : 9)) {
        case 0 -> layers.add(batchNorm());
        case 1 -> layers.add(depthwise());
        case 2 -> layers.add(separable());
        case 3 -> layers.add(pooling());
        case 4 -> layers.add(new ActivationLayer(activation()));
        case 5 -> layers.add(new ZeroPaddingLayer.Builder(1, 1).build());
        case 6, 7 -> layers.add(conv());
        case 8 -> layers.add(new Cropping2D.Builder(0, 0).build());
        case 9 -> layers.add(deconv());
        case 10 -> layers.add(new Upsampling2D.Builder().size(2).build());
        case 11 -> {
          layers.add(new Upsampling2D.Builder().size(2).build());
          layers.add(new SpaceToDepthLayer.Builder<>(2, SpaceToDepthLayer.DataFormat.NCHW).build());
        }
        case 12 -> {
          int channels = units();
          layers.add(
              new ConvolutionLayer.Builder(1, 1).nOut(channels).activation(activation()).build());
          layers.add(new PReLULayer.Builder().inputShape(channels, 1, 1).sharedAxes(2, 3).build());
        }
        case 13 ->
            layers.add(
                random.nextInt(4) == 0
                    ? new LocalResponseNormalization.Builder().n(2).build()
                    : batchNorm());
        default ->
            layers.add(
                new LocallyConnected2D.Builder()
                    .kernelSize(1, 1)
                    .nOut(units())
                    .activation(Activation.TANH)
                    .hasBias(random.nextBoolean())
                    .build());
      }
    }
    InputType input =
        InputType.convolutional(
            random.nextInt(6, 9), random.nextInt(6, 9), random.nextInt(2, 5), format);
    switch (random.nextInt(3)) {
      case 0 -> {
        layers.add(new GlobalPoolingLayer(poolingType()));
        layers.add(dense());
        layers.add(output());
      }
      case 1 -> {
        layers.add(dense());
        layers.add(output());
      }
      default -> {
        layers.add(conv());
        layers.add(
            nchw
                ? new CnnLossLayer.Builder(LossFunction.MSE).activation(Activation.SIGMOID).build()
                : output());
      }
    }
    return chain(input, layers);
  }

  private PoolingType poolingType() {
    return List.of(PoolingType.values()).get(random.nextInt(4));
  }

  private Layer conv() {
    int kernel = random.nextInt(1, 4);
    ConvolutionLayer.Builder builder =
        new ConvolutionLayer.Builder(kernel, kernel)
            .nOut(units())
            .activation(activation())
            .hasBias(random.nextInt(4) > 0);
    if (random.nextInt(3) == 0) {
      builder.stride(2, 2);
    }
    return builder.convolutionMode(ConvolutionMode.Same).build();
  }

  private Layer deconv() {
    return new Deconvolution2D.Builder(2, 2)
        .stride(random.nextInt(1, 3), 1)
        .nOut(units())
        .activation(activation())
        .build();
  }

  private Layer depthwise() {
    return new DepthwiseConvolution2D.Builder()
        .kernelSize(random.nextInt(1, 3), 2)
        .depthMultiplier(random.nextInt(1, 4))
        .convolutionMode(ConvolutionMode.Same)
        .activation(activation())
        .hasBias(random.nextBoolean())
        .build();
  }

  private Layer separable() {
    return new SeparableConvolution2D.Builder(2, random.nextInt(1, 3))
        .nOut(units())
        .depthMultiplier(random.nextInt(1, 4))
        .convolutionMode(ConvolutionMode.Same)
        .activation(activation())
        .hasBias(random.nextBoolean())
        .build();
  }

  private Layer pooling() {
    return new SubsamplingLayer.Builder(
            random.nextBoolean()
                ? SubsamplingLayer.PoolingType.MAX
                : SubsamplingLayer.PoolingType.AVG)
        .kernelSize(2, 2)
        .stride(1, 1)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private Sample volumes() {
    List<Layer> layers = new ArrayList<>();
    layers.add(conv3d());
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> layers.add(new ZeroPadding3DLayer.Builder(1, 1, 1).build());
        case 1 ->
            layers.add(
                new Deconvolution3D.Builder()
                    .kernelSize(2, 2, 2)
                    .nOut(units())
                    .activation(activation())
                    .build());
        case 2 -> layers.add(new Upsampling3D.Builder().size(2).build());
        case 3 ->
            layers.add(
                new Subsampling3DLayer.Builder().kernelSize(1, 1, 1).stride(1, 1, 1).build());
        case 4 -> layers.add(new Cropping3D.Builder(0, 0, 0, 0, 0, 0).build());
        default -> layers.add(conv3d());
      }
    }
    layers.add(conv3d()); // DL4J mistakes the format behind other layers
    if (random.nextBoolean()) {
      layers.add(new GlobalPoolingLayer());
    }
    layers.add(dense());
    layers.add(output());
    return chain(
        InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 4, 5, 4, random.nextInt(1, 3)),
        layers);
  }

  private Layer conv3d() {
    return new Convolution3D.Builder(2, 1, 2)
        .nOut(units())
        .convolutionMode(ConvolutionMode.Same)
        .activation(activation())
        .build();
  }

  private Sample series() {
    List<Layer> layers = new ArrayList<>();
    InputType input = InputType.recurrent(random.nextInt(2, 5), 6);
    if (random.nextInt(4) == 0) {
      input = InputType.recurrent(1, 6);
      layers.add(new EmbeddingSequenceLayer.Builder().nIn(7).nOut(units()).inputLength(6).build());
    } else {
      layers.add(recurrent());
    }
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      switch (random.nextInt(14)) {
        case 0 ->
            layers.add(
                new Convolution1DLayer.Builder(2)
                    .nOut(units())
                    .activation(activation())
                    .convolutionMode(ConvolutionMode.Same)
                    .build());
        case 1 ->
            layers.add(
                new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(1)
                    .stride(1)
                    .build());
        case 2 -> layers.add(new Upsampling1D.Builder(2).build());
        case 3 -> layers.add(new ZeroPadding1DLayer.Builder(1).build());
        case 4 -> layers.add(new Cropping1D.Builder(0, 0).build());
        case 5, 6 -> {
          layers.add(recurrent()); // behind a Conv1D, DL4J gives a dense layer the wrong nIn
          layers.add(dense());
          layers.add(recurrent());
        }
        case 7 -> layers.add(new TimeDistributed(dense()));
        case 8 -> layers.add(attention());
        case 9 -> {
          // DL4J forgets the length of a series behind a Bidirectional
          if (layers.size() == 1 && !(layers.get(0) instanceof Bidirectional)) {
            layers.add(
                new LocallyConnected1D.Builder()
                    .kernelSize(2)
                    .nOut(units())
                    .activation(Activation.TANH)
                    .build());
          }
        }
        default -> layers.add(recurrent());
      }
    }
    switch (random.nextInt(4)) {
      case 0 -> layers.add(new GlobalPoolingLayer(poolingType()));
      case 1 -> layers.add(new LastTimeStep(cell()));
      case 2 -> {
        layers.add(new LastTimeStep(cell()));
        layers.add(new RepeatVector.Builder<>(3).build());
      }
      default -> layers.add(recurrent());
    }
    boolean vector =
        layers.get(layers.size() - 1) instanceof GlobalPoolingLayer
            || layers.get(layers.size() - 1) instanceof LastTimeStep;
    layers.add(
        vector
            ? output()
            : new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build());
    return chain(input, layers);
  }

  private Layer attention() {
    return switch (random.nextInt(2)) {
      case 0 ->
          new SelfAttentionLayer.Builder()
              .nHeads(2)
              .headSize(2)
              .nOut(units())
              .projectInput(true)
              .build();
      default ->
          new RecurrentAttentionLayer.Builder()
              .nHeads(1)
              .headSize(2)
              .nOut(units())
              .projectInput(true)
              .activation(Activation.TANH)
              .hasBias(true)
              .build();
    };
  }

  private Layer cell() {
    return switch (random.nextInt(3)) {
      case 0 -> new LSTM.Builder().nOut(units()).activation(recurrentActivation()).build();
      case 1 -> new GravesLSTM.Builder().nOut(units()).activation(recurrentActivation()).build();
      default -> new SimpleRnn.Builder().nOut(units()).activation(recurrentActivation()).build();
    };
  }

  /** Those that do not grow from step to step. */
  private Activation recurrentActivation() {
    Activation[] bounded = {
      Activation.TANH, Activation.SIGMOID, Activation.SOFTSIGN, Activation.HARDTANH
    };
    return bounded[random.nextInt(bounded.length)];
  }

  private Layer recurrent() {
    return switch (random.nextInt(4)) {
      case 0 ->
          new Bidirectional(List.of(Bidirectional.Mode.values()).get(random.nextInt(4)), cell());
      case 1 -> new GravesBidirectionalLSTM.Builder().nOut(units()).build();
      default -> cell();
    };
  }
}
