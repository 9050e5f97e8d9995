package io.github.dl4jpruning.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MaskStoreTest {
  private static final Mask LEFT = Mask.of(true, true, false, false);
  private static final Mask RIGHT = Mask.of(false, true, true, false);
  private static final Mask ALL = Mask.of(true, true, true, true);

  @Test
  void empty_always_theSameAndNothingPruned() {
    MaskStore empty = MaskStore.empty();

    assertSame(empty, MaskStore.empty());
    assertTrue(empty.isEmpty());
    assertEquals(0, empty.length());
    assertEquals(0, empty.kept());
    assertEquals(0, empty.sparsity());
    assertEquals("", empty.toString());
    assertEquals(empty, MaskStore.of(Map.of()));
  }

  @Test
  void masks_anyInsertion_numbersByValue() {
    MaskStore store =
        MaskStore.of(Map.of("10_W", ALL, "2_W", ALL, "2_RW", ALL, "1_W", ALL, "fc10_W", ALL))
            .with("fc9_W", ALL)
            .withAll(Map.of("0_W", ALL));

    assertEquals(
        List.of("0_W", "1_W", "2_RW", "2_W", "10_W", "fc9_W", "fc10_W"),
        List.copyOf(store.masks().keySet()));
  }

  @Test
  void of_mapInAnotherOrder_numbersByValue() {
    MaskStore store = MaskStore.of(new TreeMap<>(Map.of("10_W", ALL, "2_W", ALL)));

    assertEquals("2_W", store.masks().firstKey());
  }

  @Test
  void of_mapChangedLater_storeDoesNot() {
    Map<String, Mask> map = new HashMap<>(Map.of("0_W", LEFT));
    MaskStore store = MaskStore.of(map);
    map.put("0_W", RIGHT);
    map.put("1_W", RIGHT);

    assertEquals(MaskStore.of(Map.of("0_W", LEFT)), store);
  }

  @Test
  void masks_edit_refused() {
    MaskStore store = MaskStore.of(Map.of("0_W", LEFT));

    assertThrows(UnsupportedOperationException.class, () -> store.masks().put("1_W", LEFT));
    assertThrows(
        UnsupportedOperationException.class, () -> store.masks().tailMap("0_W").remove("0_W"));
    assertThrows(
        UnsupportedOperationException.class, () -> MaskStore.empty().masks().put("0_W", LEFT));
  }

  @Test
  void get_knownAndUnknown_maskOrEmpty() {
    MaskStore store = MaskStore.of(Map.of("0_W", LEFT));

    assertEquals(Optional.of(LEFT), store.get("0_W"));
    assertEquals(Optional.empty(), store.get("00_W"));
    assertEquals(Optional.empty(), store.get("1_W"));
  }

  @Test
  void with_newAndExistingKey_newStoreOnly() {
    MaskStore store = MaskStore.of(Map.of("0_W", LEFT));

    assertEquals(MaskStore.of(Map.of("0_W", RIGHT)), store.with("0_W", RIGHT));
    assertEquals(MaskStore.of(Map.of("0_W", LEFT, "1_W", RIGHT)), store.with("1_W", RIGHT));
    assertEquals(MaskStore.of(Map.of("0_W", LEFT)), store);
  }

  @Test
  void withAll_someMasks_addsAndReplaces() {
    MaskStore store = MaskStore.of(Map.of("0_W", LEFT, "1_W", LEFT));

    assertEquals(
        MaskStore.of(Map.of("0_W", LEFT, "1_W", RIGHT, "2_W", RIGHT)),
        store.withAll(Map.of("1_W", RIGHT, "2_W", RIGHT)));
    assertEquals(store, store.withAll(Map.of()));
  }

  @Test
  void retain_someKeys_dropsTheOthers() {
    MaskStore store = MaskStore.of(Map.of("0_W", LEFT, "1_W", RIGHT));

    assertEquals(MaskStore.of(Map.of("1_W", RIGHT)), store.retain(List.of("1_W", "not there")));
    assertEquals(MaskStore.empty(), store.retain(List.of()));
    assertEquals(2, store.masks().size());
  }

  @Test
  void union_oneSideWithoutMask_keptWhole() {
    MaskStore a = MaskStore.of(Map.of("0_W", LEFT, "1_W", LEFT));
    MaskStore b = MaskStore.of(Map.of("1_W", RIGHT, "2_W", RIGHT));

    assertEquals(MaskStore.of(Map.of("1_W", Mask.of(true, true, true, false))), a.union(b));
    assertEquals(a.union(b), b.union(a));
    assertEquals(MaskStore.empty(), a.union(MaskStore.empty()));
  }

  @Test
  void intersection_oneSideWithoutMask_theOtherSidesMask() {
    MaskStore a = MaskStore.of(Map.of("0_W", LEFT, "1_W", LEFT));
    MaskStore b = MaskStore.of(Map.of("1_W", RIGHT, "2_W", RIGHT));

    assertEquals(
        MaskStore.of(Map.of("0_W", LEFT, "1_W", Mask.of(false, true, false, false), "2_W", RIGHT)),
        a.intersection(b));
    assertEquals(a.intersection(b), b.intersection(a));
    assertEquals(a, a.intersection(MaskStore.empty()));
    assertEquals(List.of("0_W", "1_W"), List.copyOf(a.masks().keySet()));
  }

  @Test
  void combine_differentShapes_error() {
    MaskStore a = MaskStore.of(Map.of("0_W", LEFT));
    MaskStore b = MaskStore.of(Map.of("0_W", Mask.of(true)));
    String text = "Masks of different shapes can't be combined: [4] and [1]";

    assertEquals(text, assertThrows(IllegalArgumentException.class, () -> a.union(b)).getMessage());
    assertEquals(
        text, assertThrows(IllegalArgumentException.class, () -> a.intersection(b)).getMessage());
    assertEquals(
        text, assertThrows(IllegalArgumentException.class, () -> a.isSubsetOf(b)).getMessage());
  }

  @Test
  void isSubsetOf_missingMaskCountsAsKeptWhole() {
    MaskStore store = MaskStore.of(Map.of("0_W", LEFT));

    assertTrue(store.isSubsetOf(store));
    assertTrue(store.isSubsetOf(MaskStore.empty()));
    assertFalse(MaskStore.empty().isSubsetOf(store));
    assertTrue(MaskStore.empty().isSubsetOf(MaskStore.of(Map.of("0_W", ALL))));
    assertTrue(store.with("1_W", RIGHT).isSubsetOf(store));
    assertFalse(store.isSubsetOf(store.with("1_W", RIGHT)));
    assertFalse(store.isSubsetOf(MaskStore.of(Map.of("0_W", RIGHT))));
    assertTrue(store.intersection(MaskStore.of(Map.of("0_W", RIGHT))).isSubsetOf(store));
  }

  @Test
  void sparsity_severalMasks_overAllWeights() {
    MaskStore store = MaskStore.of(Map.of("0_W", LEFT, "1_W", ALL));

    assertEquals(8, store.length());
    assertEquals(6, store.kept());
    assertEquals(0.25, store.sparsity());
  }

  @Test
  void equals_sameMasks_equal() {
    MaskStore store = MaskStore.empty().with("1_W", RIGHT).with("0_W", LEFT);

    assertEquals(MaskStore.of(Map.of("0_W", LEFT, "1_W", RIGHT)), store);
    assertEquals(MaskStore.of(Map.of("0_W", LEFT, "1_W", RIGHT)).hashCode(), store.hashCode());
    assertNotEquals(MaskStore.of(Map.of("0_W", LEFT)), store);
    assertNotEquals(store, store.masks());
  }

  @Test
  void toString_severalMasks_oneLineEach() {
    assertEquals(
        "2_W: Mask[4] keeps 2 of 4 (50.00 % pruned)\n10_W: Mask[4] keeps 4 of 4 (0.00 % pruned)",
        MaskStore.of(Map.of("10_W", ALL, "2_W", LEFT)).toString());
  }
}
