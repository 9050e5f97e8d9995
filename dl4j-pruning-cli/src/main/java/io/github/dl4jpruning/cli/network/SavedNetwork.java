package io.github.dl4jpruning.cli.network;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/**
 * A network out of a file.
 *
 * @param file where it was
 * @param kind what the file is
 * @param bytes the file's size
 * @param network a MultiLayerNetwork or ComputationGraph, initialised
 * @param masks as the file has them, else of its exact zeros
 * @param run the listener that would go on, of a checkpoint; attached to the network
 * @param card its model card, of a small file that has one
 * @param notes what is not as one would expect
 */
public record SavedNetwork(
    Path file,
    FileKind kind,
    long bytes,
    Model network,
    MaskStore masks,
    Optional<PruningListener> run,
    Optional<String> card,
    List<String> notes) {

  /** The network as the library's parts look at it. */
  public PrunableModel model() {
    return PrunableModel.of(network);
  }

  /** The file in words. */
  public String title() {
    return run.isPresent() ? "checkpoint" : kind.title();
  }
}
