package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.criterion.Activity;
import io.github.dl4jpruning.criterion.BatchNormScale;
import io.github.dl4jpruning.criterion.Gathered;
import io.github.dl4jpruning.criterion.GeometricMedian;
import io.github.dl4jpruning.criterion.LossChange;
import io.github.dl4jpruning.criterion.Magnitude;
import io.github.dl4jpruning.criterion.RandomScore;
import io.github.dl4jpruning.criterion.SecondOrder;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.criterion.Snip;
import io.github.dl4jpruning.criterion.Wanda;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Constant;
import io.github.dl4jpruning.schedule.Cosine;
import io.github.dl4jpruning.schedule.Cyclic;
import io.github.dl4jpruning.schedule.Exponential;
import io.github.dl4jpruning.schedule.Piecewise;
import io.github.dl4jpruning.schedule.Polynomial;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.select.Limits;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Structures;
import java.util.List;

/**
 * The table of the parts that a recipe in a file may have. Checkpoints name a part by its place in
 * this list, recipes that people write by its name; neither names a class. New parts go to the end.
 */
public final class Parts {
  /** Records, whose constructors check what a file says. */
  public static final List<Class<? extends Record>> KINDS =
      List.of(
          Constant.class,
          Polynomial.class,
          Exponential.class,
          Cosine.class,
          Piecewise.class,
          Piecewise.Point.class,
          Cyclic.class,
          Cadence.class,
          Magnitude.class,
          RandomScore.class,
          Gathered.class,
          SecondOrder.class,
          Snip.class,
          Wanda.class,
          Activity.class,
          GeometricMedian.class,
          BatchNormScale.class,
          LossChange.class,
          Signal.GradientMagnitude.class,
          Signal.Saliency.class,
          Signal.Movement.class,
          Signal.SquaredGradient.class,
          Signal.MeanGradient.class,
          Signal.ExampleFisher.class,
          Signal.UnitTaylor.class,
          Signal.Activation.class,
          Signal.InputSquares.class,
          Signal.Smoothed.class,
          Granularity.Weight.class,
          Granularity.Block.class,
          Granularity.NofM.class,
          Granularity.Kernel.class,
          Granularity.Row.class,
          Granularity.Column.class,
          Allocation.Uniform.class,
          Allocation.Global.class,
          Allocation.PerOutput.class,
          Allocation.ErdosRenyi.class,
          Allocation.Lamp.class,
          Allocation.PerParameter.class,
          Amount.Sparsity.class,
          Amount.RemainingParameters.class,
          Amount.RemainingMacs.class,
          Amount.Threshold.class,
          Amount.StandardDeviations.class,
          Growth.AtRandom.class,
          Growth.ByGradient.class,
          Growth.Surgery.class,
          Limits.class,
          Rewind.class,
          Penalty.class,
          Structures.class,
          Signal.InputMean.class);

  private Parts() {}
}
