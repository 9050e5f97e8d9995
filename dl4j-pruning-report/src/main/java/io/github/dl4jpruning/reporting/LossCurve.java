package io.github.dl4jpruning.reporting;

import java.util.ArrayList;
import java.util.List;

/** The loss of a training step by step, thinned out as it gets long. Not thread-safe. */
final class LossCurve {
  private static final int MOST = 200;

  private final List<Course.Look> looks = new ArrayList<>();
  private long every = 1;

  /**
   * Takes down a step.
   *
   * @param step training steps done, at least 1
   * @param loss of its minibatch
   */
  void add(long step, double loss) {
    if (step % every != 0) {
      return;
    }
    looks.add(new Course.Look(step, Double.NaN, loss));
    if (looks.size() == MOST) {
      every *= 2;
      looks.removeIf(look -> look.iteration() % every != 0);
    }
  }

  /** A copy, without accuracies. */
  List<Course.Look> looks() {
    return List.copyOf(looks);
  }
}
