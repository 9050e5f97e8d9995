package io.github.dl4jpruning.training;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.SavedArray;
import io.github.dl4jpruning.model.Survivors;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.training.signal.ArrayName;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What pruned weights would be if they were still trained: for network surgery (Guo et al. 2016).
 * One array as long as the flat parameters, moved by plain gradient descent, one operation a step;
 * at kept positions it means nothing.
 */
final class HiddenWeights implements StepPart {
  private static final ArrayName NAME = ArrayName.always("hidden weights");

  private final double learningRate;
  private final INDArray values;
  private final ResolvedRecipe resolved;
  private final Survivors positions;

  HiddenWeights(
      Growth.Surgery surgery, ResolvedRecipe resolved, PrunableModel model, Origin origin) {
    this.learningRate = surgery.learningRate();
    this.resolved = resolved;
    this.positions = origin.positions();
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      values =
          Nd4j.zeros(
              model.dataType() == DataType.FLOAT16 ? DataType.FLOAT : model.dataType(),
              model.flatParams().length());
    }
  }

  @Override
  public Map<String, SavedArray> save() {
    return Map.of(NAME.now(), SavedArray.of(values, 0).spread(positions));
  }

  @Override
  public void load(PrunableModel model, SavedArrays saved) {
    saved.need(NAME).ifPresent(array -> array.gather(positions).into(values));
  }

  @Override
  public void gradientArrived(Step step) {
    double rate = -learningRate / step.batch();
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray gradient = step.gradient().castTo(values.dataType()); // itself, but for half
      Nd4j.getBlasWrapper().level1().axpy(values.length(), rate, gradient, values);
    }
  }

  /** The network's weights, with hidden values where masks prune. */
  @Override
  public Optional<float[]> weightsToScore(PrunableModel model, MaskStore masks) {
    float[] weights = model.flatParams().toFloatVector();
    float[] hidden = values.toFloatVector();
    for (ModelParam param : resolved.paramsIn(model)) {
      masks.get(param.key()).ifPresent(mask -> copyPruned(mask, param.offset(), hidden, weights));
    }
    return Optional.of(weights);
  }

  private static void copyPruned(Mask mask, int offset, float[] from, float[] to) {
    for (int i = 0; i < mask.length(); i++) {
      if (!mask.isKept(i)) {
        to[offset + i] = from[offset + i];
      }
    }
  }

  /** Remembers what was pruned, and gives back what returned. */
  @Override
  public void masksChange(Step step, MaskStore before, MaskStore after) {
    PrunableModel model = step.model();
    double[] weights = model.flatParams().toDoubleVector();
    double[] hidden = values.toDoubleVector();
    for (ModelParam param : resolved.paramsIn(model)) {
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
