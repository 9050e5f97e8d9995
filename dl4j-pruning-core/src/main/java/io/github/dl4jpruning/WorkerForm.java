package io.github.dl4jpruning;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.training.Mailbox;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What travels of a listener when it is serialized, as Spark does with each task: its masks, one
 * bit per weight. What arrives keeps them, and those that come later, and decides nothing;
 * consumers, guards and predicates stay.
 *
 * @param id of the listener
 * @param version counts its mask changes
 * @param masks one per parameter
 */
record WorkerForm(String id, long version, ArrayList<Bits> masks) implements Serializable {
  /**
   * One mask.
   *
   * @param key the parameter
   * @param shape its shape
   * @param words 64 weights each, as Mask has them
   */
  @SuppressWarnings("ArrayRecordComponent") // written and read, never compared
  record Bits(String key, long[] shape, long[] words) implements Serializable {}

  static WorkerForm of(String id, long version, MaskStore masks) {
    ArrayList<Bits> bits = new ArrayList<>();
    masks
        .masks()
        .forEach(
            (key, mask) -> {
              long[] shape = mask.shape().stream().mapToLong(Long::longValue).toArray();
              bits.add(new Bits(key, shape, mask.words()));
            });
    return new WorkerForm(id, version, bits);
  }

  /** The listener that arrives. */
  private Object readResolve() {
    Map<String, Mask> read = new TreeMap<>();
    for (Bits bits : masks) {
      List<Long> shape = Arrays.stream(bits.shape()).boxed().toList();
      read.put(bits.key(), Mask.of(shape, bits.words()));
    }
    return PruningListenerBuilder.keepingMail(Mailbox.deliver(id, version, MaskStore.of(read)));
  }
}
