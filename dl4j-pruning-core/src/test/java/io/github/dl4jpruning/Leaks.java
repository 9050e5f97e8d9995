package io.github.dl4jpruning;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.testing.Leak;
import java.util.BitSet;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;

/** What leaked into the positions that masks prune. */
public final class Leaks {
  private Leaks() {}

  public static Leak of(Model net, MaskStore masks) {
    return Leak.of(net, pruned(masks));
  }

  public static Leak.Watch watch(Supplier<MaskStore> masks) {
    return new Leak.Watch(() -> pruned(masks.get()));
  }

  private static Map<String, BitSet> pruned(MaskStore masks) {
    return masks.masks().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> pruned(entry.getValue())));
  }

  private static BitSet pruned(Mask mask) {
    return IntStream.range(0, mask.length())
        .filter(i -> !mask.isKept(i))
        .collect(BitSet::new, BitSet::set, BitSet::or);
  }
}
