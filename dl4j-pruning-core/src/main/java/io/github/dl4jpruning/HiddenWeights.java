package io.github.dl4jpruning;

import io.github.dl4jpruning.io.SavedArray;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.Survivors;
import java.util.List;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What pruned weights would be if they were still trained: for network surgery (Guo et al. 2016).
 * One array as long as the flat parameters, moved by plain gradient descent, one operation a step;
 * at kept positions it means nothing.
 */
final class HiddenWeights {
  private final double learningRate;
  private final INDArray values;
  private final Survivors positions;

  HiddenWeights(double learningRate, PrunableModel model, Survivors positions) {
    this.learningRate = learningRate;
    this.positions = positions;
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      values = Nd4j.zeros(model.dataType(), model.flatParams().length());
    }
  }

  SavedArray save() {
    return SavedArray.of(values, 0).spread(positions);
  }

  void load(SavedArray saved) {
    saved.gather(positions).into(values);
  }

  /** One step; the gradient is the sum over the minibatch, before it is masked. */
  void step(INDArray gradient, int batch) {
    Nd4j.getBlasWrapper().level1().axpy(values.length(), -learningRate / batch, gradient, values);
  }

  /** The network's weights, with hidden values where masks prune. */
  float[] withHidden(PrunableModel model, List<ModelParam> params, MaskStore masks) {
    float[] weights = model.flatParams().toFloatVector();
    float[] hidden = values.toFloatVector();
    for (ModelParam param : params) {
      masks.get(param.key()).ifPresent(mask -> copyPruned(mask, param.offset(), hidden, weights));
    }
    return weights;
  }

  private static void copyPruned(Mask mask, int offset, float[] from, float[] to) {
    for (int i = 0; i < mask.length(); i++) {
      if (!mask.isKept(i)) {
        to[offset + i] = from[offset + i];
      }
    }
  }

  /** After a change: remembers what was pruned, and gives back what returned. */
  void swap(PrunableModel model, List<ModelParam> params, MaskStore before, MaskStore after) {
    double[] weights = model.flatParams().toDoubleVector();
    double[] hidden = values.toDoubleVector();
    for (ModelParam param : params) {
      Mask now = after.get(param.key()).orElseGet(() -> Mask.keepAll(param.shape()));
      Mask then = before.get(param.key()).orElseGet(() -> Mask.keepAll(param.shape()));
      for (int i = 0; i < now.length(); i++) {
        int at = param.offset() + i;
        if (then.isKept(i) && !now.isKept(i)) {
          hidden[at] = weights[at];
        } else if (!then.isKept(i) && now.isKept(i)) {
          weights[at] = hidden[at];
        }
      }
    }
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      // A double holds every float and half as it is.
      values.assign(Nd4j.createFromArray(hidden));
      model.flatParams().assign(Nd4j.createFromArray(weights));
    }
  }
}
