package io.github.dl4jpruning.model;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;

/**
 * The running variances of removed channels. They are never masked, since a variance of zero would
 * blow up a channel that comes back; but they stand still. DL4J updates them through the gradient,
 * and what they would still move by counts in the norm that RenormalizeL2PerLayer and its like
 * divide by.
 */
final class BatchStatistics {
  private BatchStatistics() {}

  /** Masks of variances, where those of means remove channels; only their updates are masked. */
  static MaskStore still(Collection<ModelParam> params, MaskStore masks) {
    Map<String, Mask> still = new HashMap<>();
    for (ModelParam param : params) {
      boolean variance = List.of("var", "log10stdev").contains(param.name());
      if (variance && param.isIn(BatchNormalization.class)) {
        Optional<Mask> mean = masks.get(param.layerIndex() + "_mean");
        mean.filter(mask -> mask.pruned() > 0)
            .ifPresent(mask -> still.put(param.key(), Mask.of(param.shape(), mask.words())));
      }
    }
    return MaskStore.of(still);
  }
}
