package io.github.dl4jpruning.select;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.structure.Pool;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CandidateTest {
  @Test
  void new_wrongNumberOfScores_error() {
    var param = Params.param("fc1_W", 0, List.of(2L, 3L), Optional.empty());
    Exception error =
        assertThrows(
            IllegalStateException.class,
            () -> new Candidate(Pool.ofWeights(param), new float[5], Mask.keepAll(param.shape())));

    assertEquals(
        "The criterion gave 5 scores for fc1_W[2, 3], which has 6 weights", error.getMessage());
  }

  @Test
  void new_nanScoreOfAKeptWeight_error() {
    Exception error =
        assertThrows(
            IllegalStateException.class,
            () -> Params.candidate("fc1_W", 0, 1f, 2f, Float.NaN, Float.NaN));

    assertEquals(
        "The score of weight 2 of fc1_W[4] (layer fc1) is NaN: training has diverged, or the"
            + " criterion divides by zero. Nothing was pruned",
        error.getMessage());
  }

  @Test
  void new_nanScoreOfAPrunedWeight_allowed() {
    assertDoesNotThrow(() -> Params.candidate("fc1_W", 0, Mask.of(true, false), 1f, Float.NaN));
  }

  @Test
  void new_infiniteScores_allowed() {
    assertDoesNotThrow(
        () -> Params.candidate("fc1_W", 0, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY));
  }
}
