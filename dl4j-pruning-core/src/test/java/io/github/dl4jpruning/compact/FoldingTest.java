package io.github.dl4jpruning.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks with fewer layers, that compute the same. */
class FoldingTest {
  private static final InputType IMAGE = InputType.convolutional(6, 7, 2);

  private static Layer norm() {
    return new BatchNormalization();
  }

  private static ConvolutionLayer conv() {
    return new ConvolutionLayer.Builder(3, 3).nOut(4).build();
  }

  private static Layer relu() {
    return new ActivationLayer(Activation.RELU);
  }

  private static NeuralNetConfiguration.Builder builder(DataType type) {
    return new NeuralNetConfiguration.Builder()
        .seed(5)
        .dataType(type)
        .activation(Activation.IDENTITY);
  }

  private static MultiLayerNetwork net(DataType type, InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = builder(type).list();
    for (Layer layer : layers) {
      list.layer(layer.clone());
    }
    list.layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());
    MultiLayerNetwork net = new MultiLayerNetwork(list.setInputType(input).build());
    net.init();
    RandomNetworks.randomize(net, new SplittableRandom(4));
    return net;
  }

  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of(IMAGE, conv()),
        Arguments.of(IMAGE, new ConvolutionLayer.Builder(3, 3).nOut(4).hasBias(false).build()),
        Arguments.of(IMAGE, new Deconvolution2D.Builder(2, 3).nOut(5).build()),
        Arguments.of(
            IMAGE,
            new DepthwiseConvolution2D.Builder().kernelSize(3, 2).depthMultiplier(2).build()),
        Arguments.of(
            IMAGE, new SeparableConvolution2D.Builder(3, 2).nOut(5).depthMultiplier(2).build()),
        Arguments.of(InputType.feedForward(5), new DenseLayer.Builder().nOut(4).build()),
        Arguments.of(
            InputType.feedForward(5), new DenseLayer.Builder().nOut(4).hasBias(false).build()));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void fold_everyLayer_computesTheSame(InputType input, Layer layer) {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      for (Layer norm :
          List.of(
              norm(),
              new BatchNormalization.Builder().useLogStd(true).build(),
              new BatchNormalization.Builder().lockGammaBeta(true).gamma(2).beta(-1).build())) {
        MultiLayerNetwork net = net(type, input, layer, norm, relu(), new DropoutLayer(0.5));

        Folded<MultiLayerNetwork> folded = Folding.fold(net, input);

        assertEquals(
            List.of("layer3 (DropoutLayer)", "layer1 (BatchNormalization) into layer0"),
            folded.gone());
        assertEquals(List.of(), folded.left());
        assertEquals(3, folded.network().getLayers().length);
        assertEquals(4, folded.difference().examples());
        assertTrue(folded.difference().isWithinTolerance(), folded.difference()::toString);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void fold_graph_computesTheSame(DataType type) {
    ComputationGraphConfiguration configuration =
        builder(type)
            .graphBuilder()
            .addInputs("in")
            .addLayer("conv1", conv(), "in")
            .addLayer("bn1", norm(), "conv1")
            .addLayer("relu1", relu(), "bn1")
            .addLayer("drop", new DropoutLayer(0.3), "relu1")
            .addLayer("conv2", new ConvolutionLayer.Builder(1, 1).nOut(4).build(), "drop")
            .addLayer("bn2", norm(), "conv2")
            .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "bn2", "relu1")
            .addLayer(
                "out",
                new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                "sum")
            .setOutputs("out")
            .setInputTypes(IMAGE)
            .build();
    ComputationGraph net = new ComputationGraph(configuration);
    net.init();
    RandomNetworks.randomize(net, new SplittableRandom(4));

    Folded<ComputationGraph> folded = Folding.fold(net, IMAGE);

    assertEquals(
        List.of(
            "drop (DropoutLayer)",
            "bn1 (BatchNormalization) into conv1",
            "bn2 (BatchNormalization) into conv2"),
        folded.gone());
    INDArray one = Nd4j.rand(type, 1, 2, 6, 7);
    assertTrue(net.outputSingle(one).equalsWithEps(folded.network().outputSingle(one), 1e-5));
  }

  @Test
  void fold_severalNormalisations_allGoIn() {
    MultiLayerNetwork net =
        net(DataType.DOUBLE, IMAGE, conv(), norm(), new DropoutLayer(0.5), norm());

    Folded<MultiLayerNetwork> folded = Folding.fold(net, IMAGE);

    assertEquals(2, folded.network().getLayers().length);
    assertEquals(3, folded.gone().size());
  }

  private static void left(String expected, Model network) {
    Folded<Model> folded = Folding.fold(network, IMAGE);
    assertEquals(List.of(expected), folded.left().stream().map(Object::toString).toList());
  }

  @Test
  void fold_whereItWouldBeWrong_isLeftWithTheReason() {
    left(
        "layer2 (BatchNormalization): layer1 (SubsamplingLayer) stands before it and can't take it"
            + " in",
        net(
            DataType.FLOAT,
            IMAGE,
            conv(),
            new SubsamplingLayer.Builder().kernelSize(2, 2).build(),
            norm()));
    left(
        "layer1 (BatchNormalization): layer0 (ConvolutionLayer) has the activation relu before it",
        net(
            DataType.FLOAT,
            IMAGE,
            new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build(),
            norm()));
    left(
        "layer0 (BatchNormalization): it reads the network's input",
        net(DataType.FLOAT, IMAGE, norm(), conv()));
    left(
        "layer1 (FrozenLayer): it is frozen, or of a kind of its own",
        net(DataType.FLOAT, IMAGE, conv(), new FrozenLayer(norm())));
    left(
        "layer1 (BatchNormalization): layer0 (FrozenLayer) stands before it and can't take it in",
        net(DataType.FLOAT, IMAGE, new FrozenLayer(conv()), norm()));
    left(
        "layer1 (BatchNormalization): layer0 (DenseLayer) normalises its sums itself",
        net(
            DataType.FLOAT,
            IMAGE,
            new DenseLayer.Builder().nOut(4).hasLayerNorm(true).build(),
            norm()));
  }

  @Test
  void fold_whatOthersReadToo_isLeftWithTheReason() {
    ComputationGraph net =
        new ComputationGraph(
            builder(DataType.FLOAT)
                .graphBuilder()
                .addInputs("in")
                .addLayer("conv", conv(), "in")
                .addLayer("bn", norm(), "conv")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "bn", "conv")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                    "sum")
                .setOutputs("out")
                .setInputTypes(IMAGE)
                .build());
    net.init();
    left("bn (BatchNormalization): conv (ConvolutionLayer) is read by others too", net);
  }

  @Test
  void fold_prunedNetwork_masksFollowAndZerosStay() {
    MultiLayerNetwork net =
        net(DataType.FLOAT, IMAGE, norm(), new DropoutLayer(0.5), conv(), norm());
    MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.6));

    Folded<MultiLayerNetwork> folded = Folding.fold(net, masks, Verification.random(), IMAGE);

    assertEquals(List.of("1_W", "2_W"), List.copyOf(folded.masks().masks().keySet()));
    assertEquals(masks.kept(), folded.masks().kept());
    PrunableModel small = PrunableModel.of(folded.network());
    float[] weights = small.flatParam(small.param("1_W")).toFloatVector();
    for (int i = 0; i < weights.length; i++) {
      if (!folded.masks().get("1_W").orElseThrow().isKept(i)) {
        assertEquals(0, Float.floatToRawIntBits(weights[i]));
      }
    }
  }

  /** Random blocks of which some can be folded; more with {@code -Drandom.networks=1500}. */
  @Test
  void fold_randomNetworks_provenAndEachLayerGoneOrLeft() {
    int networks = Integer.getInteger("random.networks", 20);
    for (int seed = 0; seed < networks; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Layer> layers = new ArrayList<>();
      int foldable = 0;
      int rest = 0;
      for (int block = 0; block < 2; block++) {
        boolean pooled = random.nextBoolean();
        boolean dropped = random.nextBoolean();
        layers.add(convolution(random));
        if (pooled) {
          layers.add(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(1, 1).build());
        }
        if (dropped) {
          layers.add(new DropoutLayer(0.5));
        }
        layers.add(norm());
        layers.add(relu());
        foldable += (pooled ? 0 : 1) + (dropped ? 1 : 0);
        rest += pooled ? 1 : 0;
      }
      DataType type = seed % 2 == 0 ? DataType.FLOAT : DataType.DOUBLE;

      Folded<Model> folded = Folding.fold(net(type, IMAGE, layers.toArray(Layer[]::new)), IMAGE);

      assertEquals(foldable, folded.gone().size(), "seed " + seed);
      assertEquals(rest, folded.left().size(), "seed " + seed);
    }
  }

  private static Layer convolution(SplittableRandom random) {
    boolean bias = random.nextBoolean();
    return switch (random.nextInt(4)) {
      case 0 -> new ConvolutionLayer.Builder(2, 2).nOut(4).hasBias(bias).build();
      case 1 -> new Deconvolution2D.Builder(2, 2).nOut(3).hasBias(bias).build();
      case 2 ->
          new DepthwiseConvolution2D.Builder()
              .kernelSize(2, 1)
              .depthMultiplier(2)
              .hasBias(bias)
              .build();
      default -> new SeparableConvolution2D.Builder(1, 2).nOut(5).hasBias(bias).build();
    };
  }

  @Test
  void fold_any_networkIsNotChanged() {
    MultiLayerNetwork net = net(DataType.FLOAT, IMAGE, conv(), norm(), new DropoutLayer(0.5));
    INDArray before = net.params().dup();
    String json = net.getLayerWiseConfigurations().toJson();

    Folded<MultiLayerNetwork> folded = Folding.fold(net, IMAGE);
    folded.network().params().addi(1);

    assertEquals(before, net.params());
    assertEquals(json, net.getLayerWiseConfigurations().toJson());
  }
}
