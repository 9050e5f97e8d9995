package io.github.dl4jpruning.lowering;

import java.util.Optional;

/**
 * A tensor on its way through a network.
 *
 * @param name the tensor's in the program
 * @param rank of DL4J's array, the batch included: 2 to 5
 * @param last whether DL4J's array has its channels last
 * @param folded whether DL4J's array has time steps as examples; the tensor has them as its last
 *     axis
 * @param shape the tensor's: channels, places, and time if it is folded
 * @param mask the input whose lengths say where its examples end
 */
@SuppressWarnings("ArrayRecordComponent") // within the package, and nobody changes it
record Flow(
    String name, int rank, boolean last, boolean folded, int[] shape, Optional<String> mask) {
  Flow named(String other, int... newShape) {
    return new Flow(other, rank, last, folded, newShape, mask);
  }

  Flow ranked(int newRank, boolean channelsLast) {
    return new Flow(name, newRank, channelsLast, folded, shape, mask);
  }

  Flow fold(boolean fold) {
    return new Flow(name, rank, last, fold, shape, mask);
  }

  Flow masked(Optional<String> by) {
    return new Flow(name, rank, last, folded, shape, by);
  }

  int channels() {
    return shape[0];
  }

  /** Whether its last axis is time. */
  boolean isSeries() {
    return rank == 3 || folded;
  }
}
