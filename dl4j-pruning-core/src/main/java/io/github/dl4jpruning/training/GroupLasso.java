package io.github.dl4jpruning.training;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.recipe.Penalty;
import io.github.dl4jpruning.structure.Granularity;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Adds a penalty's gradient, strength · √n · w / ‖w‖₂ for each group of n weights, before DL4J
 * divides by the batch; what compaction took from a group counts on in its n. Seven operations per
 * parameter and step; one array as long as the largest.
 */
final class GroupLasso implements StepPart {
  /** Keeps a group of zeros, whose gradient is zero, from dividing by zero. */
  private static final double TINY = 1e-12;

  private final Penalty penalty;
  private final Origin origin;
  private final List<ModelParam> params;
  private final INDArray scratch;

  GroupLasso(Penalty penalty, PrunableModel model, List<ModelParam> params, Origin origin) {
    this.penalty = penalty;
    this.origin = origin;
    this.params = params.stream().filter(param -> param.layout().isPresent()).toList();
    int longest = this.params.stream().mapToInt(ModelParam::length).max().orElse(1);
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      this.scratch = Nd4j.zeros(model.dataType(), longest);
    }
  }

  @Override
  public void addToGradient(Step step) {
    PrunableModel model = step.model();
    double strength = penalty.strengthAt(step.progress()) * step.batch();
    if (strength == 0) {
      return;
    }
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      for (ModelParam param : params) {
        WeightLayout layout = param.layout().orElseThrow();
        long[] sizes = layout.axes().stream().mapToLong(Axis::size).toArray();
        Role grouped = penalty.groups() instanceof Granularity.Row ? Role.INPUT : Role.OUTPUT;
        int[] others =
            IntStream.range(0, sizes.length)
                .filter(axis -> layout.axes().get(axis).role() != grouped)
                .toArray();
        INDArray weights = model.flatParam(param).reshape('c', sizes);
        INDArray slice =
            step.gradient()
                .get(NDArrayIndex.interval(param.offset(), param.offset() + param.length()))
                .reshape('c', sizes);
        ModelParam before = origin.param(param.key());
        double size =
            (double) before.length() / before.layout().orElseThrow().count(Set.of(grouped));
        INDArray factor =
            others.length == 0 ? Nd4j.math().abs(weights) : weights.norm2(true, others);
        factor.addi(TINY).rdivi(strength * Math.sqrt(size));
        INDArray product =
            scratch.get(NDArrayIndex.interval(0, param.length())).reshape('c', sizes);
        product.assign(weights).muli(factor);
        slice.addi(product);
      }
    }
  }
}
