package io.github.dl4jpruning.io;

import io.github.dl4jpruning.format.Stretch;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cuts a network's flat parameters into what a file has sections for. */
final class Stretches {
  private Stretches() {}

  /** A network's parameters in memory order, without gaps. */
  static List<Stretch> of(PrunableModel model) {
    Map<String, INDArray> table = model.network().paramTable();
    List<Stretch> stretches = new ArrayList<>();
    long next = 0;
    for (ModelParam param : model.params()) {
      if (param.offset() > next) {
        stretches.add(Stretch.unnamed(next, (int) (param.offset() - next)));
      } else if (param.offset() < next) {
        throw new IllegalArgumentException(
            "%s shares its memory with another parameter, which a file can't hold"
                .formatted(param));
      }
      INDArray array = table.get(param.key());
      stretches.add(
          new Stretch(
              param.key(),
              param.shape(),
              array != null && array.ordering() == 'f' && Stretch.sizes(param.shape()).size() > 1,
              param.offset(),
              param.length(),
              param.layout().map(Stretches::stride).filter(s -> s < param.length()).orElse(0),
              param.isPrunable()));
      next = param.offset() + (long) param.length();
    }
    long all = model.flatParams().length();
    if (all > next) {
      stretches.add(Stretch.unnamed(next, (int) (all - next)));
    }
    return stretches;
  }

  /** How far apart equal places of neighbouring outputs lie, or of outputs side by side, all. */
  private static int stride(WeightLayout layout) {
    List<Axis> axes = layout.axes();
    int last = axes.size() - 1;
    int inner = 1;
    while (last >= 0 && !isOutput(axes.get(last))) {
      inner *= axes.get(last--).size();
    }
    if (inner > 1) {
      return inner;
    }
    int outputs = 1;
    while (last >= 0 && isOutput(axes.get(last))) {
      outputs *= axes.get(last--).size();
    }
    return outputs;
  }

  private static boolean isOutput(Axis axis) {
    return axis.role() == Role.OUTPUT || axis.role() == Role.GATE;
  }
}
