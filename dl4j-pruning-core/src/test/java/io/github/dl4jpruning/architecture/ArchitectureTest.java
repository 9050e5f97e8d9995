package io.github.dl4jpruning.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.model.FlatMask;
import io.github.dl4jpruning.model.FlatViews;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between packages, and other rules that a class file can show. */
class ArchitectureTest {
  private static final String ROOT = PruningListener.class.getPackageName();
  private static final JavaClasses MAIN = importMain();

  /** What each package may use of ours; the root is "". */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("mask", Set.of()),
          Map.entry("schedule", Set.of()),
          Map.entry("data", Set.of()),
          Map.entry("model", Set.of("mask")),
          Map.entry("event", Set.of("mask")),
          Map.entry("structure", Set.of("model", "mask")),
          Map.entry("compact", Set.of("structure", "model", "mask")),
          Map.entry("criterion", Set.of("structure", "model")),
          Map.entry("select", Set.of("structure", "model", "mask")),
          Map.entry(
              "recipe", Set.of("criterion", "select", "structure", "schedule", "model", "mask")),
          Map.entry("report", Set.of("recipe", "event", "model", "mask")),
          Map.entry(
              "io",
              Set.of(
                  "recipe",
                  "criterion",
                  "select",
                  "structure",
                  "schedule",
                  "model",
                  "event",
                  "mask",
                  "data")),
          Map.entry(
              "analysis",
              Set.of(
                  "",
                  "io",
                  "report",
                  "recipe",
                  "select",
                  "structure",
                  "schedule",
                  "model",
                  "mask")),
          Map.entry(
              "",
              Set.of(
                  "compact",
                  "io",
                  "report",
                  "recipe",
                  "criterion",
                  "select",
                  "structure",
                  "schedule",
                  "model",
                  "event",
                  "mask",
                  "data")));

  /** Methods that bring values to the host, or copy an array. */
  private static final Pattern HOST_ACCESS =
      Pattern.compile(
          "get(Float|Double|Int|Long|Number|Scalar)|to\\w*(Vector|Matrix)|data|dup\\w*|\\w+Number"
              + "|add|sub|mul|div|castTo");

  static Set<String> packages() {
    return ARROWS.keySet();
  }

  @Test
  void scan_main_findsTheClasses() {
    assertTrue(MAIN.size() >= 50, () -> "only " + MAIN.size() + " classes");
    assertFalse(MAIN.contain(ArchitectureTest.class));
  }

  @Test
  void packages_all_haveArrows() {
    assertEquals(
        new TreeSet<>(packages()),
        MAIN.stream()
            .map(type -> nameOf(type.getPackageName()))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void package_dependsOn_itsArrowsOnly(String name) {
    String[] others =
        packages().stream()
            .filter(other -> !other.equals(name) && !ARROWS.get(name).contains(other))
            .map(ArchitectureTest::packageOf)
            .toArray(String[]::new);
    if (others.length > 0) {
      noClasses()
          .that()
          .resideInAPackage(packageOf(name))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .check(MAIN);
    }
  }

  @Test
  void packages_amongEachOther_noCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @ParameterizedTest
  @CsvSource({"mask", "schedule", "event", "criterion", "select"})
  void package_withoutNetworks_knowsNothingOfDl4j(String name) {
    noClasses()
        .that()
        .resideInAPackage(packageOf(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..")
        .check(MAIN);
  }

  @Test
  void kindsOfNetwork_toldApart_inModelOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("model"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(".*\\.(MultiLayerNetwork|ComputationGraph)")
        .check(MAIN);
  }

  @Test
  void classes_main_printNothing() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(MAIN);
    noClasses()
        .should()
        .callMethodWhere(
            describe("prints a stack trace", call -> call.getName().equals("printStackTrace")))
        .check(MAIN);
  }

  @Test
  void classes_main_namedAfterWhatTheyAre() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .check(MAIN);
    noClasses()
        .should()
        .resideInAnyPackage("..internal..", "..util..", "..utils..", "..helper..", "..impl..")
        .check(MAIN);
  }

  static Stream<JavaMethod> methodsOfAStep() {
    return Stream.of(
            methods(FlatMask.class.getName(), "clear", "part"),
            methods(
                FlatViews.class.getName(),
                "clearWeightsAndState",
                "clearGradient",
                "states",
                "flat",
                "of"),
            methods(ROOT + ".ZeroKeeper", "clear", "clearWeights", "flatten"),
            methods(
                ROOT + ".SignalCollector", "afterBackward", "afterForward", "whileInputsAreThere"),
            methods(ROOT + ".WeightSignal", "add"),
            methods(ROOT + ".UnitSignal", "add"),
            methods(ROOT + ".ActivationSignal", "afterForward", "whileInputsAreThere"),
            methods(ROOT + ".Average", "add"),
            methods(ROOT + ".HiddenWeights", "step"),
            methods(ROOT + ".GroupLasso", "add"))
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("methodsOfAStep")
  void method_ofATrainingStep_neitherReadsNorCopiesArrays(JavaMethod method) {
    List<String> calls =
        method.getMethodCallsFromSelf().stream()
            .map(JavaMethodCall::getTarget)
            .filter(target -> target.getOwner().getPackageName().startsWith("org.nd4j"))
            .map(AccessTarget::getName)
            .filter(name -> HOST_ACCESS.matcher(name).matches())
            .toList();

    assertEquals(List.of(), calls);
  }

  @Test
  void methodsOfAStep_lambdasIncluded() {
    JavaMethod add = methods(ROOT + ".SignalCollector", "afterBackward").get(0);

    assertTrue(
        add.getMethodCallsFromSelf().stream().anyMatch(call -> call.getName().equals("add")));
  }

  @Test
  void hostAccess_methodThatReads_found() {
    List<JavaMethod> take = methods(ROOT + ".Average", "scaled");

    assertTrue(
        take.get(0).getMethodCallsFromSelf().stream()
            .anyMatch(call -> HOST_ACCESS.matcher(call.getName()).matches()));
  }

  /** Names are enough: reading DL4J's own classes as well would take seconds. */
  private static JavaClasses importMain() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(ROOT);
  }

  private static List<JavaMethod> methods(String className, String... names) {
    JavaClass type = MAIN.get(className);
    List<JavaMethod> found =
        type.getMethods().stream()
            .filter(method -> Set.of(names).contains(method.getName()))
            .toList();
    assertEquals(
        Set.of(names),
        found.stream().map(JavaMethod::getName).collect(Collectors.toSet()),
        className);
    return found;
  }

  private static String packageOf(String name) {
    return name.isEmpty() ? ROOT : ROOT + "." + name + "..";
  }

  private static String nameOf(String packageName) {
    return packageName.equals(ROOT)
        ? ""
        : packageName.substring(ROOT.length() + 1).replaceFirst("\\..*", "");
  }
}
