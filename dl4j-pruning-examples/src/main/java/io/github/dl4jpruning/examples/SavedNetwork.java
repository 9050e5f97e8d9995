package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.model.network.StoredNetwork;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Networks that somebody saved. */
final class SavedNetwork {
  private SavedNetwork() {}

  /**
   * Reads a network to train on.
   *
   * @param images what it has to be for
   * @param learningRate from now on: its own may have fallen to 0 at the end of its training
   * @throws IOException if it can't be read, or is not for such images
   */
  static Model restore(Path file, ImageSet images, double learningRate) throws IOException {
    Model network = StoredNetwork.restore(file);
    try {
      Trainer.accuracy(network, images.first(1));
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
