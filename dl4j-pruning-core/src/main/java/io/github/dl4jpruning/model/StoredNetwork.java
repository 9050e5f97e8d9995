package io.github.dl4jpruning.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.shade.jackson.databind.json.JsonMapper;

/** Networks in DL4J's own files, with the counters right. */
public final class StoredNetwork {
  private StoredNetwork() {}

  /**
   * A network's configuration with given counters, whatever DL4J has counted so far: inside a
   * listener its own counters have not moved on yet.
   *
   * @param model the network
   * @param iterations parameter updates done
   * @param epochs epochs done
   * @return DL4J's own JSON
   */
  public static String json(PrunableModel model, int iterations, int epochs) {
    if (model.network() instanceof MultiLayerNetwork mln) {
      int iterationsBefore = mln.getIterationCount();
      int epochsBefore = mln.getEpochCount();
      try {
        mln.setIterationCount(iterations);
        mln.setEpochCount(epochs);
        return mln.getLayerWiseConfigurations().toJson();
      } finally {
        mln.setIterationCount(iterationsBefore);
        mln.setEpochCount(epochsBefore);
      }
    }
    ComputationGraph graph = (ComputationGraph) model.network();
    int iterationsBefore = graph.getConfiguration().getIterationCount();
    int epochsBefore = graph.getConfiguration().getEpochCount();
    try {
      graph.getConfiguration().setIterationCount(iterations);
      graph.getConfiguration().setEpochCount(epochs);
      return graph.getConfiguration().toJson();
    } finally {
      graph.getConfiguration().setIterationCount(iterationsBefore);
      graph.getConfiguration().setEpochCount(epochsBefore);
    }
  }

  /**
   * The number of epochs that DL4J has counted.
   *
   * @param model the network
   * @return at least 0
   */
  public static int epochs(PrunableModel model) {
    return model.network() instanceof MultiLayerNetwork mln
        ? mln.getEpochCount()
        : ((ComputationGraph) model.network()).getConfiguration().getEpochCount();
  }

  /**
   * Reads a network that DL4J's {@link ModelSerializer} or this library has saved, updater state
   * included.
   *
   * @param file the zip
   * @return a MultiLayerNetwork or ComputationGraph
   * @throws IOException if it can't be read
   */
  public static Model restore(Path file) throws IOException {
    try {
      return isGraph(file)
          ? ModelSerializer.restoreComputationGraph(file.toFile(), true)
          : ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);
    } catch (RuntimeException e) {
      throw new IOException("Can't read the network in %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Applies a network's constraints, as DL4J does after its listeners have seen a step.
   *
   * @param model the network; changed in place
   */
  public static void applyConstraints(PrunableModel model) {
    model.network().applyConstraints(model.iteration(), epochs(model));
  }

  private static boolean isGraph(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(ModelSerializer.CONFIGURATION_JSON);
      if (entry == null) {
        throw new IOException("Can't read %s: it holds no network of DL4J's".formatted(file));
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return new JsonMapper().readTree(in).has("networkInputs");
      }
    }
  }

  /**
   * Whether iterations are parts of series (truncated backpropagation through time), so that
   * between two of them the state of recurrent layers counts.
   *
   * @param model the network
   * @return true if so
   */
  public static boolean isTruncated(PrunableModel model) {
    BackpropType type =
        model.network() instanceof MultiLayerNetwork mln
            ? mln.getLayerWiseConfigurations().getBackpropType()
            : ((ComputationGraph) model.network()).getConfiguration().getBackpropType();
    return type == BackpropType.TruncatedBPTT;
  }
}
