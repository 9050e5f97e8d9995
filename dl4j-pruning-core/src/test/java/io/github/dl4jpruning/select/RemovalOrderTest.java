package io.github.dl4jpruning.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.structure.Pool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemovalOrderTest {
  private static final Pool POOL =
      Pool.ofWeights(Params.param("fc1_W", 0, List.of(3L), Optional.empty()));

  private final RemovalOrder order = new RemovalOrder();

  @Test
  void rank_neverRemoved_zero() {
    assertEquals(0, order.rank(POOL, 1));
    assertEquals(Map.of(), order.ranks());

    order.removed(POOL, 0);

    assertEquals(0, order.rank(POOL, 1));
  }

  @Test
  void removed_later_higherRank() {
    order.removed(POOL, 2);
    order.removed(POOL, 0);

    assertEquals(1, order.rank(POOL, 2));
    assertEquals(2, order.rank(POOL, 0));
  }

  @Test
  void removed_again_highestRank() {
    order.removed(POOL, 2);
    order.removed(POOL, 0);
    order.removed(POOL, 2);

    assertEquals(3, order.rank(POOL, 2));
  }

  @Test
  void ranks_edited_orderIsNot() {
    order.removed(POOL, 2);
    order.ranks().get("fc1_W")[2] = 9;
    order.ranks().clear();

    assertEquals(Set.of("fc1_W"), order.ranks().keySet());
    assertArrayEquals(new int[] {0, 0, 1}, order.ranks().get("fc1_W"));
  }
}
