package io.github.dl4jpruning.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.mask.PrunedUnits;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PruningEventTest {
  private static final MaskStore MASKS =
      MaskStore.of(
          Map.of("0_W", Mask.of(true, false, false), "1_W", Mask.of(true, true, false, false)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PRUNED  | iteration 100: 4 of 7 weights pruned (57.14 %), 12.3 ms
          HELD    | iteration 100: held by the guard at 4 of 7 weights pruned (57.14 %)
          STOPPED | iteration 100: stopped by the guard at 4 of 7 weights pruned (57.14 %)
          """)
  void toString_eachKind_oneLine(PruningEvent.Kind kind, String text) {
    assertEquals(text, event(kind, MASKS).toString());
  }

  @ParameterizedTest
  @EnumSource
  void toString_localeWithOwnDigits_theSame(PruningEvent.Kind kind) {
    String text = event(kind, MASKS).toString();
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertEquals(text, event(kind, MASKS).toString());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void toString_noMasks_nothingPruned() {
    assertEquals(
        "iteration 100: held by the guard at 0 of 0 weights pruned (0.00 %)",
        event(PruningEvent.Kind.HELD, MaskStore.empty()).toString());
  }

  @Test
  void sparsity_masks_overAllMaskedWeights() {
    assertEquals(4 / 7.0, event(PruningEvent.Kind.PRUNED, MASKS).sparsity());
  }

  @Test
  void structures_countedAsSuch_inEventAndSparsity() {
    PrunedUnits filters = new PrunedUnits("filters", 2, 8, 0.25, "filters");

    PruningEvent event = event(PruningEvent.Kind.PRUNED, MASKS, filters);

    assertEquals("iteration 100: 2 of 8 filters pruned (25.00 %), 12.3 ms", event.toString());
    assertEquals(0.25, event.sparsity());
  }

  private static PruningEvent event(PruningEvent.Kind kind, MaskStore masks) {
    return event(kind, masks, PrunedUnits.weightsOf(masks));
  }

  private static PruningEvent event(PruningEvent.Kind kind, MaskStore masks, PrunedUnits reached) {
    return new PruningEvent(
        kind, 100, 2, OptionalDouble.of(0.5), masks, reached, 3, 0, Duration.ofNanos(12_345_678));
  }

  @Test
  void toString_nothingPrunedYet_saysThatTheScheduleBegins() {
    MaskStore all = MaskStore.of(java.util.Map.of("0_W", Mask.keepAll(java.util.List.of(7L))));

    assertEquals(
        "iteration 100: the schedule begins, none of 7 weights pruned yet, 12.3 ms",
        event(PruningEvent.Kind.PRUNED, all).toString());
  }
}
