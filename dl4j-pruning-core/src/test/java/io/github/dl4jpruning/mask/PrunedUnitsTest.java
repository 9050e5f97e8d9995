package io.github.dl4jpruning.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PrunedUnitsTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();

  @Test
  void weights_percentAlone() {
    PrunedUnits weights =
        PrunedUnits.weightsOf(MaskStore.of(Map.of("0_W", Mask.of(true, false, false, true))));

    assertEquals("pruned 50.00 % of 90.00 %", weights.towards(OptionalDouble.of(0.9)));
    assertEquals("pruned 50.00 %", weights.towards(NONE));
    assertEquals("2 of 4 weights pruned (50.00 %)", weights.toString());
  }

  @Test
  void largerUnits_counted() {
    PrunedUnits filters = new PrunedUnits("filters", 4, 8, 0.5, "filters");

    assertEquals("4 of 8 filters pruned (50.00 % of 75.00 %)", filters.towards(at(0.75)));
    assertEquals("4 of 8 filters pruned (50.00 %)", filters.towards(NONE));
  }

  @Test
  void otherMeasure_saysOfWhat() {
    PrunedUnits macs = new PrunedUnits("filters", 2, 8, 0.4, "multiply-accumulate operations");

    assertEquals(
        "2 of 8 filters pruned (40.00 % of 50.00 % of the multiply-accumulate operations)",
        macs.towards(at(0.5)));
    assertEquals(
        "2 of 8 filters pruned (40.00 % of the multiply-accumulate operations)", macs.toString());
  }

  private static OptionalDouble at(double value) {
    return OptionalDouble.of(value);
  }
}
