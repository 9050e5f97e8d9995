package io.github.dl4jpruning.training;

import io.github.dl4jpruning.mask.MaskStore;
import java.time.Duration;
import java.util.List;

/**
 * Masks that do not hold yet.
 *
 * @param warnings what they do to the network that people should hear of
 * @param step the training step from which on they will
 * @param took what the decision took
 */
record Decided(MaskStore masks, List<String> warnings, long step, Duration took) {}
