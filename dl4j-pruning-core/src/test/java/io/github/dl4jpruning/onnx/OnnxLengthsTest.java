package io.github.dl4jpruning.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Lengths do what DL4J's masks of features do. */
class OnnxLengthsTest {
  private static final long[] STEPS = {6, 1, 4, 5, 2};

  @TempDir Path folder;

  private static Layer output() {
    return new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build();
  }

  static Stream<List<Layer>> networks() {
    LSTM lstm = new LSTM.Builder().nOut(4).build();
    SimpleRnn rnn = new SimpleRnn.Builder().nOut(4).build();
    SimpleRnn cubes = new SimpleRnn.Builder().nOut(4).activation(Activation.CUBE).build();
    return Stream.of(
        List.of(rnn, new GlobalPoolingLayer(PoolingType.AVG), output()),
        List.of(rnn, new GlobalPoolingLayer(PoolingType.MAX), output()),
        List.of(rnn, new GlobalPoolingLayer(PoolingType.SUM), output()),
        List.of(rnn, new GlobalPoolingLayer(PoolingType.PNORM), output()),
        List.of(new LastTimeStep(lstm), output()),
        List.of(
            new SelfAttentionLayer.Builder()
                .nHeads(2)
                .headSize(2)
                .nOut(4)
                .projectInput(true)
                .build(),
            new GlobalPoolingLayer(PoolingType.SUM),
            output()),
        List.of(new MaskLayer(), rnn, new RnnOutputLayer.Builder().nOut(2).build()),
        List.of(new Bidirectional(rnn), new RnnOutputLayer.Builder().nOut(2).build()),
        List.of(cubes, new RnnOutputLayer.Builder().nOut(2).build()),
        List.of(new Bidirectional(cubes), new RnnOutputLayer.Builder().nOut(2).build()),
        List.of(new Bidirectional(new LastTimeStep(rnn)), output()),
        List.of(lstm, new LastTimeStep(rnn), output()));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void write_lengths_answersAsDl4jWithMasks(List<Layer> layers) throws IOException {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(3).activation(Activation.TANH).list();
    layers.forEach(layer -> list.layer(layer.clone()));
    MultiLayerNetwork net =
        new MultiLayerNetwork(list.setInputType(InputType.recurrent(3, 6)).build());
    net.init();
    Path file = folder.resolve("net.onnx");
    OnnxOptions options =
        OnnxOptions.builder().inputTypes(InputType.recurrent(3, 6)).lengths().build();
    Exported exported = OnnxExport.write(file, net, options);
    assertEquals(List.of("input[batch, 3, time]", "input_lengths[batch]"), exported.inputs());

    INDArray features = Nd4j.rand(DataType.FLOAT, STEPS.length, 3, 6).subi(0.5);
    INDArray mask = Nd4j.zeros(DataType.FLOAT, STEPS.length, 6);
    for (int i = 0; i < STEPS.length; i++) {
      for (int t = 0; t < STEPS[i]; t++) {
        mask.putScalar(i, t, 1);
      }
    }
    List<INDArray> expected = List.of(net.output(features.dup(), false, mask, null));
    try (OnnxRun run = new OnnxRun(file)) {
      List<float[]> actual = run.run(Map.of("input", features), Map.of("input_lengths", STEPS));
      double gap = OnnxRun.gap(expected, actual);
      assertTrue(gap <= OnnxRun.TOLERANCE, layers + ": " + gap);
    }
  }
}
