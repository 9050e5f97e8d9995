package io.github.dl4jpruning.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.dl4jpruning.mask.Mask;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Selects masks for scores written out. */
final class Selections {
  static final Limits NONE = Limits.DEFAULT;

  private Selections() {}

  // ---- helpers

  static Stream<Allocation> allocations() {
    return Stream.of(
        Allocation.uniform(),
        Allocation.global(),
        Allocation.perOutput(),
        Allocation.erk(),
        Allocation.erdosRenyi(),
        Allocation.lamp(),
        Allocation.perParameter(Map.of()));
  }

  static MaskSelector selector(Allocation allocation, double sparsity, Limits floors) {
    return new MaskSelector(allocation, Amount.sparsity(sparsity), floors, Map.of());
  }

  static Map<String, Mask> select(
      Allocation allocation, double sparsity, Limits floors, Candidate... candidates) {
    return selector(allocation, sparsity, floors)
        .select(List.of(candidates), target -> target, Change.REMOVE_ONLY);
  }

  static Map<String, Mask> masks(Object... keysAndMasks) {
    Map<String, Mask> masks = new TreeMap<>();
    for (int i = 0; i < keysAndMasks.length; i += 2) {
      masks.put((String) keysAndMasks[i], (Mask) keysAndMasks[i + 1]);
    }
    return masks;
  }

  static void assertError(String text, org.junit.jupiter.api.function.Executable call) {
    assertEquals(text, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
