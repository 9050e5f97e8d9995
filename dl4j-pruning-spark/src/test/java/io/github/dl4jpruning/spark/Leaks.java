package io.github.dl4jpruning.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.testing.Leak;
import java.io.Serializable;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Travels with the tasks and notes, in this JVM, what each step of each worker leaves: zeros in all
 * weights, and the largest state where a weight is zero.
 */
final class Leaks extends BaseTrainingListener implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * One step's.
   *
   * @param zeros exact zeros among all weights
   * @param state the largest absolute state at a zero weight
   * @param gradient the largest absolute gradient at a zero weight
   */
  record Look(int zeros, double state, double gradient) {}

  static final Queue<Look> LOOKS = new ConcurrentLinkedQueue<>();

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    LOOKS.add(look(model));
  }

  /** Every step left zeros alone, and had as many zero weights as the masks of one moment prune. */
  static void requireNone(PruningListener pruner) {
    Set<Integer> counts = new TreeSet<>(Set.of(0));
    int pruned = 0;
    for (PruningHistory.Change change : pruner.history().changes()) {
      pruned += (int) (change.removed() - change.returned());
      counts.add(pruned);
    }
    for (Look look : LOOKS) {
      assertEquals(0, look.state());
      assertEquals(0, look.gradient());
      assertTrue(counts.contains(look.zeros()), () -> look.zeros() + " zeros, not of " + counts);
    }
  }

  static Look look(Model model) {
    Leak leak = Leak.atZeros(model);
    return new Look((int) leak.positions, leak.state, leak.gradient);
  }
}
