package io.github.dl4jpruning.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onnx.Onnx.ModelProto;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What options change, and what is refused, word for word. */
class OnnxOptionsTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("net.onnx");
  }

  private static MultiLayerNetwork net(InputType type, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(3).activation(Activation.TANH).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork net = new MultiLayerNetwork(list.setInputType(type).build());
    net.init();
    return net;
  }

  private static MultiLayerNetwork image(InputType type) {
    return net(type, new ConvolutionLayer.Builder(3, 3).nOut(4).build(), softmax());
  }

  private static Layer softmax() {
    return new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build();
  }

  private static MultiLayerNetwork series() {
    return net(
        InputType.recurrent(3, 6),
        new LSTM.Builder().nOut(4).build(),
        new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build());
  }

  private void refused(String message, Model network, OnnxOptions options) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class, () -> OnnxExport.write(file(), network, options))
            .getMessage());
    assertFalse(Files.exists(file()));
  }

  @Test
  void write_defaults_namesAsInDl4j() throws IOException {
    Exported exported = OnnxExport.write(file(), series());

    assertEquals(List.of("input[batch, 3, time]"), exported.inputs());
    assertEquals(List.of("1[batch, 2, time]"), exported.outputs());
    assertEquals(Files.size(file()), exported.bytes());
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file()));
    List<String> weights =
        model.getGraph().getInitializerList().stream().map(each -> each.getName()).toList();
    assertTrue(weights.containsAll(List.of("0_W", "0_RW", "0_b", "1_W", "1_b")), weights::toString);
  }

  @Test
  void write_graph_namesAsInDl4j() throws IOException {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("pixels")
                .addLayer("hidden", new DenseLayer.Builder().nIn(4).nOut(3).build(), "pixels")
                .addLayer("classes", new OutputLayer.Builder().nIn(3).nOut(2).build(), "hidden")
                .addLayer("again", new OutputLayer.Builder().nIn(3).nOut(4).build(), "hidden")
                .setOutputs("again", "classes")
                .setInputTypes(InputType.feedForward(4))
                .build());
    graph.init();

    Exported exported = OnnxExport.write(file(), graph);

    assertEquals(List.of("pixels[batch, 4]"), exported.inputs());
    assertEquals(List.of("again[batch, 4]", "classes[batch, 2]"), exported.outputs());
  }

  @Test
  void write_fixedSizes_haveNoNames() throws IOException {
    Exported exported =
        OnnxExport.write(
            file(),
            series(),
            OnnxOptions.builder()
                .inputTypes(InputType.recurrent(3, 6))
                .batch(2)
                .fixedTime()
                .build());

    assertEquals(List.of("input[2, 3, 6]"), exported.inputs());
    assertEquals(List.of("1[2, 2, 6]"), exported.outputs());
  }

  @Test
  void write_otherNames_answersUnderThem() throws IOException {
    MultiLayerNetwork net = image(InputType.convolutional(6, 6, 1));
    OnnxOptions options =
        OnnxOptions.builder()
            .inputTypes(InputType.convolutional(6, 6, 1))
            .name("input", "image")
            .name("1", "scores")
            .build();

    Exported exported = OnnxExport.write(file(), net, options);

    assertEquals(List.of("image[batch, 1, 6, 6]"), exported.inputs());
    assertEquals(List.of("scores[batch, 2]"), exported.outputs());
    try (OnnxRun run = new OnnxRun(file())) {
      assertTrue(run.gap(net, Nd4j.rand(DataType.FLOAT, 3, 1, 6, 6)) <= OnnxRun.TOLERANCE);
    }
  }

  @Test
  void write_imageAsRow_answersAsDl4j() throws IOException {
    InputType type = InputType.convolutional(6, 7, 2);
    MultiLayerNetwork net = image(type);
    OnnxOptions options = OnnxOptions.builder().inputTypes(type).images(ImageForm.FLAT).build();

    Exported exported = OnnxExport.write(file(), net, options);

    assertEquals(List.of("input[batch, 84]"), exported.inputs());
    INDArray images = Nd4j.rand(DataType.FLOAT, 3, 2, 6, 7);
    try (OnnxRun run = new OnnxRun(file())) {
      List<float[]> actual = run.run(images.reshape(3, 84));
      assertTrue(OnnxRun.gap(List.of(net.output(images)), actual) <= OnnxRun.TOLERANCE);
    }
  }

  @Test
  void write_rowAsImage_answersAsDl4j() throws IOException {
    MultiLayerNetwork net = image(InputType.convolutionalFlat(6, 7, 2));

    Exported exported =
        OnnxExport.write(file(), net, OnnxOptions.builder().images(ImageForm.IMAGE).build());

    assertEquals(List.of("input[batch, 2, 6, 7]"), exported.inputs());
    INDArray rows = Nd4j.rand(DataType.FLOAT, 3, 84);
    try (OnnxRun run = new OnnxRun(file())) {
      List<float[]> actual = run.run(rows.reshape(3, 2, 6, 7));
      assertTrue(OnnxRun.gap(List.of(net.output(rows)), actual) <= OnnxRun.TOLERANCE);
    }
  }

  @Test
  void write_logits_softmaxOfThemIsTheAnswer() throws IOException {
    MultiLayerNetwork net = series();

    OnnxExport.write(file(), net, OnnxOptions.builder().logits().build());

    INDArray inputs = Nd4j.rand(DataType.FLOAT, 3, 3, 5);
    try (OnnxRun run = new OnnxRun(file())) {
      INDArray logits = Nd4j.createFromArray(run.run(inputs).get(0)).reshape(3, 2, 5);
      INDArray exp = org.nd4j.linalg.ops.transforms.Transforms.exp(logits, true);
      INDArray softmax = exp.div(exp.sum(true, 1).broadcast(3, 2, 5));
      assertTrue(softmax.equalsWithEps(net.output(inputs), 1e-5));
    }
  }

  @Test
  void write_sparseWeights_smallerAndTheSame() throws IOException {
    MultiLayerNetwork net =
        net(InputType.feedForward(100), new DenseLayer.Builder().nOut(100).build(), softmax());
    Pruner.prune(net, PruningRecipe.oneShot(0.95));

    long dense = OnnxExport.write(file(), net).bytes();
    long sparse =
        OnnxExport.write(file(), net, OnnxOptions.builder().sparseWeights().build()).bytes();

    assertTrue(sparse < 0.25 * dense, sparse + " of " + dense);
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file()));
    assertEquals("0_W", model.getGraph().getSparseInitializer(0).getValues().getName());
    try (OnnxRun run = new OnnxRun(file())) {
      assertTrue(run.gap(net, Nd4j.rand(DataType.FLOAT, 3, 100)) <= OnnxRun.TOLERANCE);
    }
  }

  @Test
  void write_any_notesFactsRecipeAndCard() throws IOException {
    MultiLayerNetwork net =
        net(InputType.feedForward(10), new DenseLayer.Builder().nOut(10).build(), softmax());
    PruningRecipe recipe = PruningRecipe.oneShot(0.5);
    Pruner.prune(net, recipe);

    OnnxOptions options =
        OnnxOptions.builder()
            .recipe(recipe)
            .metadata("data", "digits")
            .card("{\"title\": \"Digits\"}")
            .build();
    Map<String, String> noted = OnnxExport.write(file(), net, options).metadata();

    Map<String, String> read = new TreeMap<>();
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file()));
    model.getMetadataPropsList().forEach(each -> read.put(each.getKey(), each.getValue()));
    assertEquals(read, noted);
    assertEquals("132", noted.get("parameters"));
    assertEquals("60", noted.get("weights.nonzero"));
    assertEquals("0.5", noted.get("weights.sparsity"));
    assertEquals("{\"title\": \"Digits\"}", noted.get("pruning.model_card"));
    assertEquals("digits", noted.get("data"));
    assertEquals(recipe.toString(), noted.get("pruning.recipe"));
    assertEquals("1.0.0-M2.1", noted.get("deeplearning4j.version"));
  }

  @Test
  void opset_outOfRange_isRefused() {
    assertEquals(
        "The opset must be 13 to 26, not 12: before, softmax took all axes for one",
        assertThrows(IllegalArgumentException.class, () -> OnnxOptions.builder().opset(12).build())
            .getMessage());
    assertEquals(
        "The opset must be 13 to 26, not 27",
        assertThrows(IllegalArgumentException.class, () -> OnnxOptions.builder().opset(27).build())
            .getMessage());
  }

  @Test
  void write_layerOfAUsersOwn_isRefused() {
    refused(
        "VariationalAutoencoder (layer0) can't be part of a program: there is no rule for its kind",
        LayerZoo.exhibits().get("variational").get().net(),
        OnnxOptions.builder().inputTypes(InputType.feedForward(4)).build());
  }

  /** A function of a user's own, of which nothing is known. */
  static final class Own extends ActivationReLU {
    private static final long serialVersionUID = 1;
  }

  @Test
  void write_activationWithoutAForm_isRefused() {
    refused(
        "ActivationLayer (layer0) can't be part of a program: it has no rule for the activation Own",
        net(InputType.feedForward(4), new ActivationLayer(new Own()), softmax()),
        OnnxOptions.builder().inputTypes(InputType.feedForward(4)).build());
  }

  @Test
  void write_logitsOfWhatHasNone_isRefused() {
    refused(
        "Output 1 can't be written as logits: it does not end with a softmax or sigmoid of its own."
            + " Leave logits() out",
        net(
            InputType.feedForward(4),
            new DenseLayer.Builder().nOut(3).build(),
            new LossLayer.Builder(LossFunction.MSE).activation(Activation.TANH).build()),
        OnnxOptions.builder().logits().build());
  }

  @Test
  void write_optionsThatDoNotFit_areRefused() {
    refused(
        "There is no input or output x to rename: the network has the inputs [input] and the"
            + " outputs [1]",
        series(),
        OnnxOptions.builder().name("x", "y").build());
    refused(
        "Two tensors of the ONNX file would be named y: rename one with name(...)",
        series(),
        OnnxOptions.builder().name("input", "y").name("1", "y").build());
    refused(
        "No input can be taken as ImageForm.FLAT: the network takes"
            + " [InputTypeRecurrent(3,format=NCW)]",
        series(),
        OnnxOptions.builder().images(ImageForm.FLAT).build());
    refused(
        "The network can't take lengths of series: no layer looks at them, or it loses track of"
            + " where they end. Leave lengths() out",
        series(),
        OnnxOptions.builder().lengths().build());
    refused(
        "The metadata has its own parameters: give yours another key",
        series(),
        OnnxOptions.builder().metadata("parameters", "many").build());
  }

  @Test
  void write_networkInDoublePrecision_isRounded() throws IOException {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(3).build())
                .layer(new OutputLayer.Builder().nIn(3).nOut(2).build())
                .build());
    net.init();
    OnnxExport.write(file(), net);
    try (OnnxRun run = new OnnxRun(file())) {
      assertTrue(run.gap(net, Nd4j.rand(DataType.DOUBLE, 3, 4)) <= OnnxRun.TOLERANCE);
    }
    assertEquals(DataType.DOUBLE, PrunableModel.of(net).dataType());
  }
}
