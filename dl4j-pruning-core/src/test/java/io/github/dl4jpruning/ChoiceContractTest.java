package io.github.dl4jpruning;

import static io.github.dl4jpruning.Choices.SHAPES;
import static io.github.dl4jpruning.Choices.SPARSITY;
import static io.github.dl4jpruning.Choices.assertCounts;
import static io.github.dl4jpruning.Choices.criteria;
import static io.github.dl4jpruning.Choices.prune;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.criterion.Activity;
import io.github.dl4jpruning.criterion.BatchNormScale;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.GeometricMedian;
import io.github.dl4jpruning.criterion.LossChange;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Structures;
import io.github.dl4jpruning.testing.Leak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
  private static final List<Allocation> SPLITS =
      List.of(
          Allocation.global(),
          Allocation.uniform(),
          Allocation.perOutput(),
          Allocation.erdosRenyi(),
          Allocation.erk(),
          Allocation.lamp(),
          Allocation.perParameter(Map.of()));

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
  @MethodSource("io.github.dl4jpruning.Choices#criteria")
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
        Leak.Watch before = Leaks.watch(pruner::masks);
        Leak.Watch after = Leaks.watch(pruner::masks);
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
}
