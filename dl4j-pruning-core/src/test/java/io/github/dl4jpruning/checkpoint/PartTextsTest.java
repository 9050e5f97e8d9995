package io.github.dl4jpruning.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.criterion.Activity;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Gathered;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.Parts;
import io.github.dl4jpruning.recipe.Penalty;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.recipe.Rewind;
import io.github.dl4jpruning.recipe.Words;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Piecewise;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.select.Limits;
import io.github.dl4jpruning.structure.Granularity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import me.Train;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every part of a recipe is called where people read it. */
class PartTextsTest {
  static Stream<Arguments> parts() {
    return Stream.of(
        Arguments.of(Schedule.constant(), "at once"),
        Arguments.of(Schedule.cubic(), "cubic"),
        Arguments.of(Schedule.exponential(), "exponential"),
        Arguments.of(Schedule.cosine(), "cosine"),
        Arguments.of(
            new Piecewise(List.of(new Piecewise.Point(0, 0.5), new Piecewise.Point(1, 1))),
            "in pieces: 50 % of the target at 0 %, 100 % of the target at 100 %"),
        Arguments.of(new Piecewise.Point(0.25, 0.5), "50 % of the target at 25 %"),
        Arguments.of(Schedule.cyclic(3, 0.2), "3 cycles that recover 20 %"),
        Arguments.of(Cadence.iterations(1, 9, 2), "iterations 1 to 9, every 2"),
        Arguments.of(Criterion.magnitude(), "magnitude (L1)"),
        Arguments.of(Criterion.random(), "random"),
        Arguments.of(Criterion.saliency(), "saliency"),
        Arguments.of(Criterion.optimalBrainDamage(), "optimal brain damage"),
        Arguments.of(Criterion.snip(), "SNIP"),
        Arguments.of(Criterion.wanda(), "Wanda"),
        Arguments.of(new Activity(Signal.Statistic.VARIANCE), "activation variance"),
        Arguments.of(Criterion.geometricMedian(), "geometric median"),
        Arguments.of(Criterion.batchNormScale(), "batch normalisation's scale"),
        Arguments.of(Criterion.lossChange(), "loss change"),
        Arguments.of(Signal.gradientMagnitude(), "gradient magnitude"),
        Arguments.of(Signal.saliency(), "saliency"),
        Arguments.of(Signal.movement(), "movement"),
        Arguments.of(Signal.squaredGradient(), "squared gradient"),
        Arguments.of(Signal.meanGradient(), "mean gradient"),
        Arguments.of(Signal.exampleFisher(), "Fisher information"),
        Arguments.of(Signal.unitTaylor(), "Taylor expansion"),
        Arguments.of(Signal.activation(Signal.Statistic.ZEROS), "average percentage of zeros"),
        Arguments.of(Signal.inputSquares(), "squared inputs"),
        Arguments.of(Signal.inputMean(), "mean input"),
        Arguments.of(Signal.smoothed(Signal.saliency(), 0.9), "saliency, averaged by 0.9"),
        Arguments.of(Granularity.weight(), "weights"),
        Arguments.of(Granularity.block(2, 4), "blocks of 2 x 4"),
        Arguments.of(Granularity.nOfM(2, 4), "weights, 2:4"),
        Arguments.of(Granularity.kernel(), "kernels"),
        Arguments.of(Granularity.row(), "rows"),
        Arguments.of(Granularity.column(), "columns"),
        Arguments.of(Granularity.filter().roundedTo(8), "filters in multiples of 8"),
        Arguments.of(Allocation.uniform(), "uniform"),
        Arguments.of(Allocation.global(), "global"),
        Arguments.of(Allocation.perOutput(), "the same for each output"),
        Arguments.of(Allocation.erk(), "Erdős–Rényi with kernels (ERK)"),
        Arguments.of(Allocation.lamp(), "LAMP"),
        Arguments.of(Allocation.perParameter(Map.of("0_W", 0.5)), "by parameter: 0_W 50 %"),
        Arguments.of(Amount.sparsity(0.9), "90 %"),
        Arguments.of(Amount.sparsity(0.995), "99.5 %"),
        Arguments.of(Amount.remainingParameters(20_000), "all but 20000 parameters"),
        Arguments.of(Amount.remainingMacs(20_000), "all but 20000 multiply-adds"),
        Arguments.of(Amount.threshold(0.01), "scores below 0.01"),
        Arguments.of(
            Amount.standardDeviations(1.5), "weights within 1.5 standard deviations of zero"),
        Arguments.of(Growth.set(), "growth at random, 30 %"),
        Arguments.of(Growth.rigl(), "growth by gradient, 30 %"),
        Arguments.of(Growth.surgery(0.05), "network surgery, margin 10 %"),
        Arguments.of(
            new Limits(1, 2, 0.1, 0.9),
            "at least 1 per parameter, 2 per output, each 10 % to 90 % sparse"),
        Arguments.of(new Rewind(7), "rewinding to iteration 7"),
        Arguments.of(
            Penalty.groupLasso(Granularity.column(), 0.1),
            "group lasso of 0.1 over columns, at once"));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void toString_anyPart_isReadable(Object part, String text) {
    assertEquals(text, part.toString());
    assertEquals(text, Words.of(part));
    assertFalse(text.matches(".*(\\[]|\\w\\[|\\$|Lambda|=).*"), text);
  }

  /** A new kind of part gets a text, or this fails. */
  @Test
  void parts_above_areOfEveryKindThatFilesKnow() {
    Set<Class<?>> missing = new HashSet<>(Parts.KINDS);
    parts().forEach(row -> missing.remove(row.get()[0].getClass()));

    assertEquals(Set.of(), missing);
    assertTrue(parts().anyMatch(row -> row.get()[0] instanceof Gathered));
  }

  @Test
  void of_partsOfOnesOwn_whereTheyWereWritten() {
    assertEquals("a criterion of your own (me.Train)", Words.of(Train.criterion()));
    assertEquals("an allocation of your own (me.Train)", Words.of(Train.allocation()));
    assertEquals(
        "a schedule of your own (me.Train$OwnSchedule)", Words.of(new Train.OwnSchedule()));
    assertEquals("my own magnitude", Words.of(new Train.Named()));
  }

  @Test
  void resolved_partsOfOnesOwn_noLambdaNameInTheText() {
    PruningRecipe recipe =
        PruningRecipe.builder()
            .sparsity(0.9)
            .target(ParamFilter.layer("layer3"), 0.5, new Train.OwnSchedule())
            .oneShot(3)
            .criterion(Train.criterion())
            .build();

    String text = ResolvedRecipe.of(recipe, PrunableModel.of(Nets.mln())).toString();

    assertEquals(
        List.of(
            "prune layer layer3 ([3_W[5, 2]]): 50 % of the weights, a schedule of your own"
                + " (me.Train$OwnSchedule), by a criterion of your own (me.Train)",
            "prune all other weights ([0_W[3, 6], 2_W[6, 5]]): 90 % of the weights, cubic, by a"
                + " criterion of your own (me.Train)"),
        text.lines().limit(2).toList());
  }

  @Test
  void saved_toString_readsLikeTheRecipe() {
    PruningRecipe recipe = PruningRecipe.builder().sparsity(0.9).iterations(1, 9, 2).build();
    SavedRecipe saved = SavedRecipe.of(ResolvedRecipe.of(recipe, PrunableModel.of(Nets.mln())));

    assertEquals(
        "0_W, 2_W, 3_W, 90 %, cubic; iterations 1 to 9, every 2; magnitude (L1); NONE; weights;"
            + " global; at least 1 per parameter; 0; false",
        saved.toString());
  }
}
