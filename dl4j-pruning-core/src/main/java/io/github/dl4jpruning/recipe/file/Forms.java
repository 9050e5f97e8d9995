package io.github.dl4jpruning.recipe.file;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Magnitude;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.Parts;
import io.github.dl4jpruning.recipe.Penalty;
import io.github.dl4jpruning.recipe.Rewind;
import io.github.dl4jpruning.recipe.Target;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Piecewise;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.select.Limits;
import io.github.dl4jpruning.structure.Granularity;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * The table of all that a recipe's file may say. Every record in {@link Parts} has a form by its
 * own name; what the library's factories make of some has theirs. A part that has two forms is
 * written in the first that fits it, and read in both.
 */
final class Forms {
  /** What a file may leave out, by the names of fields. */
  private static final Map<String, Object> PRESETS =
      Map.of(
          "initial",
          0.0,
          "norm",
          Magnitude.Norm.L1,
          "withKernel",
          false,
          "roundTo",
          1,
          "annealing",
          Growth.Annealing.NONE,
          "margin",
          0.1);

  /** Where a class is not called what its factory is. */
  private static final Map<String, String> NAMES = Map.of("RandomScore", "random", "NofM", "nOfM");

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

  /** The kinds that a field may have, optional or not. */
  static List<Form> kindsOf(Field field) {
    Type type =
        field.type() instanceof ParameterizedType generic
            ? generic.getActualTypeArguments()[0]
            : field.type();
    return Objects.requireNonNull(KINDS.get(type));
  }

  private static Map<Class<?>, List<Form>> kinds() {
    Map<Class<?>, List<Form>> kinds = new HashMap<>();
    kinds.put(Amount.class, of(Amount.class));
    kinds.put(Signal.class, of(Signal.class));
    kinds.put(
        Schedule.class,
        of(
            Schedule.class,
            Form.named("linear", Schedule.linear()),
            Form.named("cubic", Schedule.cubic())));
    kinds.put(
        Criterion.class,
        of(
            Criterion.class,
            Form.named("l2Magnitude", Criterion.l2Magnitude()),
            Form.named("gradientMagnitude", Criterion.gradientMagnitude()),
            Form.named("saliency", Criterion.saliency()),
            Form.named("taylor", Criterion.taylor()),
            Form.named("movement", Criterion.movement()),
            Form.named("optimalBrainDamage", Criterion.optimalBrainDamage()),
            Form.named("fisher", Criterion.fisher()),
            Form.named("meanActivation", Criterion.meanActivation()),
            Form.named("activationVariance", Criterion.activationVariance()),
            Form.named("averagePercentageOfZeros", Criterion.averagePercentageOfZeros())));
    kinds.put(
        Granularity.class,
        of(
            Granularity.class,
            Form.named("neuron", Granularity.neuron()),
            Form.named("filter", Granularity.filter()),
            Form.named("channel", Granularity.channel()),
            Form.named("structure", Granularity.structure())));
    kinds.put(Allocation.class, of(Allocation.class, Form.named("erk", Allocation.erk())));
    kinds.put(
        Growth.class,
        of(Growth.class, Form.named("set", Growth.set()), Form.named("rigl", Growth.rigl())));
    kinds.put(Cadence.class, cadences());
    kinds.put(ParamFilter.class, filters());
    kinds.put(InputType.class, InputForms.ALL);
    return kinds;
  }

  /** Those that have a name of their own, then every record of a type. */
  private static List<Form> of(Class<?> type, Form... named) {
    List<Form> forms = new ArrayList<>(List.of(named));
    Parts.KINDS.stream().filter(type::isAssignableFrom).map(Forms::usual).forEach(forms::add);
    return List.copyOf(forms);
  }

  private static Form usual(Class<? extends Record> type) {
    String name = type.getSimpleName();
    String decapitalised = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    Form form = Form.of(NAMES.getOrDefault(name, decapitalised), type);
    for (Field field : form.fields()) {
      if (PRESETS.containsKey(field.name())) {
        form = form.preset(field.name(), PRESETS.get(field.name()));
      }
    }
    return form;
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

  private static List<Form> filters() {
    return List.of(
        Form.of("layer", ParamFilter.ByLayer.class),
        Form.of("param", ParamFilter.ByName.class),
        Form.of("layerClass", ParamFilter.ByLayerClass.class));
  }
}
