package io.github.dl4jpruning.criterion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Place;
import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CriterionTest {
  @Test
  void magnitude_weights_absoluteValues() {
    ScoreContext context = context("fc1_W", 0, 1.5f, -2f, -0f, Float.NEGATIVE_INFINITY, 0f, 1e-40f);

    assertArrayEquals(
        new float[] {1.5f, 2f, 0f, Float.POSITIVE_INFINITY, 0f, 1e-40f},
        Criterion.magnitude().score(context));
    assertArrayEquals(Criterion.magnitude().score(context), Criterion.l2Magnitude().score(context));
  }

  @Test
  void magnitude_nanWeight_nanScore() {
    assertTrue(Float.isNaN(Criterion.magnitude().score(context("fc1_W", 0, Float.NaN))[0]));
  }

  @Test
  void random_sameSeedAndKey_sameScoresWhateverTheWeights() {
    assertArrayEquals(
        Criterion.random().score(context("fc1_W", 3, 1, 2, 3)),
        Criterion.random().score(context("fc1_W", 3, 7, 8, 9)));
  }

  @Test
  void random_otherSeedOrKey_otherScores() {
    float[] scores = Criterion.random().score(context("fc1_W", 3, 1, 2, 3));

    assertFalse(Arrays.equals(scores, Criterion.random().score(context("fc1_W", 4, 1, 2, 3))));
    assertFalse(Arrays.equals(scores, Criterion.random().score(context("fc2_W", 3, 1, 2, 3))));
  }

  @Test
  void random_manyWeights_evenFrom0To1() {
    float[] scores = Criterion.random().score(context("fc1_W", 3, new float[10_000]));
    int[] histogram = new int[10];
    for (float score : scores) {
      histogram[Math.min(9, (int) (10 * score))]++;
    }

    for (int count : histogram) {
      assertEquals(1_000, count, 150);
    }
  }

  /** SplittableRandom steps by a constant: seeds that differ by it give one stream, shifted. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 41, -1})
  void random_nextSeed_isNotTheSameStreamShifted(long seed) {
    float[] scores = Criterion.random().score(context("fc1_W", seed, new float[100]));
    float[] next = Criterion.random().score(context("fc1_W", seed + 1, new float[100]));

    assertFalse(
        Arrays.equals(Arrays.copyOfRange(scores, 1, 100), Arrays.copyOfRange(next, 0, 99)),
        "the scores of one seed are those of the next, moved by one weight");
  }

  /** "Aa" and "BB" have the same hash code. */
  @Test
  void random_keysOfEqualHashCode_streamsOfTheirOwn() {
    assertEquals("Aa_W".hashCode(), "BB_W".hashCode());
    assertFalse(
        Arrays.equals(
            Criterion.random().score(context("Aa_W", 0, new float[10])),
            Criterion.random().score(context("BB_W", 0, new float[10]))));
  }

  @Test
  void signals_builtIns_whatTheyNeed() {
    assertEquals(Set.of(), Criterion.magnitude().signals());
    assertEquals(Set.of(), Criterion.l2Magnitude().signals());
    assertEquals(Set.of(), Criterion.random().signals());
    assertEquals(Set.of(Signal.gradientMagnitude()), Criterion.gradientMagnitude().signals());
    assertEquals(Set.of(Signal.saliency()), Criterion.saliency().signals());
  }

  @Test
  void gathered_signalThere_itsValues() {
    ScoreContext context =
        context(
            "fc1_W",
            new float[] {1, 2},
            Map.of(
                Signal.saliency(), () -> new float[] {5, 6},
                Signal.gradientMagnitude(), () -> new float[] {3, 4}));

    assertArrayEquals(new float[] {5, 6}, Criterion.saliency().score(context));
    assertArrayEquals(new float[] {3, 4}, Criterion.gradientMagnitude().score(context));
  }

  @Test
  void gathered_signalMissing_error() {
    Exception error =
        assertThrows(
            IllegalStateException.class,
            () -> Criterion.saliency().score(context("fc1_W", 0, 1, 2)));

    assertEquals(
        "saliency was not gathered for fc1_W[2]: name it in Criterion.signals()",
        error.getMessage());
  }

  @Test
  void lambda_tenLines_isACriterion() {
    Criterion closeToOne =
        context -> {
          float[] scores = context.weights();
          for (int i = 0; i < scores.length; i++) {
            scores[i] = -Math.abs(scores[i] - 1f);
          }
          return scores;
        };

    assertArrayEquals(new float[] {-1, -0f, -2}, closeToOne.score(context("fc1_W", 0, 0, 1, 3)));
    assertEquals(Set.of(), closeToOne.signals());
  }

  /** Weights by signal: two methods are all that a criterion with a signal needs. */
  @Test
  void ownClass_withSignal_isACriterion() {
    record Product() implements Criterion {
      @Override
      public Set<Signal> signals() {
        return Set.of(Signal.gradientMagnitude());
      }

      @Override
      public float[] score(ScoreContext context) {
        float[] scores = context.signal(Signal.gradientMagnitude());
        float[] weights = context.weights();
        for (int i = 0; i < scores.length; i++) {
          scores[i] *= weights[i] * weights[i];
        }
        return scores;
      }
    }

    ScoreContext context =
        context(
            "fc1_W",
            new float[] {2, -3},
            Map.of(Signal.gradientMagnitude(), () -> new float[] {1, 2}));

    assertArrayEquals(new float[] {4, 18}, new Product().score(context));
  }

  @Test
  void random_contextAskedTwice_streamFromItsStart() {
    ScoreContext context = context("fc1_W", 5, 1);

    assertEquals(context.random().nextLong(), context.random().nextLong());
  }

  @Test
  void new_signalsChangedLater_contextDoesNot() {
    Map<Signal, Supplier<float[]>> signals = new HashMap<>();
    signals.put(Signal.saliency(), () -> new float[] {1});
    ScoreContext context = context("fc1_W", new float[1], signals);
    signals.clear();

    assertArrayEquals(new float[] {1}, context.signal(Signal.saliency()));
    assertEquals("fc1_W", context.key());
  }

  private static ScoreContext context(String key, long seed, float... weights) {
    return context(key, weights, Map.of(), seed);
  }

  private static ScoreContext context(
      String key, float[] weights, Map<Signal, Supplier<float[]>> signals) {
    return context(key, weights, signals, 0);
  }

  private static ScoreContext context(
      String key, float[] weights, Map<Signal, Supplier<float[]>> signals, long seed) {
    return new ScoreContext(
        Pool.ofWeights(param(key, weights.length)),
        weights::clone,
        signals,
        Optional::empty,
        Optional.empty(),
        seed);
  }

  private static ModelParam param(String key, int length) {
    return new ModelParam(
        key,
        "fc1",
        "fc1",
        "W",
        Optional.empty(),
        List.of((long) length),
        0,
        length,
        Optional.empty(),
        Place.UNKNOWN,
        Optional.empty());
  }
}
