package io.github.dl4jpruning.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import java.io.Serializable;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    MaskStore zeros = WeightInspection.masksFromZeros(PrunableModel.of(model));
    int count = (int) (zeros.length() - zeros.kept());
    INDArray state =
        model instanceof MultiLayerNetwork net
            ? net.getUpdater().getStateViewArray()
            : ((org.deeplearning4j.nn.graph.ComputationGraph) model)
                .getUpdater()
                .getStateViewArray();
    int length = (int) model.params().length();
    double[] values = state.reshape(state.length()).toDoubleVector();
    INDArray gradients = model.getGradientsViewArray();
    double[] gradient =
        gradients == null ? new double[length] : gradients.reshape(length).toDoubleVector();
    double[] worst = new double[2];
    zeros
        .masks()
        .forEach(
            (key, mask) -> {
              int offset = (int) (model.paramTable().get(key).offset() - model.params().offset());
              for (int i = 0; i < mask.length(); i++) {
                if (!mask.isKept(i)) {
                  // One updater block: M of all parameters, then V of all.
                  worst[0] = Math.max(worst[0], Math.abs(values[offset + i]));
                  worst[0] = Math.max(worst[0], Math.abs(values[length + offset + i]));
                  worst[1] = Math.max(worst[1], Math.abs(gradient[offset + i]));
                }
              }
            });
    return new Look(count, worst[0], worst[1]);
  }
}
