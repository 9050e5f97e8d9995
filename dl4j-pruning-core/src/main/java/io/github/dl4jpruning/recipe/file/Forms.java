package io.github.dl4jpruning.recipe.file;

import io.github.dl4jpruning.criterion.Activity;
import io.github.dl4jpruning.criterion.BatchNormScale;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Gathered;
import io.github.dl4jpruning.criterion.GeometricMedian;
import io.github.dl4jpruning.criterion.LossChange;
import io.github.dl4jpruning.criterion.Magnitude;
import io.github.dl4jpruning.criterion.RandomScore;
import io.github.dl4jpruning.criterion.SecondOrder;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.criterion.Snip;
import io.github.dl4jpruning.criterion.Wanda;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.Penalty;
import io.github.dl4jpruning.recipe.Rewind;
import io.github.dl4jpruning.recipe.Target;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Constant;
import io.github.dl4jpruning.schedule.Cosine;
import io.github.dl4jpruning.schedule.Cyclic;
import io.github.dl4jpruning.schedule.Exponential;
import io.github.dl4jpruning.schedule.Piecewise;
import io.github.dl4jpruning.schedule.Polynomial;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.select.Limits;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Structures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * The table of all that a recipe's file may say. A part that has two forms is written in the first
 * that fits it, and read in both.
 */
final class Forms {
  /** Parts of which there are several kinds: a file names the kind. */
  static final Map<Class<?>, List<Form>> KINDS = kinds();

  /** Parts of one kind: a file gives their fields. */
  static final Map<Class<?>, Form> SHEETS =
      Map.of(
          Target.class,
          Form.of("target", Target.class).inline("filter").inline("amount"),
          Limits.class,
          Form.of("limits", Limits.class)
              .preset("perParameter", Limits.DEFAULT.perParameter())
              .preset("perOutput", Limits.DEFAULT.perOutput())
              .preset("minSparsity", Limits.DEFAULT.minSparsity())
              .preset("maxSparsity", Limits.DEFAULT.maxSparsity()),
          Rewind.class,
          Form.of("rewind", Rewind.class),
          Penalty.class,
          Form.of("group lasso", Penalty.class).preset("schedule", Schedule.constant()),
          Piecewise.Point.class,
          Form.of("point", Piecewise.Point.class));

  private Forms() {}

  private static Map<Class<?>, List<Form>> kinds() {
    Map<Class<?>, List<Form>> kinds = new HashMap<>();
    kinds.put(Amount.class, amounts());
    kinds.put(Schedule.class, schedules());
    kinds.put(Cadence.class, cadences());
    kinds.put(Criterion.class, criteria());
    kinds.put(Signal.class, signals());
    kinds.put(Granularity.class, granularities());
    kinds.put(Allocation.class, allocations());
    kinds.put(Growth.class, growths());
    kinds.put(ParamFilter.class, filters());
    kinds.put(InputType.class, InputForms.ALL);
    return kinds;
  }

  private static List<Form> amounts() {
    return List.of(
        Form.of("sparsity", Amount.Sparsity.class),
        Form.of("remainingParameters", Amount.RemainingParameters.class),
        Form.of("remainingMacs", Amount.RemainingMacs.class),
        Form.of("threshold", Amount.Threshold.class),
        Form.of("standardDeviations", Amount.StandardDeviations.class));
  }

  private static List<Form> schedules() {
    return List.of(
        Form.named("linear", Schedule.linear()),
        Form.named("cubic", Schedule.cubic()),
        Form.of("constant", Constant.class),
        Form.of("polynomial", Polynomial.class).preset("initial", 0.0),
        Form.of("exponential", Exponential.class).preset("initial", 0.0),
        Form.of("cosine", Cosine.class).preset("initial", 0.0),
        Form.of("piecewise", Piecewise.class),
        Form.of("cyclic", Cyclic.class));
  }

  private static List<Form> cadences() {
    return List.of(
        new Form(
            "oneShot",
            List.of(Field.of("iteration", long.class)),
            in -> Cadence.iterations((Long) in[0], (Long) in[0], 1),
            part ->
                part instanceof Cadence when
                        && when.equals(Cadence.iterations(when.last(), when.last(), 1))
                    ? Optional.of(new Object[] {when.last()})
                    : Optional.empty()),
        steps("iterations", Cadence.Unit.ITERATIONS),
        steps("epochs", Cadence.Unit.EPOCHS),
        new Form(
            "during",
            List.of(
                Field.of("from", double.class),
                Field.of("to", double.class),
                Field.of("steps", long.class)),
            in -> Cadence.during((Double) in[0], (Double) in[1], (Long) in[2]),
            part -> Optional.empty())); // written as the iterations that it comes to
  }

  private static Form steps(String name, Cadence.Unit unit) {
    return new Form(
        name,
        List.of(
            Field.of("first", long.class),
            Field.of("last", long.class),
            Field.of("every", long.class, 1L)),
        in -> new Cadence(unit, (Long) in[0], (Long) in[1], (Long) in[2]),
        part ->
            part instanceof Cadence when && when.unit() == unit
                ? Optional.of(new Object[] {when.first(), when.last(), when.every()})
                : Optional.empty());
  }

  private static List<Form> criteria() {
    return List.of(
        Form.named("l2Magnitude", Criterion.l2Magnitude()),
        Form.of("magnitude", Magnitude.class).preset("norm", Magnitude.Norm.L1),
        Form.of("random", RandomScore.class),
        Form.named("gradientMagnitude", Criterion.gradientMagnitude()),
        Form.named("saliency", Criterion.saliency()),
        Form.named("taylor", Criterion.taylor()),
        Form.named("movement", Criterion.movement()),
        Form.named("optimalBrainDamage", Criterion.optimalBrainDamage()),
        Form.named("fisher", Criterion.fisher()),
        Form.of("snip", Snip.class),
        Form.of("wanda", Wanda.class),
        Form.named("meanActivation", Criterion.meanActivation()),
        Form.named("activationVariance", Criterion.activationVariance()),
        Form.named("averagePercentageOfZeros", Criterion.averagePercentageOfZeros()),
        Form.of("geometricMedian", GeometricMedian.class),
        Form.of("batchNormScale", BatchNormScale.class),
        Form.of("lossChange", LossChange.class),
        Form.of("gathered", Gathered.class),
        Form.of("secondOrder", SecondOrder.class),
        Form.of("activity", Activity.class));
  }

  private static List<Form> signals() {
    return List.of(
        Form.of("gradientMagnitude", Signal.GradientMagnitude.class),
        Form.of("saliency", Signal.Saliency.class),
        Form.of("movement", Signal.Movement.class),
        Form.of("squaredGradient", Signal.SquaredGradient.class),
        Form.of("meanGradient", Signal.MeanGradient.class),
        Form.of("exampleFisher", Signal.ExampleFisher.class),
        Form.of("unitTaylor", Signal.UnitTaylor.class),
        Form.of("activation", Signal.Activation.class),
        Form.of("inputSquares", Signal.InputSquares.class),
        Form.of("inputMean", Signal.InputMean.class),
        Form.of("smoothed", Signal.Smoothed.class));
  }

  private static List<Form> granularities() {
    return List.of(
        Form.of("weight", Granularity.Weight.class),
        Form.of("block", Granularity.Block.class),
        Form.of("nOfM", Granularity.NofM.class),
        Form.of("kernel", Granularity.Kernel.class),
        Form.of("row", Granularity.Row.class),
        Form.of("column", Granularity.Column.class),
        Form.named("neuron", Granularity.neuron()),
        Form.named("filter", Granularity.filter()),
        Form.named("channel", Granularity.channel()),
        Form.named("structure", Granularity.structure()),
        Form.of("structures", Structures.class).preset("roundTo", 1));
  }

  private static List<Form> allocations() {
    return List.of(
        Form.of("global", Allocation.Global.class),
        Form.of("uniform", Allocation.Uniform.class),
        Form.of("perOutput", Allocation.PerOutput.class),
        Form.named("erk", Allocation.erk()),
        Form.of("erdosRenyi", Allocation.ErdosRenyi.class).preset("withKernel", false),
        Form.of("lamp", Allocation.Lamp.class),
        Form.of("perParameter", Allocation.PerParameter.class));
  }

  private static List<Form> growths() {
    return List.of(
        Form.named("set", Growth.set()),
        Form.named("rigl", Growth.rigl()),
        Form.of("atRandom", Growth.AtRandom.class).preset("annealing", Growth.Annealing.NONE),
        Form.of("byGradient", Growth.ByGradient.class).preset("annealing", Growth.Annealing.NONE),
        Form.of("surgery", Growth.Surgery.class).preset("margin", 0.1));
  }

  private static List<Form> filters() {
    return List.of(
        Form.of("layer", ParamFilter.ByLayer.class),
        Form.of("param", ParamFilter.ByName.class),
        Form.of("layerClass", ParamFilter.ByLayerClass.class));
  }
}
