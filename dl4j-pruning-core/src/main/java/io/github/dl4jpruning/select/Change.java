package io.github.dl4jpruning.select;

import java.util.Optional;

/**
 * What else may happen at a mask change, besides removing.
 *
 * @param order notes removals and says what comes back when the sparsity falls
 * @param growth what else comes back
 * @param progress how much of the cadence has passed, 0 to 1
 */
public record Change(Optional<RemovalOrder> order, Optional<Growth> growth, double progress) {
  /** Nothing: what is pruned stays pruned. */
  public static final Change REMOVE_ONLY = new Change(Optional.empty(), Optional.empty(), 1);
}
