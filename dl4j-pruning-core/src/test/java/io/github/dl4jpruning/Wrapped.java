package io.github.dl4jpruning;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.solvers.accumulation.EncodedGradientsAccumulator;
import org.deeplearning4j.optimize.solvers.accumulation.EncodingHandler;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.threshold.AdaptiveThresholdAlgorithm;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.ParallelWrapper.TrainingMode;

/** ParallelWrappers for tests. */
final class Wrapped {
  private Wrapped() {}

  @SuppressWarnings("unchecked") // the builder's setters return raw types
  static ParallelWrapper of(Model net, TrainingMode mode, int workers, int averagingFrequency) {
    ParallelWrapper.Builder<Model> builder =
        new ParallelWrapper.Builder<>(net)
            .workers(workers)
            .prefetchBuffer(workers)
            .averagingFrequency(averagingFrequency)
            .trainingMode(mode);
    if (mode == TrainingMode.CUSTOM) {
      builder.gradientsAccumulator(
          new EncodedGradientsAccumulator(
              workers,
              new EncodingHandler(new AdaptiveThresholdAlgorithm(), null, null, false),
              1_000_000,
              workers + 2,
              Integer.MAX_VALUE,
              false));
    }
    return builder.build();
  }
}
