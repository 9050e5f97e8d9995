package io.github.dl4jpruning.compact;

import java.util.Optional;

/**
 * What a network costs.
 *
 * @param parameters elements of all its parameters
 * @param macs multiply-accumulates per example; empty where the input's size is not known
 * @param bytes memory of the parameters
 */
public record Cost(long parameters, Optional<Long> macs, long bytes) {}
