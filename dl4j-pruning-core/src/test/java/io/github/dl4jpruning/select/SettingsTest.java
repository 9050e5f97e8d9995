package io.github.dl4jpruning.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Amount, Allocation and Limits. */
class SettingsTest {
  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 90, Double.NaN, Double.POSITIVE_INFINITY})
  void sparsity_outOfRange_error(double value) {
    assertError(
        "Sparsity is the fraction to remove, at least 0 and below 1 (0.9 for 90 %), got " + value,
        () -> Amount.sparsity(value));
  }

  @Test
  void sparsity_zero_allowed() {
    assertEquals(new Amount.Sparsity(0), Amount.sparsity(0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void perParameter_outOfRange_error(double value) {
    assertError(
        "The sparsity of 0_W must be at least 0 and below 1, got " + value,
        () -> Allocation.perParameter(Map.of("0_W", value)));
  }

  @Test
  void perParameter_mapChangedLater_allocationDoesNot() {
    Map<String, Double> map = new HashMap<>(Map.of("0_W", 0.5));
    Allocation.PerParameter allocation = (Allocation.PerParameter) Allocation.perParameter(map);
    map.put("0_W", 0.9);

    assertEquals(Map.of("0_W", 0.5), allocation.sparsities());
    assertThrows(
        UnsupportedOperationException.class, () -> allocation.sparsities().put("0_W", 0.1));
  }

  @Test
  void floors_default_onePerParameter() {
    assertEquals(Limits.floors(1, 0), Limits.DEFAULT);
  }

  @Test
  void floors_outOfRange_error() {
    assertError(
        "Each parameter keeps at least 1 weight, got a floor of 0", () -> Limits.floors(0, 0));
    assertError("The floor per output must be at least 0, got -1", () -> Limits.floors(1, -1));
  }

  @Test
  void keptOf_floors_theLargerAndNoMoreThanThereIs() {
    var param = Params.pool("0_W", 0, List.of(4L, 3L), Params.dense(4, 3));

    assertEquals(1, Limits.floors(1, 0).keptOf(param));
    assertEquals(7, Limits.floors(7, 2).keptOf(param));
    assertEquals(6, Limits.floors(5, 2).keptOf(param));
    assertEquals(12, Limits.floors(1, 4).keptOf(param));
    assertEquals(12, Limits.floors(1, 99).keptOf(param));
    assertEquals(12, Limits.floors(99, 0).keptOf(param));
  }

  @Test
  void keptOf_outputsUnknown_oneOutput() {
    var param = Params.pool("0_W", 0, List.of(4L, 3L), Optional.empty());

    assertEquals(2, Limits.floors(1, 2).keptOf(param));
  }

  private static void assertError(String text, org.junit.jupiter.api.function.Executable call) {
    assertEquals(text, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
