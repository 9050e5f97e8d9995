package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.event.PruningEvent;
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
 * @param events each mask change; empty for a dense network
 * @param course what was seen on the way, in order
 * @param iterations training steps
 * @param took training alone, without the looks at the validation data
 * @param page what pruning did, to be looked at; empty for a dense network
 */
record TrainedNetwork(
    Model network,
    MaskStore masks,
    List<PruningEvent> events,
    List<Progress.Look> course,
    long iterations,
    Duration took,
    Optional<PruningReport> page) {
  TrainedNetwork {
    events = List.copyOf(events);
    course = List.copyOf(course);
  }
}
