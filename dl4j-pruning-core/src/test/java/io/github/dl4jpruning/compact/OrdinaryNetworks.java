package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.Nets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;

/** Networks as people build them, whose configuration does not tell the size of their input. */
final class OrdinaryNetworks {
  private static final CNN2DFormat NHWC = CNN2DFormat.NHWC;

  private OrdinaryNetworks() {}

  static Map<String, Supplier<Model>> all() {
    Map<String, Supplier<Model>> nets = new LinkedHashMap<>();
    images(nets);
    series(nets);
    OrdinaryGraphs.into(nets);
    return nets;
  }

  private static void images(Map<String, Supplier<Model>> nets) {
    InputType image = InputType.convolutional(32, 32, 3);
    nets.put("global pooling", () -> net(image, conv(3, 8), pool(PoolingType.AVG), out()));
    nets.put(
        "strict",
        () -> {
          NeuralNetConfiguration.ListBuilder list =
              builder().convolutionMode(ConvolutionMode.Strict).list();
          list.layer(new ConvolutionLayer.Builder(5, 5).stride(3, 3).nOut(8).build());
          list.layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build());
          list.layer(new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(6).build());
          list.layer(pool(PoolingType.MAX)).layer(out());
          return init(list, InputType.convolutional(56, 56, 3));
        });
    nets.put(
        "nhwc",
        () ->
            net(
                InputType.convolutional(9, 9, 3, NHWC),
                new ConvolutionLayer.Builder(3, 3).nOut(6).dataFormat(NHWC).build(),
                pool(PoolingType.AVG),
                out()));
    nets.put(
        "depthwise, 1x1, pooling",
        () ->
            net(
                InputType.convolutional(8, 8, 3),
                new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).build(),
                conv(1, 6),
                pool(PoolingType.AVG),
                out()));
    nets.put(
        "not square", () -> net(InputType.convolutional(7, 12, 2), conv(3, 6), dense(), out()));
    nets.put(
        "not square, two blocks",
        () ->
            net(
                InputType.convolutional(30, 17, 2),
                conv(3, 6),
                new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
                conv(3, 5),
                new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
                dense(),
                out()));
    nets.put(
        "batch norm first", () -> net(image, new BatchNormalization(), conv(3, 6), dense(), out()));
    nets.put(
        "slopes of a fixed shape",
        () ->
            net(
                InputType.convolutional(9, 7, 2),
                conv(3, 6),
                new PReLULayer.Builder().inputShape(6, 7, 5).build(),
                pool(PoolingType.AVG),
                out()));
    nets.put(
        "locally connected",
        () ->
            net(
                InputType.convolutional(9, 7, 2),
                conv(3, 6),
                new LocallyConnected2D.Builder()
                    .kernelSize(2, 2)
                    .nOut(3)
                    .activation(Activation.TANH)
                    .build(),
                pool(PoolingType.AVG),
                out()));
    nets.put(
        "capsules",
        () ->
            net(
                InputType.convolutional(12, 12, 2),
                conv(3, 6),
                conv(1, 8),
                new PrimaryCapsules.Builder(4, 3).kernelSize(3, 3).stride(2, 2).build(),
                new CapsuleLayer.Builder(3, 4, 2).build(),
                new CapsuleStrengthLayer.Builder().build(),
                out()));
    Convolution3D.DataFormat last = Convolution3D.DataFormat.NDHWC;
    nets.put(
        "volume",
        () ->
            net(
                InputType.convolutional3D(last, 6, 5, 7, 2),
                new Convolution3D.Builder(3, 3, 3).nOut(6).dataFormat(last).build(),
                dense(),
                out()));
    nets.put(
        "volume, pooling",
        () ->
            net(
                InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 6, 5, 7, 2),
                new Convolution3D.Builder(3, 3, 3).nOut(6).build(),
                pool(PoolingType.AVG),
                out()));
  }

  private static void series(Map<String, Supplier<Model>> nets) {
    nets.put(
        "Conv1D",
        () ->
            net(
                InputType.recurrent(1, -1, RNNFormat.NCW),
                new Convolution1DLayer.Builder(3).nOut(4).build(),
                new Convolution1DLayer.Builder(3).nOut(2).build(),
                rnnOut()));
    nets.put(
        "LSTM, Conv1D of 6",
        () ->
            net(
                InputType.recurrent(3),
                lstm(5),
                new Convolution1DLayer.Builder(6).nOut(4).build(),
                rnnOut()));
    nets.put(
        "LSTM of no format",
        () -> {
          MultiLayerNetwork net =
              (MultiLayerNetwork) net(InputType.recurrent(3), lstm(5), lstm(4), rnnOut());
          for (int i = 0; i < 2; i++) {
            ((LSTM) net.getLayerWiseConfigurations().getConf(i).getLayer()).setRnnDataFormat(null);
          }
          return net;
        });
    nets.put(
        "TimeDistributed first",
        () -> net(InputType.recurrent(5), new TimeDistributed(dense()), lstm(6), rnnOut()));
    nets.put(
        "embeddings, Conv1D, pooling",
        () ->
            net(
                InputType.recurrent(1, 20),
                new EmbeddingSequenceLayer.Builder().nIn(9).nOut(6).build(),
                new Convolution1DLayer.Builder(3).nOut(4).build(),
                pool(PoolingType.MAX),
                out()));
    nets.put(
        "two directions, last step",
        () ->
            net(
                InputType.recurrent(3),
                new Bidirectional(Bidirectional.Mode.CONCAT, lstm(4)),
                new LastTimeStep(lstm(5)),
                out()));
  }

  static Model graph(GraphBuilder builder) {
    ComputationGraph net = new ComputationGraph(builder.setOutputs("out").build());
    net.init();
    return net;
  }

  static NeuralNetConfiguration.Builder builder() {
    return Nets.builder(b -> b.activation(Activation.TANH));
  }

  static Model net(InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = builder().list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return init(list, input);
  }

  private static Model init(NeuralNetConfiguration.ListBuilder list, InputType input) {
    MultiLayerNetwork net = new MultiLayerNetwork(list.setInputType(input).build());
    net.init();
    return net;
  }

  static Layer conv(int kernel, int filters) {
    return new ConvolutionLayer.Builder(kernel, kernel).nOut(filters).build();
  }

  static Layer pool(PoolingType type) {
    return new GlobalPoolingLayer(type);
  }

  static Layer dense() {
    return new DenseLayer.Builder().nOut(7).build();
  }

  static Layer lstm(int units) {
    return new LSTM.Builder().nOut(units).build();
  }

  static Layer out() {
    return new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
  }

  static Layer rnnOut() {
    return new RnnOutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
  }
}
