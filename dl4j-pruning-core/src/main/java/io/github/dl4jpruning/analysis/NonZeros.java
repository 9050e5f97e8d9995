package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.MacCount;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How many elements of each parameter are not zero.
 *
 * @param byParam in the network's order
 */
record NonZeros(Map<ModelParam, Long> byParam) {
  static NonZeros of(PrunableModel model) {
    Map<ModelParam, Long> counts = new LinkedHashMap<>();
    for (ModelParam param : model.params()) {
      counts.put(
          param, model.flatParam(param).neq(0).castTo(DataType.INT64).sumNumber().longValue());
    }
    return new NonZeros(counts);
  }

  long count() {
    return byParam.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What they cost per example. */
  long macs(MacCount each) {
    return byParam.entrySet().stream()
        .mapToLong(entry -> entry.getValue() * each.of(entry.getKey()))
        .sum();
  }
}
