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
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.dl4jpruning.PruningListener;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between packages, and other rules that a class file can show. */
class ArchitectureTest {
  private static final String ROOT = PruningListener.class.getPackageName();
  static final JavaClasses MAIN = importMain();

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

  /** Names are enough: reading DL4J's own classes as well would take seconds. */
  private static JavaClasses importMain() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(ROOT);
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
