package io.github.dl4jpruning;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A tiny network for every layer of DL4J that has weights, with data to train it. */
@SuppressWarnings("deprecation") // users still have networks with Graves LSTMs
public final class LayerZoo {
  private LayerZoo() {}

  /** One network and a minibatch for it. */
  public record Exhibit(Model net, INDArray features, INDArray labels) {
    public void fit() {
      if (net instanceof MultiLayerNetwork mln) {
        mln.fit(features, labels);
      } else {
        ((ComputationGraph) net).fit(new INDArray[] {features}, new INDArray[] {labels});
      }
    }

    public INDArray output() {
      return net instanceof MultiLayerNetwork mln
          ? mln.output(features)
          : ((ComputationGraph) net).outputSingle(features);
    }
  }

  private static final InputType IMAGE = InputType.convolutional(6, 6, 2);
  private static final InputType VOLUME =
      InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 4, 4, 4, 2);
  private static final InputType SERIES = InputType.recurrent(3, 5);
  private static final InputType VECTOR = InputType.feedForward(4);

  /** By name; each call of a supplier makes a new network. */
  public static Map<String, Supplier<Exhibit>> exhibits() {
    Map<String, Supplier<Exhibit>> zoo = new LinkedHashMap<>();
    zoo.put("dense", () -> vector(dense(), output()));
    zoo.put(
        "dense with layer norm",
        () -> vector(new DenseLayer.Builder().nOut(6).hasLayerNorm(true).build(), output()));
    zoo.put("dense without bias", () -> vector(noBias(), output()));
    zoo.put("elementwise", () -> vector(elementwise(), output()));
    zoo.put("batch norm", () -> vector(dense(), new BatchNormalization(), output()));
    zoo.put(
        "prelu", () -> vector(dense(), new PReLULayer.Builder().inputShape(6).build(), output()));
    zoo.put("autoencoder", () -> vector(new AutoEncoder.Builder().nOut(6).build(), output()));
    zoo.put("variational", () -> vector(variational(), output()));
    zoo.put("center loss", () -> vector(dense(), centerLoss()));
    zoo.put("frozen", () -> vector(new FrozenLayer(dense()), dense(), output()));
    zoo.put(
        "frozen with backprop",
        () -> vector(new FrozenLayerWithBackprop(dense()), dense(), output()));
    zoo.put("embedding", LayerZoo::embedding);
    zoo.put("embedding sequence", LayerZoo::embeddingSequence);

    zoo.put("conv2d", () -> image(new ConvolutionLayer.Builder(3, 3).nOut(5).build(), output()));
    zoo.put("deconv2d", () -> image(new Deconvolution2D.Builder(2, 2).nOut(5).build(), output()));
    zoo.put("depthwise", () -> image(depthwise(), output()));
    zoo.put("separable", () -> image(separable(), output()));
    zoo.put(
        "locally connected 2d",
        () -> image(new LocallyConnected2D.Builder().kernelSize(3, 3).nOut(3).build(), output()));
    zoo.put("conv3d", () -> volume(new Convolution3D.Builder(2, 2, 2).nOut(3).build(), output()));
    zoo.put("deconv3d", () -> volume(deconv3d(), output()));

    zoo.put("conv1d", () -> series(new Convolution1DLayer.Builder(2).nOut(4).build(), pooled()));
    zoo.put(
        "locally connected 1d",
        () -> series(new LocallyConnected1D.Builder().kernelSize(2).nOut(3).build(), pooled()));
    zoo.put("lstm", () -> series(new LSTM.Builder().nOut(4).build(), rnnOutput()));
    zoo.put("graves lstm", () -> series(new GravesLSTM.Builder().nOut(4).build(), rnnOutput()));
    zoo.put(
        "graves bidirectional",
        () -> series(new GravesBidirectionalLSTM.Builder().nOut(4).build(), rnnOutput()));
    zoo.put("simple rnn", () -> series(new SimpleRnn.Builder().nOut(4).build(), rnnOutput()));
    zoo.put(
        "bidirectional",
        () -> series(new Bidirectional(new LSTM.Builder().nOut(3).build()), rnnOutput()));
    zoo.put(
        "last time step",
        () -> series(new LastTimeStep(new LSTM.Builder().nOut(4).build()), output()));
    zoo.put("time distributed", () -> series(new TimeDistributed(dense()), rnnOutput()));
    zoo.put(
        "self attention",
        () ->
            series(
                new SelfAttentionLayer.Builder()
                    .nHeads(2)
                    .headSize(2)
                    .nOut(4)
                    .projectInput(true)
                    .build(),
                pooled()));
    zoo.put("attention vertex", LayerZoo::attention);
    return zoo;
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build();
  }

  private static DenseLayer noBias() {
    return new DenseLayer.Builder().nOut(6).hasBias(false).build();
  }

  private static Layer elementwise() {
    return new ElementWiseMultiplicationLayer.Builder().nIn(4).nOut(4).build();
  }

  private static Layer variational() {
    return new VariationalAutoencoder.Builder()
        .nOut(3)
        .encoderLayerSizes(5)
        .decoderLayerSizes(5)
        .build();
  }

  private static Layer centerLoss() {
    return new CenterLossOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build();
  }

  private static Layer depthwise() {
    return new DepthwiseConvolution2D.Builder().kernelSize(3, 3).depthMultiplier(2).build();
  }

  private static Layer separable() {
    return new SeparableConvolution2D.Builder(3, 3).nOut(5).depthMultiplier(2).build();
  }

  private static Layer deconv3d() {
    return new Deconvolution3D.Builder().kernelSize(2, 2, 2).nOut(3).build();
  }

  private static Layer output() {
    return new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build();
  }

  private static Layer rnnOutput() {
    return new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build();
  }

  /** Stands for global pooling and an output layer. */
  private static Layer pooled() {
    return null;
  }

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .updater(new Adam(0.01))
        .l2(1e-3)
        .activation(Activation.TANH);
  }

  private static MultiLayerNetwork net(InputType type, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = builder().list();
    for (Layer layer : layers) {
      if (layer == null) {
        list.layer(new GlobalPoolingLayer()).layer(output());
      } else {
        list.layer(layer);
      }
    }
    if (type != null) {
      list.setInputType(type);
    }
    MultiLayerNetwork net = new MultiLayerNetwork(list.build());
    net.init();
    return net;
  }

  private static Exhibit vector(Layer... layers) {
    return new Exhibit(net(VECTOR, layers), random(8, 4), labels());
  }

  private static Exhibit image(Layer... layers) {
    return new Exhibit(net(IMAGE, layers), random(8, 2, 6, 6), labels());
  }

  private static Exhibit volume(Layer... layers) {
    return new Exhibit(net(VOLUME, layers), random(8, 2, 4, 4, 4), labels());
  }

  private static Exhibit series(Layer... layers) {
    Layer last = layers[layers.length - 1];
    return new Exhibit(
        net(SERIES, layers),
        random(8, 3, 5),
        last instanceof RnnOutputLayer ? seriesLabels() : labels());
  }

  private static Exhibit embedding() {
    MultiLayerNetwork net =
        net(
            InputType.feedForward(7),
            new EmbeddingLayer.Builder().nIn(7).nOut(4).build(),
            output());
    return new Exhibit(net, Nd4j.createFromArray(new float[][] {{0}, {6}, {3}, {1}}), four());
  }

  private static Exhibit embeddingSequence() {
    MultiLayerNetwork net =
        net(
            null,
            new EmbeddingSequenceLayer.Builder().nIn(7).nOut(4).inputLength(3).build(),
            new GlobalPoolingLayer(),
            new OutputLayer.Builder().nIn(4).nOut(2).activation(Activation.SOFTMAX).build());
    return new Exhibit(
        net,
        Nd4j.createFromArray(new float[][] {{0, 1, 2}, {6, 5, 4}, {3, 3, 0}, {1, 2, 6}})
            .reshape(4, 1, 3),
        four());
  }

  private static Exhibit attention() {
    ComputationGraph net =
        new ComputationGraph(
            builder()
                .graphBuilder()
                .addInputs("in")
                .addVertex(
                    "attention",
                    new AttentionVertex.Builder()
                        .nHeads(2)
                        .headSize(2)
                        .nInKeys(3)
                        .nInQueries(3)
                        .nInValues(3)
                        .nOut(4)
                        .projectInput(true)
                        .build(),
                    "in",
                    "in",
                    "in")
                .addLayer("pool", new GlobalPoolingLayer(), "attention")
                .addLayer("out", output(), "pool")
                .setInputTypes(SERIES)
                .setOutputs("out")
                .build());
    net.init();
    return new Exhibit(net, random(8, 3, 5), labels());
  }

  private static INDArray random(long... shape) {
    Nd4j.getRandom().setSeed(5);
    return Nd4j.rand(DataType.FLOAT, shape).subi(0.5);
  }

  private static INDArray four() {
    return Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}});
  }

  private static INDArray labels() {
    return Nd4j.concat(0, four(), four());
  }

  private static INDArray seriesLabels() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 8, 2, 5);
    for (int i = 0; i < 8; i++) {
      for (int t = 0; t < 5; t++) {
        labels.putScalar(new int[] {i, (i + t) % 2, t}, 1);
      }
    }
    return labels;
  }
}
