package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.model.network.StoredNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Networks that somebody saved. */
public final class SavedNetwork {
  private SavedNetwork() {}

  /**
   * Reads a network.
   *
   * @param file DL4J's zip
   * @throws IOException if it can't be read; the message says what it is instead, and what to do
   */
  public static Model read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (Files.isDirectory(file)) {
      throw new IOException(
          "%s is a folder, where a network's zip is wanted. Name the file in it".formatted(file));
    }
    if (StoredNetwork.isSmallFile(file)) {
      throw new IOException(
          "%s is a small file (.dlp), where DL4J's zip is wanted. PrunedModelFile.read reads it, and"
                  .formatted(file)
              + " ModelSerializer.writeModel makes a zip of its network");
    }
    return StoredNetwork.restore(file);
  }

  /**
   * Reads a network to train on.
   *
   * @param file DL4J's zip
   * @param images what it has to be for
   * @param learningRate from now on: its own may have fallen to 0 at the end of its training
   * @throws IOException if it can't be read, or is not for such images
   */
  public static Model restore(Path file, ImageSet images, double learningRate) throws IOException {
    Model network = read(file);
    try {
      images.first(1).accuracy(network);
    } catch (DL4JException | IllegalArgumentException | IllegalStateException e) {
      throw new IOException(
          "%s is not a network for images of %s values in %s classes: %s"
              .formatted(file, images.shape().values(), ImageSet.CLASSES, e.getMessage()),
          e);
    }
    if (network instanceof MultiLayerNetwork layers) {
      layers.setLearningRate(learningRate);
    } else {
      ((ComputationGraph) network).setLearningRate(learningRate);
    }
    return network;
  }
}
