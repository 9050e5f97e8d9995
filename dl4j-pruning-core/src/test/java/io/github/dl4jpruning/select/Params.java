package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Place;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Pool;
import java.util.List;
import java.util.Optional;

/** Parameters and candidates made by hand. */
final class Params {
  private Params() {}

  /** One of key {@code fc1_W} is in layer {@code fc1}. */
  static ModelParam param(String key, int offset, List<Long> shape, Optional<WeightLayout> layout) {
    int underscore = key.lastIndexOf('_');
    String layer = key.substring(0, underscore);
    return new ModelParam(
        key,
        layer,
        layer,
        key.substring(underscore + 1),
        Optional.empty(),
        shape,
        offset,
        shape.stream().mapToInt(Long::intValue).reduce(1, (a, b) -> a * b),
        layout,
        Place.UNKNOWN,
        Optional.empty());
  }

  static Pool pool(String key, int offset, List<Long> shape, Optional<WeightLayout> layout) {
    return Pool.ofWeights(param(key, offset, shape, layout));
  }

  static List<Pool> pools(List<ModelParam> params) {
    return params.stream().<Pool>map(Pool::ofWeights).toList();
  }

  static Change change(Optional<RemovalOrder> order) {
    return new Change(order, Optional.empty(), 1);
  }

  /** Outputs one after the other, each with its inputs side by side, as in a dense matrix. */
  static Optional<WeightLayout> dense(int inputs, int outputs) {
    return layout(new Axis(Role.OUTPUT, outputs), new Axis(Role.INPUT, inputs));
  }

  static Optional<WeightLayout> layout(Axis... axes) {
    return Optional.of(new WeightLayout(List.of(axes)));
  }

  /** A vector without known outputs, all of it kept. */
  static Candidate candidate(String key, int offset, float... scores) {
    return candidate(key, offset, Mask.keepAll(List.of((long) scores.length)), scores);
  }

  /** A vector without known outputs. */
  static Candidate candidate(String key, int offset, Mask current, float... scores) {
    return new Candidate(
        Pool.ofWeights(param(key, offset, List.of((long) scores.length), Optional.empty())),
        scores,
        current);
  }
}
