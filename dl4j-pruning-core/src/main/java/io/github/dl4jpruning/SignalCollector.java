package io.github.dl4jpruning;

import io.github.dl4jpruning.criterion.Signal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Averages signals over training steps: per signal one array as long as the flat parameters, and
 * one more that all share. Four or five operations per signal and step, all on the device.
 */
final class SignalCollector {
  private final Map<Signal, INDArray> sums = new HashMap<>();
  private final INDArray scratch;
  private long steps;

  SignalCollector(Set<Signal> signals, INDArray like) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      signals.forEach(signal -> sums.put(signal, Nd4j.zeros(like.dataType(), like.length())));
      scratch = Nd4j.zeros(like.dataType(), like.length());
    }
  }

  /** Adds one step; the gradient is the sum over the minibatch. */
  void add(INDArray params, INDArray gradient, int batchSize) {
    sums.forEach(
        (signal, sum) -> {
          scratch.assign(gradient);
          if (signal instanceof Signal.Saliency) {
            scratch.muli(params);
          }
          Nd4j.getExecutioner().exec(new Abs(scratch, scratch));
          sum.addi(scratch.divi(batchSize));
        });
    steps++;
  }

  /** The averages so far, as host arrays; starts anew. */
  Map<Signal, float[]> take() {
    Map<Signal, float[]> averages = new HashMap<>();
    sums.forEach(
        (signal, sum) -> {
          averages.put(signal, sum.divi(Math.max(1, steps)).toFloatVector());
          sum.assign(0);
        });
    steps = 0;
    return averages;
  }
}
