package io.github.dl4jpruning.compact;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Random graphs: additions, concatenations, subsets and the other vertices. */
final class RandomGraphs {
  /** A node, and how many channels it gives. */
  private record End(String name, int channels) {}

  private final SplittableRandom random;
  private final boolean deterministic;
  private final GraphBuilder graph;
  private final List<End> ends = new ArrayList<>();
  private final List<End> unread = new ArrayList<>();
  private int count;

  RandomGraphs(SplittableRandom random, DataType type, boolean deterministic) {
    this.random = random;
    this.deterministic = deterministic;
    this.graph = RandomNetworks.builder(random, type, deterministic).graphBuilder();
  }

  private Activation activation() {
    return RandomNetworks.activation(random, deterministic);
  }

  private int units() {
    return random.nextInt(2, 7);
  }

  private End any() {
    return ends.get(random.nextInt(ends.size()));
  }

  private End layer(Layer layer, int channels, End input) {
    String name = "n" + count++;
    graph.addLayer(name, layer, input.name());
    return added(name, channels, input.name());
  }

  private End vertex(GraphVertex vertex, int channels, String... inputs) {
    String name = "n" + count++;
    graph.addVertex(name, vertex, inputs);
    return added(name, channels, inputs);
  }

  private End added(String name, int channels, String... inputs) {
    End end = new End(name, channels);
    ends.add(end);
    unread.removeIf(other -> List.of(inputs).contains(other.name()));
    unread.add(end);
    return end;
  }

  /** All that nothing reads yet, side by side. */
  private End rest() {
    int channels = unread.stream().mapToInt(End::channels).sum();
    return unread.size() == 1
        ? unread.get(0)
        : vertex(
            new MergeVertex(), channels, unread.stream().map(End::name).toArray(String[]::new));
  }

  private RandomNetworks.Sample finish(InputType... types) {
    ComputationGraph net = new ComputationGraph(graph.setInputTypes(types).build());
    net.init();
    return new RandomNetworks.Sample(net, deterministic, List.of(types));
  }

  private static Layer output() {
    return new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
  }

  private End dense(End input, int units) {
    return layer(
        new DenseLayer.Builder().nOut(units).activation(activation()).build(), units, input);
  }

  private ElementWiseVertex elementWise() {
    ElementWiseVertex.Op[] ops = {
      ElementWiseVertex.Op.Add,
      ElementWiseVertex.Op.Subtract,
      ElementWiseVertex.Op.Product,
      ElementWiseVertex.Op.Average,
      ElementWiseVertex.Op.Max
    };
    return new ElementWiseVertex(ops[random.nextInt(ops.length)]);
  }

  private End common(End from) {
    return switch (random.nextInt(4)) {
      case 0 -> vertex(new ScaleVertex(0.7), from.channels(), from.name());
      case 1 -> vertex(new ShiftVertex(0.3), from.channels(), from.name());
      case 2 -> layer(new ActivationLayer(activation()), from.channels(), from);
      default -> layer(new BatchNormalization(), from.channels(), from);
    };
  }

  private End subset(End from) {
    int first = random.nextInt(from.channels());
    int last = random.nextInt(first, from.channels());
    return vertex(new SubsetVertex(first, last), last - first + 1, from.name());
  }

  RandomNetworks.Sample vectors() {
    graph.addInputs("a", "b");
    added("a", 3);
    added("b", 4);
    dense(any(), units());
    dense(any(), units());
    for (int i = random.nextInt(3, 9); i > 0; i--) {
      End from = any();
      switch (random.nextInt(10)) {
        case 0 -> {
          End other = dense(any(), from.channels());
          vertex(elementWise(), from.channels(), from.name(), other.name());
        }
        case 1 -> {
          End other = any();
          vertex(new MergeVertex(), from.channels() + other.channels(), from.name(), other.name());
        }
        case 2 -> subset(from);
        case 3 -> {
          End other = dense(any(), from.channels());
          End stack = vertex(new StackVertex(), from.channels(), from.name(), other.name());
          ends.remove(stack);
          End through = dense(stack, units());
          ends.remove(through);
          vertex(new UnstackVertex(random.nextInt(2), 2), through.channels(), through.name());
        }
        case 4 -> {
          if (random.nextInt(3) == 0) {
            vertex(new L2NormalizeVertex(), from.channels(), from.name());
          } else {
            common(from);
          }
        }
        case 5 -> {
          if (random.nextInt(3) == 0) {
            End other = dense(any(), from.channels());
            vertex(new L2Vertex(), 1, from.name(), other.name());
          }
        }
        case 6 -> {
          End flat = dense(from, 12);
          End image =
              vertex(
                  new PreprocessorVertex(new FeedForwardToCnnPreProcessor(2, 2, 3)),
                  3,
                  flat.name());
          ends.remove(image);
          End conv =
              layer(
                  new ConvolutionLayer.Builder(1, 2).nOut(4).activation(activation()).build(),
                  4,
                  image);
          ends.remove(conv);
          dense(conv, units());
        }
        case 7 -> common(from);
        default -> dense(from, units());
      }
    }
    End last = rest();
    graph.addLayer("out", output(), last.name());
    if (random.nextBoolean()) {
      graph.addLayer("out2", output(), any().name());
      graph.setOutputs("out", "out2");
    } else {
      graph.setOutputs("out");
    }
    return finish(InputType.feedForward(3), InputType.feedForward(4));
  }

  private End conv(End input, int channels) {
    int kernel = random.nextInt(1, 4);
    return layer(
        new ConvolutionLayer.Builder(kernel, kernel)
            .nOut(channels)
            .convolutionMode(ConvolutionMode.Same)
            .activation(activation())
            .build(),
        channels,
        input);
  }

  RandomNetworks.Sample images() {
    CNN2DFormat format = random.nextInt(3) == 0 ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
    graph.addInputs("in");
    End input = new End("in", 2);
    ends.add(conv(input, units()));
    for (int i = random.nextInt(3, 9); i > 0; i--) {
      End from = any();
      switch (random.nextInt(7)) {
        case 0, 1 -> {
          End other = conv(random.nextInt(4) == 0 ? input : any(), from.channels());
          vertex(elementWise(), from.channels(), from.name(), other.name());
        }
        case 2 -> {
          End other = any();
          vertex(new MergeVertex(), from.channels() + other.channels(), from.name(), other.name());
        }
        case 3 -> {
          if (format == CNN2DFormat.NCHW) {
            // DL4J counts the channels of longer ranges wrongly
            int channel = random.nextInt(from.channels());
            vertex(new SubsetVertex(channel, channel), 1, from.name());
          }
        }
        case 4 ->
            layer(
                new DepthwiseConvolution2D.Builder()
                    .kernelSize(2, 2)
                    .depthMultiplier(2)
                    .nIn(from.channels())
                    .nOut(2 * from.channels())
                    .convolutionMode(ConvolutionMode.Same)
                    .activation(activation())
                    .build(),
                2 * from.channels(),
                from);
        case 5 -> common(from);
        default -> conv(from, units());
      }
    }
    End last = rest();
    if (random.nextBoolean()) {
      last = layer(new GlobalPoolingLayer(), last.channels(), last);
    }
    graph.addLayer("out", output(), dense(last, units()).name()).setOutputs("out");
    return finish(InputType.convolutional(5, 6, 2, format));
  }

  RandomNetworks.Sample series() {
    graph.addInputs("in");
    added("in", 3);
    recurrent(any());
    for (int i = random.nextInt(2, 6); i > 0; i--) {
      End from = any();
      switch (random.nextInt(6)) {
        case 0 -> {
          End other = any();
          vertex(new MergeVertex(), from.channels() + other.channels(), from.name(), other.name());
        }
        case 1 -> vertex(new ReverseTimeSeriesVertex(), from.channels(), from.name());
        case 2 -> {
          End last = vertex(new LastTimeStepVertex("in"), from.channels(), from.name());
          ends.remove(last);
          vertex(new DuplicateToTimeSeriesVertex("in"), from.channels(), last.name());
        }
        case 3 -> {
          End other = any();
          int units = units();
          vertex(
              new AttentionVertex.Builder()
                  .nHeads(2)
                  .headSize(2)
                  .nInQueries(from.channels())
                  .nInKeys(other.channels())
                  .nInValues(other.channels())
                  .nOut(units)
                  .projectInput(true)
                  .build(),
              units,
              from.name(),
              other.name(),
              other.name());
        }
        case 4 -> subset(from);
        default -> recurrent(from);
      }
    }
    End last = rest();
    End vector = vertex(new LastTimeStepVertex("in"), last.channels(), last.name());
    graph.addLayer("out", output(), vector.name()).setOutputs("out");
    return finish(InputType.recurrent(3, 5));
  }

  private End recurrent(End from) {
    int units = units();
    return switch (random.nextInt(3)) {
      case 0 -> layer(new LSTM.Builder().nOut(units).build(), units, from);
      case 1 ->
          layer(
              new Bidirectional(
                  Bidirectional.Mode.CONCAT,
                  new SimpleRnn.Builder().nOut(units).activation(Activation.TANH).build()),
              2 * units,
              from);
      default ->
          layer(
              new SimpleRnn.Builder().nOut(units).activation(Activation.TANH).build(), units, from);
    };
  }
}
