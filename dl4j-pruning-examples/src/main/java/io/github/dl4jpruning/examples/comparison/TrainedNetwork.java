package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.examples.console.Progress;
import io.github.dl4jpruning.examples.console.TrainingWatch;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.reporting.PruningReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/**
 * A network after training, and how it came about.
 *
 * @param network the network; without the filters that were pruned
 * @param masks what pruning left, in the network as it was before it was made smaller; empty for a
 *     dense network
 * @param changes each mask change; empty for a dense network
 * @param course what was seen on the way, in order
 * @param iterations training steps
 * @param took training alone, without the looks at the validation data
 * @param page what pruning did, to be looked at; empty for a dense network
 */
public record TrainedNetwork(
    Model network,
    MaskStore masks,
    List<PruningHistory.Change> changes,
    List<Progress.Look> course,
    long iterations,
    Duration took,
    Optional<PruningReport> page) {
  /** Copies the lists. */
  public TrainedNetwork {
    changes = List.copyOf(changes);
    course = List.copyOf(course);
  }

  /**
   * A network that was not pruned.
   *
   * @param network after its training
   * @param watch that saw it
   * @return without masks
   */
  public static TrainedNetwork dense(Model network, TrainingWatch watch) {
    return new TrainedNetwork(
        network,
        MaskStore.empty(),
        List.of(),
        watch.course(),
        watch.iterations(),
        watch.took(),
        Optional.empty());
  }

  /**
   * A network that was pruned.
   *
   * @param network after its training
   * @param whole the same network, or what it was before it was made smaller
   * @param pruner that pruned it
   * @param watch that saw its training
   * @return with its masks
   */
  public static TrainedNetwork pruned(
      Model network, Model whole, PruningListener pruner, TrainingWatch watch) {
    return new TrainedNetwork(
        network,
        pruner.masks(),
        pruner.history().changes(),
        watch.course(),
        watch.iterations(),
        watch.took(),
        Optional.of(PruningReport.of(pruner, whole)));
  }
}
