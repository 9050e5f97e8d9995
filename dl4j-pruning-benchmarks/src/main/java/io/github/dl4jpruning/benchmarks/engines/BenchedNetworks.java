package io.github.dl4jpruning.benchmarks.engines;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageSource;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.examples.networks.Architecture;
import io.github.dl4jpruning.examples.networks.CifarNet;
import io.github.dl4jpruning.examples.networks.LeNet;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.schedule.FixedSchedule;

/**
 * Dense networks to prune and ask: three trained for one epoch if there is data, so that magnitudes
 * are those of training and the weights that go are spread as they are in real ones, and an LSTM
 * with random weights. Trained ones are kept in a folder.
 */
final class BenchedNetworks {
  private static final int BATCH = 64;

  private final Optional<Path> data;
  private final Path kept;

  BenchedNetworks(Optional<Path> data, Path kept) {
    this.data = data;
    this.kept = kept;
  }

  /**
   * A dense network and its input.
   *
   * @param architecture what was trained on images, or nothing
   */
  record Dense(MultiLayerNetwork network, InputType type, Optional<Architecture> architecture) {}

  Map<String, Dense> all() throws IOException {
    Map<String, Dense> all = new LinkedHashMap<>();
    InputType digits = InputType.feedForward(28 * 28);
    all.put("LeNet-300-100", ofImages(LeNet.LENET300, digits));
    all.put("LeNet-5", ofImages(LeNet.LENET5, InputType.convolutionalFlat(28, 28, 1)));
    InputType colour = InputType.convolutionalFlat(32, 32, 3);
    Dense cnn = ofImages(CifarNet.CNN, colour);
    all.put("CIFAR CNN", cnn);
    all.put(
        "CIFAR CNN, half its filters",
        new Dense(shrunk(cnn.network().clone(), colour), colour, cnn.architecture()));
    all.put(
        "LSTM 64 → 256, 40 steps",
        new Dense(lstm(), InputType.recurrent(64, 40), Optional.empty()));
    return all;
  }

  private Dense ofImages(Architecture architecture, InputType type) throws IOException {
    return new Dense(trained(architecture), type, Optional.of(architecture));
  }

  /** The first images of the test set, or nothing without data. */
  Optional<INDArray> testImages(Dense dense, int count) throws IOException {
    if (data.isEmpty() || dense.architecture().isEmpty()) {
      return Optional.empty();
    }
    ImageSet test = images(dense.architecture().get()).test();
    return Optional.of(test.first(count).sequential(count).next().getFeatures());
  }

  private TrainTest images(Architecture architecture) throws IOException {
    boolean colour = architecture instanceof CifarNet;
    ImageSource source = colour ? ImageSource.cifar10() : ImageSource.mnist();
    return source.load(data.orElseThrow().resolve(colour ? "cifar-10" : "mnist"));
  }

  private MultiLayerNetwork trained(Architecture architecture) throws IOException {
    MultiLayerNetwork network =
        (MultiLayerNetwork)
            architecture.create(
                new FixedSchedule(architecture.learningRate()), architecture.l2(), 1);
    if (data.isEmpty()) {
      return network;
    }
    Path file = kept.resolve(architecture + ".zip");
    if (Files.exists(file)) {
      return MultiLayerNetwork.load(file.toFile(), false);
    }
    network.fit(images(architecture).train().iterator(BATCH, 1));
    Files.createDirectories(kept);
    network.save(file.toFile(), false);
    return network;
  }

  private static MultiLayerNetwork shrunk(MultiLayerNetwork network, InputType type) {
    MaskStore masks =
        Pruner.prune(
            network,
            PruningRecipe.oneShot(0.5).toBuilder()
                .granularity(Granularity.filter())
                .allocation(Allocation.uniform())
                .build());
    return Compactor.apply(network, Compactor.plan(network, masks, type)).network();
  }

  private static MultiLayerNetwork lstm() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(
                    new LastTimeStep(
                        new LSTM.Builder().nOut(256).activation(Activation.TANH).build()))
                .layer(new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.recurrent(64, 40))
                .build());
    network.init();
    return network;
  }
}
