package io.github.dl4jpruning.select;

import static io.github.dl4jpruning.select.Selections.NONE;
import static io.github.dl4jpruning.select.Selections.masks;
import static io.github.dl4jpruning.select.Selections.select;
import static io.github.dl4jpruning.select.Selections.selector;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.mask.Mask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Falling sparsity: which weights come back. */
class MaskSelectorRecoveryTest {
  // ---- monotone

  @Test
  void select_prunedBefore_staysPrunedWhateverTheScore() {
    assertEquals(
        masks("a_W", Mask.of(false, false, true, true)),
        select(
            Allocation.global(),
            0.5,
            NONE,
            Params.candidate("a_W", 0, Mask.of(false, true, true, true), 100, 1, 2, 3)));
  }

  @Test
  void select_sparserAlreadyWithoutOrder_unchanged() {
    assertEquals(
        masks("a_W", Mask.of(false, false, false, true)),
        select(
            Allocation.global(),
            0.5,
            NONE,
            Params.candidate("a_W", 0, Mask.of(false, false, false, true), 4, 3, 2, 1)));
  }

  // ---- growth

  @Test
  void select_falling_lastRemovedComesBackFirst() {
    MaskSelector selector = selector(Allocation.global(), 0.8, NONE);
    Optional<RemovalOrder> order = Optional.of(new RemovalOrder());
    Mask first = one(selector, 0.4, order, Mask.of(true, true, true, true, true), 1, 2, 3, 4, 5);
    Mask second = one(selector, 0.6, order, first, 9, 9, 9, 7, 8);
    assertEquals(Mask.of(false, false, true, true, true), first);
    assertEquals(Mask.of(false, false, true, false, true), second);

    // Weight 3 went last; of 0 and 1, which went together, 1 had the higher score.
    assertEquals(first, one(selector, 0.4, order, second, 0, 0, 0, 0, 0));
    assertEquals(
        Mask.of(false, true, true, true, true), one(selector, 0.2, order, second, 0, 0, 0, 0, 0));
  }

  @Test
  void select_fallingWithEqualScores_lowestIndexComesBackFirst() {
    MaskSelector selector = selector(Allocation.global(), 0.8, NONE);
    Optional<RemovalOrder> order = Optional.of(new RemovalOrder());
    Mask sparse = one(selector, 0.8, order, Mask.of(true, true, true, true, true), 1, 1, 1, 1, 1);
    assertEquals(Mask.of(true, false, false, false, false), sparse);

    assertEquals(
        Mask.of(true, true, true, false, false), one(selector, 0.4, order, sparse, 0, 0, 0, 0, 0));
  }

  @Test
  void select_fallingWithUnknownRemovals_afterAllKnownOnesLowestIndexFirst() {
    MaskSelector selector = selector(Allocation.global(), 0.8, NONE);
    Optional<RemovalOrder> order = Optional.of(new RemovalOrder());
    Mask start = Mask.of(false, false, true, true, true);
    Mask sparse = one(selector, 0.6, order, start, 0, 0, 3, 1, 2);
    assertEquals(Mask.of(false, false, true, false, true), sparse);

    assertEquals(start, one(selector, 0.4, order, sparse, 0, 0, 0, 0, 0));
    assertEquals(
        Mask.of(true, false, true, true, true), one(selector, 0.2, order, sparse, 0, 0, 0, 0, 0));
  }

  @Test
  void select_fallingAcrossParameters_lastRemovedOfAllFirst() {
    MaskSelector selector = selector(Allocation.global(), 0.5, NONE);
    Optional<RemovalOrder> order = Optional.of(new RemovalOrder());
    Map<String, Mask> sparse =
        selector.select(
            List.of(Params.candidate("b_W", 2, 1, 5), Params.candidate("a_W", 0, 2, 6)),
            target -> target,
            Params.change(order));
    assertEquals(masks("a_W", Mask.of(false, true), "b_W", Mask.of(false, true)), sparse);

    assertEquals(
        masks("a_W", Mask.of(true, true), "b_W", Mask.of(false, true)),
        selector.select(
            List.of(
                Params.candidate("b_W", 2, sparse.get("b_W"), Float.NaN, 5),
                Params.candidate("a_W", 0, sparse.get("a_W"), Float.NaN, 6)),
            target -> 0.25,
            Params.change(order)));
  }

  /** The mask of one vector at some sparsity on the way. */
  private static Mask one(
      MaskSelector selector,
      double sparsity,
      Optional<RemovalOrder> order,
      Mask current,
      float... scores) {
    return selector
        .select(
            List.of(Params.candidate("a_W", 0, current, scores)),
            target -> sparsity,
            Params.change(order))
        .get("a_W");
  }
}
