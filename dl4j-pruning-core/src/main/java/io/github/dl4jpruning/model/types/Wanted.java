package io.github.dl4jpruning.model.types;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the readers of an activation ask of it, as far as they tell.
 *
 * @param rank with the batch: 2 vectors, 3 series, 4 images, 5 volumes
 * @param channels how many
 * @param last whether channels are the last axis
 * @param sizes of an image (height, width), a volume (depth, height, width) or a series (steps)
 */
record Wanted(
    OptionalInt rank, OptionalLong channels, Optional<Boolean> last, Optional<List<Long>> sizes) {
  static final Wanted NOTHING =
      new Wanted(OptionalInt.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());

  static Wanted of(int rank, OptionalLong channels, boolean last) {
    return new Wanted(OptionalInt.of(rank), channels, Optional.of(last), Optional.empty());
  }

  static Wanted vector(OptionalLong channels) {
    return of(2, channels, false);
  }

  Wanted withChannels(OptionalLong others) {
    return new Wanted(rank, others, last, sizes);
  }

  Wanted sized(Long... known) {
    return List.of(known).stream().allMatch(size -> size > 0)
        ? new Wanted(rank, channels, last, Optional.of(List.of(known)))
        : this;
  }

  /** Of another rank, whose sizes and format nobody asks for. */
  Wanted ofAnyRank() {
    return new Wanted(OptionalInt.empty(), channels, Optional.empty(), Optional.empty());
  }

  /** With what another reader tells where this one says nothing. */
  Wanted or(Wanted other) {
    return new Wanted(
        rank.isPresent() ? rank : other.rank,
        channels.isPresent() ? channels : other.channels,
        last.or(() -> other.last),
        sizes.or(() -> other.sizes));
  }
}
