package io.github.dl4jpruning.compact;

import static io.github.dl4jpruning.compact.OrdinaryNetworks.conv;
import static io.github.dl4jpruning.compact.OrdinaryNetworks.dense;
import static io.github.dl4jpruning.compact.OrdinaryNetworks.graph;
import static io.github.dl4jpruning.compact.OrdinaryNetworks.lstm;
import static io.github.dl4jpruning.compact.OrdinaryNetworks.out;
import static io.github.dl4jpruning.compact.OrdinaryNetworks.pool;
import static io.github.dl4jpruning.compact.OrdinaryNetworks.rnnOut;

import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.Activation;

/** Graphs as people build them, whose configuration does not tell the size of their input. */
final class OrdinaryGraphs {
  private OrdinaryGraphs() {}

  static void into(Map<String, Supplier<Model>> nets) {
    InputType five = InputType.feedForward(5);
    InputType four = InputType.feedForward(4);
    nets.put(
        "two vectors merged",
        () ->
            graph(
                OrdinaryNetworks.builder()
                    .graphBuilder()
                    .addInputs("a", "b")
                    .setInputTypes(five, four)
                    .addVertex("m", new MergeVertex(), "a", "b")
                    .addLayer("d", dense(), "m")
                    .addLayer("out", out(), "d")));
    nets.put(
        "two vectors into one layer",
        () ->
            graph(
                OrdinaryNetworks.builder()
                    .graphBuilder()
                    .addInputs("a", "b")
                    .setInputTypes(five, four)
                    .addLayer("d", dense(), "a", "b")
                    .addLayer("out", out(), "d")));
    nets.put(
        "two vectors stacked",
        () ->
            graph(
                OrdinaryNetworks.builder()
                    .graphBuilder()
                    .addInputs("a", "b")
                    .setInputTypes(five, five)
                    .addVertex("s", new StackVertex(), "a", "b")
                    .addLayer("d", dense(), "s")
                    .addVertex("u", new UnstackVertex(0, 2), "d")
                    .addVertex("v", new UnstackVertex(1, 2), "d")
                    .addLayer("out", out(), "u", "v")));
    nets.put(
        "encoder and decoder",
        () ->
            graph(
                OrdinaryNetworks.builder()
                    .graphBuilder()
                    .addInputs("in", "dec")
                    .setInputTypes(InputType.recurrent(14), InputType.recurrent(14))
                    .addLayer("encoder", lstm(8), "in")
                    .addVertex("last", new LastTimeStepVertex("in"), "encoder")
                    .addVertex("dup", new DuplicateToTimeSeriesVertex("dec"), "last")
                    .addLayer("decoder", lstm(8), "dec", "dup")
                    .addLayer("out", rnnOut(), "decoder")));
    nets.put(
        "image and vector",
        () ->
            graph(
                OrdinaryNetworks.builder()
                    .graphBuilder()
                    .addInputs("image", "vector")
                    .setInputTypes(InputType.convolutional(9, 13, 2), four)
                    .addLayer("c", conv(3, 6), "image")
                    .addLayer("flat", dense(), "c")
                    .addVertex("m", new MergeVertex(), "flat", "vector")
                    .addLayer("d", dense(), "m")
                    .addLayer("out", out(), "d")));
    nets.put(
        "image and vector, pooling",
        () ->
            graph(
                OrdinaryNetworks.builder()
                    .graphBuilder()
                    .addInputs("image", "vector")
                    .setInputTypes(InputType.convolutional(9, 9, 2), four)
                    .addLayer("c", conv(5, 6), "image")
                    .addLayer("pool", pool(PoolingType.AVG), "c")
                    .addVertex("m", new MergeVertex(), "pool", "vector")
                    .addLayer("d", dense(), "m")
                    .addLayer("out", out(), "d")));
    nets.put(
        "two images of two sizes",
        () ->
            graph(
                OrdinaryNetworks.builder()
                    .graphBuilder()
                    .addInputs("a", "b")
                    .setInputTypes(
                        InputType.convolutional(9, 9, 2), InputType.convolutional(6, 5, 1))
                    .addLayer("c", conv(3, 6), "a")
                    .addLayer("flat", dense(), "c")
                    .addLayer("e", conv(2, 4), "b")
                    .addLayer("flat2", dense(), "e")
                    .addVertex("m", new MergeVertex(), "flat", "flat2")
                    .addLayer("out", out(), "m")));
    nets.put(
        "vector unfolded to an image",
        () ->
            graph(
                OrdinaryNetworks.builder()
                    .graphBuilder()
                    .addInputs("a")
                    .addLayer(
                        "c",
                        new ConvolutionLayer.Builder(2, 2).nIn(3).nOut(5).build(),
                        new FeedForwardToCnnPreProcessor(4, 6, 3),
                        "a")
                    .addLayer("pool", pool(PoolingType.AVG), "c")
                    .addLayer(
                        "out",
                        new OutputLayer.Builder()
                            .nIn(5)
                            .nOut(3)
                            .activation(Activation.SOFTMAX)
                            .build(),
                        "pool")));
  }
}
