package io.github.dl4jpruning.structure.trace;

import java.util.Optional;

/**
 * What the channels of an activation are: unit by unit, in order. A flattened image has each unit
 * once per pixel.
 */
final class Channels {
  private final int[] ids;
  private final int rank;
  private final boolean last;
  private final Optional<String> whyUnknown;

  private Channels(int[] ids, int rank, boolean last, Optional<String> whyUnknown) {
    this.ids = ids;
    this.rank = rank;
    this.last = last;
    this.whyUnknown = whyUnknown;
  }

  /**
   * Known channels.
   *
   * @param rank of the array with the batch: 2 vectors, 3 series, 4 images, 5 volumes
   * @param last whether channels are the last axis, not the one behind the batch
   */
  static Channels of(int[] ids, int rank, boolean last) {
    return new Channels(ids, rank, last, Optional.empty());
  }

  /** Channels of which not even the number is known; whoever reads them reads fixed ones. */
  static Channels unknown(String reason) {
    return new Channels(new int[0], 0, false, Optional.of(reason));
  }

  int[] ids() {
    return ids;
  }

  int rank() {
    return rank;
  }

  boolean last() {
    return last;
  }

  Optional<String> whyUnknown() {
    return whyUnknown;
  }

  boolean isKnown() {
    return whyUnknown.isEmpty();
  }

  /** The same layout with other units. */
  Channels with(int[] other) {
    return new Channels(other, rank, last, Optional.empty());
  }

  /** The same units in an array of another rank. */
  Channels inRank(int other) {
    return new Channels(ids, other, other > 2 && last, whyUnknown);
  }

  /** The same units in an array of another rank and format. */
  Channels in(int otherRank, boolean otherLast) {
    return new Channels(ids, otherRank, otherLast, whyUnknown);
  }
}
