package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import java.util.Arrays;

/** What recurrent layers share: the order of time, masks, and where a step's sums come from. */
abstract class Recurrence implements Step {
  final int lanes;
  final int size;

  /** A step's {@code W·x + R·h + b}: {@code [rows, lanes]}. */
  final float[] gates;

  /** The state: {@code [size, lanes]}, and what kernels may read behind it. */
  final float[] state;

  private final RecurrentWeights weights;
  private final Preactivations sums;
  private final Tensor y;
  private final int steps;
  private final boolean reverse;
  private final int[] lengths;

  Recurrence(Operation operation, RecurrentWeights weights, Frame frame) {
    this.weights = weights;
    this.sums = weights.bind(frame.input(operation, 0), frame);
    this.lanes = sums.lanes;
    this.steps = sums.steps;
    this.gates = sums.gates;
    this.state = sums.state;
    this.size = weights.size;
    this.y = frame.output(operation);
    this.reverse = operation.integer("reverse", 0) == 1;
    this.lengths = operation.has("mask") ? frame.lengths(operation.text("mask")) : null;
  }

  /** Begins a series: all states are 0. */
  abstract void begin();

  /** From {@link #gates} to {@link #state}. */
  abstract void step();

  /** Forgets the states of an example, which has ended. */
  abstract void clear(int lane);

  @Override
  public final void run() {
    Arrays.fill(state, 0);
    begin();
    for (int i = 0; i < steps; i++) {
      int t = reverse ? steps - 1 - i : i;
      sums.run(t);
      step();
      mask(t);
      write(t);
    }
  }

  private void mask(int t) {
    for (int lane = 0; lengths != null && lane < lanes; lane++) {
      if (t >= lengths[lane]) {
        for (int i = lane; i < size * lanes; i += lanes) {
          state[i] = 0;
        }
        clear(lane);
      }
    }
  }

  private void write(int t) {
    if (lanes == 1) {
      for (int i = 0; i < size; i++) {
        y.data[i * steps + t] = state[i];
      }
      return;
    }
    for (int i = 0; i < size; i++) {
      System.arraycopy(state, i * lanes, y.data, (i * steps + t) * lanes, lanes);
    }
  }

  final Facts facts(long bytes) {
    long all = (long) weights.rows * (weights.inputs + weights.size);
    return Facts.of(
        sums.kernel(),
        sums.reason(),
        steps * weights.nonZeros(),
        steps * all,
        weights.nonZeros() / (double) all,
        bytes + sums.bytes());
  }
}
