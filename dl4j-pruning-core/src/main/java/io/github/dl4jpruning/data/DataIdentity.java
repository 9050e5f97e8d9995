package io.github.dl4jpruning.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What tells one training set from another, so that a run goes on with the data it began with.
 *
 * @param batch examples per minibatch; 0 if unknown
 * @param examples in an epoch; empty if unknown
 * @param seed of the orders; empty if something else orders them
 * @param firstBatch a fingerprint of the epoch's first minibatch; empty before it was delivered
 */
public record DataIdentity(
    int batch, OptionalLong examples, OptionalLong seed, OptionalLong firstBatch) {
  /**
   * Refuses data that is not the same, as far as both sides know.
   *
   * @param now the data at hand
   * @throws IllegalArgumentException if anything differs; the message says what
   */
  void requireSame(DataIdentity now) {
    List<String> differences = new ArrayList<>();
    if (batch != 0 && now.batch != 0 && batch != now.batch) {
      differences.add("minibatches of %s examples, now %s".formatted(batch, now.batch));
    }
    differs(examples, now.examples)
        .ifPresent(both -> differences.add("%s examples, now %s".formatted(both[0], both[1])));
    differs(seed, now.seed)
        .ifPresent(
            both -> differences.add("orders of seed %s, now %s".formatted(both[0], both[1])));
    if (differences.isEmpty() && differs(firstBatch, now.firstBatch).isPresent()) {
      differences.add("another first minibatch in this epoch");
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "This is not the data that the run was trained on: it had %s. Give the same data, batch"
                  .formatted(String.join("; ", differences))
              + " size and seed as before, or start a new run");
    }
  }

  private static Optional<long[]> differs(OptionalLong before, OptionalLong now) {
    return before.isPresent() && now.isPresent() && before.getAsLong() != now.getAsLong()
        ? Optional.of(new long[] {before.getAsLong(), now.getAsLong()})
        : Optional.empty();
  }

  /**
   * Features by their shapes, labels by their values: a normaliser may be set after the run has
   * gone back to its place, and changes the values of features only.
   */
  static long fingerprint(INDArray[] features, INDArray[] labels) {
    long hash = 1;
    for (INDArray array : features) {
      hash = 31 * hash + Arrays.hashCode(array.shape());
    }
    for (INDArray array : labels == null ? new INDArray[0] : labels) {
      if (array != null) {
        hash = 31 * hash + Arrays.hashCode(array.shape());
        hash = 31 * hash + Arrays.hashCode(array.dup('c').data().asDouble());
      }
    }
    return hash;
  }
}
