package io.github.dl4jpruning.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Place;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Candidate;
import io.github.dl4jpruning.select.Change;
import io.github.dl4jpruning.select.RemovalOrder;
import io.github.dl4jpruning.structure.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever begin, end, distance, schedule and shapes: the target is reached to the last weight. */
class FinalSparsityTest {
  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void select_wholeCadenceOfARandomRecipe_endsExactlyAtTheTarget(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ModelParam> params = params(random);
    int thousandths = random.nextInt(980);
    int ownThousandths = random.nextInt(980);
    boolean perParameter = random.nextInt(3) == 0;
    PruningRecipe recipe =
        PruningRecipe.builder()
            .sparsity(thousandths / 1_000.0)
            .schedule(schedule(random))
            .cadence(cadence(random))
            .allocation(
                perParameter
                    ? Allocation.perParameter(Map.of("0_W", ownThousandths / 1_000.0))
                    : random.nextBoolean() ? Allocation.uniform() : Allocation.global())
            .build();
    ResolvedRecipe resolved = Resolver.resolve(recipe, params, Map.of());

    MaskStore masks = train(resolved, random);

    if (!perParameter) {
      long n = params.stream().mapToLong(ModelParam::length).sum();
      assertEquals(kept(n, thousandths, params.size()), masks.kept());
    }
    if (recipe.allocation() instanceof Allocation.Uniform) {
      for (ModelParam param : params) {
        double share = (1_000 - thousandths) * param.length() / 1_000.0;
        assertEquals(
            Math.max(1, share), masks.get(param.key()).orElseThrow().kept(), 1.5, param::toString);
      }
    } else if (perParameter) {
      for (ModelParam param : params) {
        boolean own = param.key().equals("0_W");
        assertEquals(
            kept(param.length(), own ? ownThousandths : thousandths, 1),
            masks.get(param.key()).orElseThrow().kept(),
            () -> param + " of " + resolved);
      }
    }
    assertEquals(resolved.sparsityAt(1).orElseThrow(), masks.sparsity(), 1e-15);
  }

  private static long kept(long n, long thousandths, int params) {
    return Math.max(params, n - (thousandths * n + 500) / 1_000);
  }

  /** Every position in turn, with new scores each time. */
  private static MaskStore train(ResolvedRecipe resolved, SplittableRandom random) {
    Optional<RemovalOrder> order =
        resolved.recovers() ? Optional.of(new RemovalOrder()) : Optional.empty();
    Cadence cadence = resolved.recipe().cadence();
    MaskStore masks = MaskStore.empty();
    for (long at = 0; at <= cadence.last() + 10; at++) {
      if (cadence.fires(at)) {
        double progress = cadence.progress(at);
        for (ResolvedRecipe.Group group : resolved.groups()) {
          List<Candidate> candidates = new ArrayList<>();
          for (ModelParam param : group.params()) {
            float[] scores = new float[param.length()];
            for (int i = 0; i < scores.length; i++) {
              scores[i] = random.nextInt(100);
            }
            Mask current = masks.get(param.key()).orElseGet(() -> Mask.keepAll(param.shape()));
            candidates.add(new Candidate(Pool.ofWeights(param), scores, current));
          }
          masks =
              masks.withAll(
                  resolved
                      .selector(group)
                      .select(
                          candidates,
                          target -> group.schedule().sparsityAt(progress, target),
                          new Change(order, Optional.empty(), progress)));
        }
      }
    }
    return masks;
  }

  private static Cadence cadence(SplittableRandom random) {
    long first = random.nextLong(100);
    return Cadence.iterations(first, first + random.nextLong(200), random.nextLong(1, 60));
  }

  private static Schedule schedule(SplittableRandom random) {
    return switch (random.nextInt(7)) {
      case 0 -> Schedule.constant();
      case 1 -> Schedule.linear();
      case 2 -> Schedule.polynomial(random.nextDouble(0.3, 6), random.nextDouble(0.9));
      case 3 -> Schedule.exponential();
      case 4 -> Schedule.cosine();
      case 5 ->
          Schedule.piecewise(
              Map.of(
                  random.nextDouble(0.1, 0.5),
                  random.nextDouble(),
                  random.nextDouble(0.5, 0.9),
                  random.nextDouble()));
      default -> Schedule.cyclic(random.nextInt(1, 5), random.nextDouble());
    };
  }

  private static List<ModelParam> params(SplittableRandom random) {
    Map<String, ModelParam> params = new TreeMap<>();
    int offset = random.nextInt(10);
    for (int i = 0, n = random.nextInt(1, 5); i < n; i++) {
      int rows = random.nextInt(1, 12);
      int columns = random.nextInt(1, 12);
      params.put(
          i + "_W",
          new ModelParam(
              i + "_W",
              "layer" + i,
              String.valueOf(i),
              "W",
              Optional.empty(),
              List.of((long) rows, (long) columns),
              offset,
              rows * columns,
              Optional.empty(),
              Place.UNKNOWN,
              Optional.empty()));
      offset += rows * columns + columns;
    }
    return List.copyOf(params.values());
  }
}
