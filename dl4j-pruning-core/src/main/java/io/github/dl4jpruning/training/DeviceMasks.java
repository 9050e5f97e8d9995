package io.github.dl4jpruning.training;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.FlatMask;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The flat form of the latest masks on each device that uses them, built by the first thread that
 * needs it there. Thread-safe.
 */
final class DeviceMasks {
  private final Map<Integer, FlatMask> byDevice = new HashMap<>();
  private MaskStore masks = MaskStore.empty();

  /** The form for the calling thread's device; there must be at least one mask. */
  @SuppressWarnings("ReferenceEquality") // a store never changes; equals() would read all its bits
  synchronized FlatMask of(PrunableModel model, MaskStore wanted) {
    if (wanted != masks) {
      byDevice.clear();
      masks = wanted;
    }
    return byDevice.computeIfAbsent(
        Nd4j.getAffinityManager().getDeviceForCurrentThread(),
        device -> FlatMask.of(model.params(), wanted, model.dataType()));
  }
}
