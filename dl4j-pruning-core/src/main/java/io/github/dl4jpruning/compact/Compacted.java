package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.mask.MaskStore;
import org.deeplearning4j.nn.api.Model;

/**
 * A smaller network.
 *
 * @param network of the same class as the one it was made of; with its weights, running statistics,
 *     updater state, counters and listeners, but not those that belong to one network, such as a
 *     PruningListener; the state of {@code rnnTimeStep} starts anew
 * @param masks what is still masked in it, such as single weights
 * @param plan what was done
 * @param difference what the comparison with the masked network found
 * @param <M> the kind of network
 */
public record Compacted<M extends Model>(
    M network, MaskStore masks, CompactionPlan plan, Difference difference) {}
