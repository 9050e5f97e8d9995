package io.github.dl4jpruning.examples.documentation;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * What the pages' text says a block is given, as values: a tiny network for pictures of 28 × 28,
 * and data for it, from the network before training to the pruned one. Each block has its own.
 */
final class Given {
  static final int EPOCHS = 4;
  private static final int BATCH = 8;
  private static final int BATCHES = 6;

  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("MultiLayerNetwork", MultiLayerNetwork.class),
          Map.entry("ComputationGraph", ComputationGraph.class),
          Map.entry("MultiLayerConfiguration", MultiLayerConfiguration.class),
          Map.entry("DataSetIterator", DataSetIterator.class),
          Map.entry("DataSet", DataSet.class),
          Map.entry("MultiDataSet", MultiDataSet.class),
          Map.entry("INDArray", INDArray.class),
          Map.entry("PruningRecipe", PruningRecipe.class),
          Map.entry("PruningListener", PruningListener.class),
          Map.entry("MaskStore", MaskStore.class),
          Map.entry("Path", Path.class));

  /** Types that only compile: no test starts a Spark context for a page. */
  private static final Map<String, String> SPARK =
      Map.of(
          "JavaSparkContext", "org.apache.spark.api.java.JavaSparkContext",
          "JavaRDD", "org.apache.spark.api.java.JavaRDD<org.nd4j.linalg.dataset.DataSet>",
          "SparkDl4jMultiLayer", "org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer");

  private final Map<String, Object> made = new HashMap<>();
  private final Map<String, Supplier<Object>> values = new HashMap<>();

  Given(Path folder) {
    values.put("epochs", () -> EPOCHS);
    values.put("stepsPerEpoch", () -> BATCHES);
    values.put("configuration", Given::configuration);
    values.put("net", Given::network);
    values.put("graph", Given::graph);
    values.put("trainingData", () -> iterator(BATCHES, 1));
    values.put("validation", () -> iterator(BATCHES, 2));
    values.put("test", () -> iterator(BATCHES, 3));
    values.put("trainingSet", () -> data(BATCHES * BATCH, 1));
    values.put("twoInputs", Given::twoInputs);
    values.put("examples", () -> data(BATCH, 4).getFeatures());
    values.put("recipe", () -> PruningRecipe.builder().sparsity(0.8).iterations(2, 8, 2).build());
    values.put("pruner", this::pruner);
    values.put("masks", () -> ((PruningListener) value("pruner")).masks());
    values.put("dense", () -> trained(Optional.empty()));
    values.put("pruned", () -> value("net"));
    values.put("folder", () -> folder);
  }

  static String qualified(String type) {
    return SPARK.getOrDefault(
        type, TYPES.containsKey(type) ? TYPES.get(type).getCanonicalName() : type);
  }

  /** A value for each variable; empty if the block needs a cluster. */
  Optional<Map<String, Object>> of(Block block) {
    Map<String, Object> given = new TreeMap<>();
    for (Map.Entry<String, String> variable : block.variables().entrySet()) {
      if (SPARK.containsKey(variable.getValue())) {
        return Optional.empty();
      }
      given.put(variable.getKey(), value(variable.getKey()));
    }
    return Optional.of(given);
  }

  Object value(String name) {
    Object known = made.get(name);
    if (known == null) {
      known = values.get(name).get();
      made.put(name, known);
    }
    return known;
  }

  /** The listener of {@code net}, which it has pruned for an epoch: a filter and neurons. */
  private PruningListener pruner() {
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(0.5)
                .granularity(Granularity.structure())
                .allocation(Allocation.uniform())
                .iterations(1, BATCHES - 1, 2)
                .build());
    MultiLayerNetwork net = (MultiLayerNetwork) value("net");
    net.addListeners(pruner);
    net.fit(iterator(BATCHES, 1));
    return pruner;
  }

  private static MultiLayerNetwork trained(Optional<PruningListener> listener) {
    MultiLayerNetwork net = network();
    listener.ifPresent(net::addListeners);
    net.fit(iterator(BATCHES, 1));
    return net;
  }

  static MultiLayerConfiguration configuration() {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .updater(new Adam(0.01))
        .activation(Activation.RELU)
        .list()
        .layer(new ConvolutionLayer.Builder(5, 5).stride(5, 5).nOut(4).name("conv1").build())
        .layer(new DenseLayer.Builder().nOut(8).name("dense").build())
        .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).name("out").build())
        .setInputType(InputType.convolutionalFlat(28, 28, 1))
        .build();
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork net = new MultiLayerNetwork(configuration());
    net.init();
    return net;
  }

  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("a", "b")
                .addVertex("both", new MergeVertex(), "a", "b")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nIn(5).nOut(3).activation(Activation.SOFTMAX).build(),
                    "both")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  static DataSetIterator iterator(int batches, long seed) {
    return new ListDataSetIterator<>(data(batches * BATCH, seed).asList(), BATCH);
  }

  static DataSet data(int examples, long seed) {
    INDArray labels = Nd4j.zeros(examples, 3);
    for (int i = 0; i < examples; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    return new DataSet(random(seed, examples, 784), labels);
  }

  private static INDArray random(long seed, long... shape) {
    return Nd4j.rand(Nd4j.getRandomFactory().getNewRandomInstance(seed), shape);
  }

  private static MultiDataSet twoInputs() {
    INDArray labels = data(BATCHES * BATCH, 1).getLabels();
    return new MultiDataSet(
        new INDArray[] {random(5, BATCHES * BATCH, 3), random(6, BATCHES * BATCH, 2)},
        new INDArray[] {labels});
  }
}
