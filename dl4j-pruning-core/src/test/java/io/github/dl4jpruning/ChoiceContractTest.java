package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.criterion.Activity;
import io.github.dl4jpruning.criterion.BatchNormScale;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.GeometricMedian;
import io.github.dl4jpruning.criterion.LossChange;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Partition;
import io.github.dl4jpruning.structure.Pool;
import io.github.dl4jpruning.structure.Structures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What holds for every criterion, allocation and granularity that go together, on both kinds of
 * network and in float and double; and that those which don't are refused with a reason.
 */
class ChoiceContractTest {
  private static final List<Granularity> SHAPES =
      List.of(
          Granularity.weight(),
          Granularity.block(2, 2),
          Granularity.nOfM(2, 4),
          Granularity.kernel(),
          Granularity.row(),
          Granularity.column());

  private static final List<Allocation> SPLITS =
      List.of(
          Allocation.global(),
          Allocation.uniform(),
          Allocation.perOutput(),
          Allocation.erdosRenyi(),
          Allocation.erk(),
          Allocation.lamp(),
          Allocation.perParameter(Map.of()));

  /** Large enough for 2:4, whatever the allocation. */
  private static final double SPARSITY = 0.75;

  static Stream<Criterion> criteria() {
    return Criteria.all();
  }

  @Test
  void lists_all_complete() {
    Set<String> factories = new TreeSet<>();
    Arrays.stream(Criterion.class.getDeclaredMethods())
        .filter(method -> java.lang.reflect.Modifier.isStatic(method.getModifiers()))
        .filter(method -> !method.isSynthetic())
        .forEach(method -> factories.add(method.getName() + method.getParameterCount()));
    assertEquals(factories.size(), criteria().count());
    for (Class<?> kind : Granularity.class.getPermittedSubclasses()) {
      // Structures have a test of their own: StructuredPruningTest.
      assertTrue(
          kind == Structures.class || SHAPES.stream().anyMatch(kind::isInstance), kind::getName);
    }
    for (Class<?> kind :
        Arrays.stream(Allocation.class.getDeclaredClasses()).filter(Class::isRecord).toList()) {
      assertTrue(SPLITS.stream().anyMatch(kind::isInstance), kind::getName);
    }
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void prune_everyAllocationAndShape_exactAndRepeatable(Criterion criterion) {
    int combination = 0;
    for (Granularity shape : SHAPES) {
      for (Allocation split : SPLITS) {
        boolean graph = combination % 2 == 0;
        DataType type = combination++ % 4 < 2 ? DataType.FLOAT : DataType.DOUBLE;
        RecipeBuilder builder =
            PruningRecipe.builder()
                .criterion(criterion)
                .granularity(shape)
                .allocation(split)
                .seed(3)
                .oneShot(0);
        String what = criterion + ", " + shape + ", " + split + ", " + type;
        if (!fits(criterion, shape, split)) {
          Exception refusal =
              assertThrows(
                  IllegalArgumentException.class,
                  () -> prune(graph, type, builder.sparsity(SPARSITY)),
                  what);
          assertTrue(refusal.getMessage().length() > 30, refusal.getMessage());
          continue;
        }
        boolean slow = criterion instanceof LossChange && !(shape instanceof Granularity.Column);
        if (slow && !(split instanceof Allocation.Global)) {
          continue; // a forward pass for each unit
        }
        for (double sparsity : sparsities(criterion, shape, split)) {
          MaskStore masks = prune(graph, type, builder.sparsity(sparsity));

          assertCounts(masks, shape, split, sparsity, criterion, what);
          if (!slow && sparsity == SPARSITY) {
            assertEquals(masks, prune(graph, type, builder.sparsity(sparsity)), what);
          }
        }
      }
    }
  }

  /** Written down once more, apart from the code under test. */
  private static boolean fits(Criterion criterion, Granularity shape, Allocation split) {
    boolean negative = criterion.equals(Criterion.movement()) || criterion instanceof LossChange;
    if (split instanceof Allocation.Lamp && negative) {
      return false;
    }
    if (split instanceof Allocation.PerOutput && !(shape instanceof Granularity.Weight)) {
      return false;
    }
    if (split.equals(Allocation.erk()) && shape instanceof Granularity.NofM) {
      return false; // the output layer's share would be denser than the pattern
    }
    if (criterion instanceof Activity || criterion instanceof BatchNormScale) {
      return shape instanceof Granularity.Column;
    }
    if (criterion instanceof GeometricMedian) {
      return shape instanceof Granularity.Column || shape instanceof Granularity.Row;
    }
    return true;
  }

  /** The ends of the range with two allocations, of which one is global. */
  private static double[] sparsities(Criterion criterion, Granularity shape, Allocation split) {
    boolean ends = split instanceof Allocation.Global || split instanceof Allocation.ErdosRenyi;
    if (criterion instanceof LossChange || !ends) {
      return new double[] {SPARSITY};
    }
    return shape instanceof Granularity.NofM
        ? new double[] {SPARSITY, 0.999}
        : new double[] {0, SPARSITY, 0.999};
  }

  private static void assertCounts(
      MaskStore masks,
      Granularity shape,
      Allocation split,
      double sparsity,
      Criterion criterion,
      String what) {
    int pools = 0;
    long units = 0;
    long kept = 0;
    List<Pool> all = pools(criterion, shape);
    for (Pool pool : all) {
      Mask mask = maskOf(masks, pool);
      long here = keptUnits(pool.units(), mask, what);
      long size = pool.units().count();
      pools++;
      units += size;
      kept += here;
      assertTrue(here >= 1, what);
      if (split instanceof Allocation.PerParameter) {
        assertEquals(Math.max(1, size - Math.round(sparsity * size)), here, what);
      }
      if (split instanceof Allocation.Uniform || split instanceof Allocation.PerOutput) {
        assertEquals(Math.max(1, (1 - sparsity) * size), (double) here, 1, what);
      }
      pool.pattern().ifPresent(pattern -> assertPattern(pattern.groups(), mask, what));
    }
    assertEquals(pools, masks.masks().size(), what);
    if (!(split instanceof Allocation.PerParameter)) {
      assertEquals(Math.max(pools, units - Math.round(sparsity * units)), kept, what);
    }
  }

  /** Units are kept or removed as wholes. */
  private static long keptUnits(Partition units, Mask mask, String what) {
    int[] kept = new int[units.count()];
    for (int i = 0; i < mask.length(); i++) {
      if (mask.isKept(i)) {
        kept[units.of(i)]++;
      }
    }
    for (int unit = 0; unit < kept.length; unit++) {
      assertTrue(kept[unit] == 0 || kept[unit] == units.sizeOf(unit), what);
    }
    return IntStream.of(kept).filter(count -> count > 0).count();
  }

  private static void assertPattern(Partition groups, Mask mask, String what) {
    int[] kept = new int[groups.count()];
    for (int i = 0; i < mask.length(); i++) {
      if (mask.isKept(i)) {
        kept[groups.of(i)]++;
      }
    }
    assertTrue(IntStream.of(kept).allMatch(count -> count <= 2), what);
  }

  private static List<Pool> pools(Criterion criterion, Granularity shape) {
    return ResolvedRecipe.of(
            PruningRecipe.builder()
                .sparsity(0.9)
                .criterion(criterion)
                .granularity(shape)
                .oneShot(0)
                .build(),
            PrunableModel.of(SmallConvs.net(true, DataType.FLOAT)))
        .pools();
  }

  private static MaskStore prune(boolean graph, DataType type, RecipeBuilder recipe) {
    Model net = SmallConvs.net(graph, type);
    MaskStore masks = Pruner.prune(net, recipe.build(), Samples.of(SmallConvs.batches(1, 4, type)));
    assertTrue(Leak.of(net, masks).isNone());
    return masks;
  }

  /** While training: monotone, exact in the end, zero at every step. */
  static Stream<Choice> choices() {
    List<Choice> choices = new ArrayList<>();
    criteria()
        .filter(criterion -> !criterion.equals(Criterion.fisher()))
        .forEach(
            criterion ->
                choices.add(new Choice(criterion, Allocation.global(), Granularity.column())));
    SPLITS.forEach(
        split -> choices.add(new Choice(Criterion.saliency(), split, Granularity.weight())));
    SHAPES.forEach(
        shape -> choices.add(new Choice(Criterion.taylor(), Allocation.uniform(), shape)));
    return choices.stream();
  }

  record Choice(Criterion criterion, Allocation split, Granularity shape) {}

  @ParameterizedTest
  @MethodSource("choices")
  void fit_choice_monotoneAndExactAndZero(Choice choice) {
    for (boolean graph : new boolean[] {false, true}) {
      for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
        Model net = SmallConvs.net(graph, type);
        List<MaskStore> history = new ArrayList<>();
        PruningListener pruner =
            PruningListener.builder(
                    PruningRecipe.builder()
                        .sparsity(SPARSITY)
                        .schedule(Schedule.linear())
                        .criterion(choice.criterion())
                        .allocation(choice.split())
                        .granularity(choice.shape())
                        .iterations(2, 6, 2)
                        .build())
                .samples(Samples.of(SmallConvs.batches(1, 4, type)))
                .onEvent(event -> history.add(event.masks()))
                .build();
        Leak.Watch before = new Leak.Watch(pruner::masks);
        Leak.Watch after = new Leak.Watch(pruner::masks);
        net.setListeners(before, pruner, after);

        SmallConvs.fit(net, SmallConvs.batches(9, 4, type));

        pruner.requireComplete();
        assertEquals(3, history.size());
        for (int i = 1; i < history.size(); i++) {
          assertTrue(history.get(i).isSubsetOf(history.get(i - 1)), choice::toString);
        }
        assertEquals(9, before.looks);
        assertTrue(before.worst.isNone(), () -> choice + " before: " + before.worst);
        assertTrue(after.worst.isNone(), () -> choice + " after: " + after.worst);
        assertTrue(after.worst.positions > 0);
        assertCounts(
            pruner.masks(),
            choice.shape(),
            choice.split(),
            SPARSITY,
            choice.criterion(),
            choice.toString());
      }
    }
  }

  /** The names of parameters, and so the order in which they are listed, change nothing. */
  @ParameterizedTest
  @MethodSource("criteria")
  void prune_bothKindsOfNetwork_sameMasks(Criterion criterion) {
    if (criterion.equals(Criterion.random())) {
      return; // drawn by parameter key
    }
    RecipeBuilder builder =
        PruningRecipe.builder()
            .sparsity(SPARSITY)
            .criterion(criterion)
            .granularity(Granularity.column())
            .oneShot(0);

    List<Mask> chain = List.copyOf(prune(false, DataType.DOUBLE, builder).masks().values());
    List<Mask> graph = List.copyOf(prune(true, DataType.DOUBLE, builder).masks().values());

    assertEquals(chain, graph);
    assertFalse(chain.isEmpty());
  }

  @Test
  void prune_equalScores_lowestIndexOfEachShapeStays() {
    for (Granularity shape : SHAPES) {
      Model net = SmallConvs.net(false, DataType.FLOAT);
      net.params().assign(0.5);
      MaskStore masks =
          Pruner.prune(
              net,
              PruningRecipe.builder()
                  .sparsity(SPARSITY)
                  .allocation(Allocation.uniform())
                  .criterion(Criterion.magnitude())
                  .reduction(io.github.dl4jpruning.criterion.Reduction.MEAN)
                  .granularity(shape)
                  .oneShot(0)
                  .build());

      for (Pool pool : pools(Criterion.magnitude(), shape)) {
        if (pool.pattern().isEmpty()) {
          Mask mask = maskOf(masks, pool);
          String order =
              IntStream.range(0, mask.length())
                  .filter(i -> i == 0 || pool.units().of(i) > pool.units().of(i - 1))
                  .mapToObj(i -> mask.isKept(i) ? "1" : "0")
                  .collect(Collectors.joining());
          long kept = keptUnits(pool.units(), mask, shape.toString());
          for (int i = 0; i < mask.length(); i++) {
            assertEquals(pool.units().of(i) < kept, mask.isKept(i), shape + " " + order);
          }
        }
      }
    }
  }

  /** Pools are the graph's; the chain has other names. */
  private static Mask maskOf(MaskStore masks, Pool pool) {
    String key = pool.param().key();
    return masks.get(key).or(() -> masks.get(SmallConvs.CHAIN_KEYS.get(key))).orElseThrow();
  }

  @Test
  void prune_hugeAndTinyWeights_exact() {
    for (Granularity shape : SHAPES) {
      for (Criterion criterion : List.of(Criterion.magnitude(), Criterion.l2Magnitude())) {
        Model net = SmallConvs.net(true, DataType.FLOAT);
        net.params().muli(1e37);
        MaskStore masks =
            Pruner.prune(
                net,
                PruningRecipe.builder()
                    .sparsity(SPARSITY)
                    .criterion(criterion)
                    .granularity(shape)
                    .oneShot(0)
                    .build());

        assertCounts(masks, shape, Allocation.global(), SPARSITY, criterion, shape.toString());
      }
    }
  }

  @Test
  void prune_nanWeight_stopsWithLayerAndParameter() {
    for (Granularity shape : SHAPES) {
      Model net = SmallConvs.net(true, DataType.FLOAT);
      net.params().putScalar(5, Float.NaN);
      Exception error =
          assertThrows(
              IllegalStateException.class,
              () ->
                  Pruner.prune(
                      net,
                      PruningRecipe.builder()
                          .sparsity(SPARSITY)
                          .granularity(shape)
                          .oneShot(0)
                          .build()));
      assertTrue(error.getMessage().contains("conv1_W"), error.getMessage());
      assertTrue(error.getMessage().contains("is NaN"), error.getMessage());
    }
  }
}
