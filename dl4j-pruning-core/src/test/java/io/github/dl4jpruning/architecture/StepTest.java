package io.github.dl4jpruning.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import io.github.dl4jpruning.PruningListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What DL4J calls in each training step, and all of ours that it leads to, leaves arrays on their
 * device: on a GPU, each value that is read on the host makes the step wait. Stands in for a GPU,
 * which tests do not have.
 */
class StepTest {
  private static final Set<String> CALLBACKS =
      Set.of(
          "onEpochStart",
          "onForwardPass",
          "onBackwardPass",
          "onGradientCalculation",
          "iterationDone",
          "onEpochEnd");

  /** Methods of ND4J that bring values to the host, or copy an array. */
  private static final Pattern HOST_ACCESS =
      Pattern.compile(
          "get(Float|Double|Int|Long|Number|Scalar)|to\\w*(Vector|Matrix)|data|dup\\w*|\\w+Number"
              + "|add|sub|mul|div|castTo");

  /** Where steps end, and why what lies behind is not part of each. */
  private static final Map<String, String> SELDOM =
      Map.of(
          "training.MaskChanges.changeNow", "a mask change",
          "training.MaskChanges.decideNow", "a mask change of several workers",
          "training.PruningRun.<init>", "the first step",
          "model.WeightInspection.requireNumbers",
              "an epoch's end, and each step under constraints: one sum on the device",
          "model.WeightInspection.firstNonZero", "one step, after the first mask change",
          "model.PrunableModel.of", "the first step, and the one after a new init()",
          "model.FlatMask.of", "once per mask change");

  /** Accesses that are in a step's code all the same, and why they may be. */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "training.LeadStep.beforeUpdate dup",
              "on the device; only if the next mask change wants gradients",
          "training.RewindPoint.copy dup",
              "in one step of the training: the copy is the rewind point",
          "training.signal.ActivationSignal.add castTo", "on the device; one number per channel",
          "training.signal.SignalCollector.afterBackward castTo",
              "on the device; a copy for half precision only",
          "training.signal.Average.add castTo", "on the device; where DL4J mixes types",
          "training.HiddenWeights.gradientArrived castTo",
              "on the device; a copy for half precision only",
          "model.HostBits.multiply data", "the array's address, on the CPU only; reads no value");

  @Test
  void callbacks_andAllTheyLeadTo_leaveArraysOnTheirDevice() {
    assertEquals(new TreeMap<>(ALLOWED).keySet(), hostAccesses(reached(SELDOM.keySet())));
  }

  /** The search goes through lambdas, method references, interfaces and private methods. */
  @Test
  void callbacks_leadTo_whatWorksInAStep() {
    Set<String> names =
        reached(SELDOM.keySet()).stream().map(StepTest::name).collect(Collectors.toSet());

    for (String name :
        List.of(
            "training.ZeroKeeper.clear",
            "model.FlatMask.clear",
            "model.FlatViews.clearState",
            "training.signal.SignalCollector.afterBackward",
            "training.signal.WeightSignal.add",
            "training.signal.UnitSignal.add",
            "training.signal.ActivationSignal.add",
            "training.signal.Average.add",
            "training.HiddenWeights.gradientArrived",
            "training.GroupLasso.addToGradient",
            "training.RewindPoint.updated",
            "schedule.Polynomial.sparsityAt")) {
      assertTrue(names.contains(name), () -> name + " is not among " + new TreeSet<>(names));
    }
  }

  /** Without the mask changes' exemption, their host accesses are found. */
  @Test
  void maskChanges_ifTheyWerePartOfAStep_failTheRule() {
    Set<String> cuts = new HashSet<>(SELDOM.keySet());
    cuts.removeAll(Set.of("training.MaskChanges.changeNow"));

    assertTrue(
        hostAccesses(reached(cuts))
            .containsAll(
                Set.of(
                    "training.MaskChanges.changeNow toFloatVector",
                    "training.HiddenWeights.masksChange toDoubleVector",
                    "training.signal.Average.scaled toFloatVector",
                    "training.MeanReplacement.lost toDoubleVector")));
  }

  /** An exemption that nothing needs any more has to go. */
  @Test
  void exemptions_all_areMet() {
    Set<String> called = new HashSet<>();
    reached(SELDOM.keySet())
        .forEach(unit -> ours(unit).forEach(target -> called.add(name(target))));

    assertTrue(called.containsAll(SELDOM.keySet()), called::toString);
  }

  /** Our methods and constructors that the callbacks lead to, but for some and what is behind. */
  private static Set<JavaCodeUnit> reached(Set<String> cuts) {
    Deque<JavaCodeUnit> open = new ArrayDeque<>();
    for (JavaMethod method : ArchitectureTest.MAIN.get(PruningListener.class).getMethods()) {
      if (CALLBACKS.contains(method.getName())) {
        open.add(method);
      }
    }
    Map<String, JavaCodeUnit> reached = new LinkedHashMap<>();
    while (!open.isEmpty()) {
      JavaCodeUnit unit = open.pop();
      if (!cuts.contains(name(unit)) && reached.putIfAbsent(unit.getFullName(), unit) == null) {
        ours(unit).forEach(open::push);
      }
    }
    return new HashSet<>(reached.values());
  }

  /** What a method calls or refers to of ours, with all that may stand behind an interface. */
  private static Stream<JavaCodeUnit> ours(JavaCodeUnit unit) {
    return targets(unit)
        .filter(target -> ArchitectureTest.MAIN.contain(target.getOwner().getName()))
        .flatMap(
            target ->
                Stream.concat(
                        Stream.of(target.getOwner()), target.getOwner().getAllSubclasses().stream())
                    .flatMap(type -> named(type, target)));
  }

  private static Stream<CodeUnitAccessTarget> targets(JavaCodeUnit unit) {
    return Stream.concat(
        unit.getCallsFromSelf().stream().map(call -> (CodeUnitAccessTarget) call.getTarget()),
        unit.getCodeUnitReferencesFromSelf().stream()
            .map(reference -> (CodeUnitAccessTarget) reference.getTarget()));
  }

  private static Stream<JavaCodeUnit> named(JavaClass type, CodeUnitAccessTarget target) {
    return type.getCodeUnits().stream()
        .filter(unit -> unit.getName().equals(target.getName()))
        .filter(unit -> unit.getRawParameterTypes().equals(target.getRawParameterTypes()));
  }

  private static Set<String> hostAccesses(Set<JavaCodeUnit> units) {
    Set<String> found = new TreeSet<>();
    for (JavaCodeUnit unit : units) {
      targets(unit)
          .filter(target -> target.getOwner().getPackageName().startsWith("org.nd4j"))
          .filter(target -> HOST_ACCESS.matcher(target.getName()).matches())
          .forEach(target -> found.add(name(unit) + " " + target.getName()));
    }
    return found;
  }

  /** For example {@code model.FlatMask.of}; the root package is left out. */
  private static String name(JavaCodeUnit unit) {
    String type = unit.getOwner().getName();
    return type.substring(PruningListener.class.getPackageName().length() + 1)
        + "."
        + unit.getName();
  }
}
