package io.github.dl4jpruning.training;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.FlatMask;
import io.github.dl4jpruning.model.FlatViews;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.Optional;

/**
 * Keeps pruned positions at zero. Weights and updater state are cleared when masks change, when
 * DL4J replaces the updater or its state, and at each epoch's start; in all other steps the
 * gradient is enough, and costs one operation.
 */
final class ZeroKeeper {
  private final boolean stateStaysZero;
  private final DeviceMasks devices;
  private MaskStore flattened = MaskStore.empty();
  private Optional<FlatMask> flat = Optional.empty();
  private Object clearedUpdater;
  private Object clearedState;

  /** Whether an updater leaves zero state alone; if not, state is cleared after each update too. */
  ZeroKeeper(boolean stateStaysZero, DeviceMasks devices) {
    this.stateStaysZero = stateStaysZero;
    this.devices = devices;
  }

  /** Forgets what was cleared, because the network's arrays are new. */
  void forget() {
    clearedUpdater = null;
    flattened = MaskStore.empty();
  }

  /** Clears weights and state in the next step once more, because others may have written them. */
  void clearAllAgain() {
    clearedUpdater = null;
  }

  /** Builds the masks' flat form, unless it is there. */
  @SuppressWarnings("ReferenceEquality") // a store never changes; equals() would read all its bits
  void flatten(PrunableModel model, MaskStore masks) {
    if (masks != flattened) {
      flat = masks.isEmpty() ? Optional.empty() : Optional.of(devices.of(model, masks));
      flattened = masks;
      clearedUpdater = null;
    }
  }

  /** Clears weights only, before a forward pass; the updater's state follows in the next step. */
  void clearWeights(PrunableModel model, MaskStore masks) {
    flatten(model, masks);
    clearedUpdater = null;
    flat.ifPresent(mask -> mask.clear(model.flatParams(), 0));
  }

  /** Clears what this step needs, between backward pass and update. */
  void clear(PrunableModel model, FlatViews views, MaskStore masks) {
    flatten(model, masks);
    flat.ifPresent(
        mask -> {
          Object state = views.updater().getStateViewArray();
          if (clearedUpdater != views.updater() || clearedState != state) {
            views.clearWeightsAndState(mask);
            clearedUpdater = views.updater();
            clearedState = state;
          }
          views.clearGradient(mask);
        });
  }

  /** Clears what other workers' updates, added to this one, have left behind. */
  void clearAfterExchange(PrunableModel model) {
    flat.ifPresent(
        mask -> {
          FlatViews views = model.views();
          mask.clear(views.params(), 0);
          views.clearGradient(mask);
        });
    clearAfterUpdate(model);
  }

  /** Clears what an update has left behind. */
  void clearAfterUpdate(PrunableModel model) {
    if (!stateStaysZero) {
      flat.ifPresent(model.views()::clearState);
    }
  }
}
