package io.github.dl4jpruning.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.github.dl4jpruning.architecture.Arrows.ARROWS;
import static io.github.dl4jpruning.architecture.Arrows.FACE;
import static io.github.dl4jpruning.architecture.Arrows.HIDDEN;
import static io.github.dl4jpruning.architecture.Arrows.packages;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.dl4jpruning.PruningListener;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between packages, and other rules that a class file can show. */
class ArchitectureTest {
  private static final String ROOT = PruningListener.class.getPackageName();
  static final JavaClasses MAIN = importMain();

  private static final SliceAssignment EACH_PACKAGE =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
          return "each package";
        }
      };

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
  @MethodSource("io.github.dl4jpruning.architecture.Arrows#packages")
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
  void packages_all_sayThatNothingIsNullUnlessMarked() {
    List<String> unmarked =
        MAIN.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(room -> !room.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();
    assertEquals(List.of(), unmarked);
  }

  /** So no circle of classes leads from one room to another and back. */
  @Test
  void packages_amongEachOther_noCycles() {
    slices().assignedFrom(EACH_PACKAGE).should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void face_publicMethods_nameNoHiddenTypes() {
    String[] hidden = HIDDEN.stream().map(ArchitectureTest::packageOf).toArray(String[]::new);
    String[] face = FACE.stream().map(ArchitectureTest::packageOf).toArray(String[]::new);
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(face)
        .should()
        .notHaveRawReturnType(resideInAnyPackage(hidden))
        .andShould(haveNoParameterIn(hidden))
        .check(MAIN);
  }

  @Test
  void root_files_isTheFaceOnly() {
    long files =
        MAIN.stream()
            .filter(type -> type.getPackageName().equals(ROOT) && type.isTopLevelClass())
            .count();
    assertTrue(files <= 12, () -> files + " files in the root package");
  }

  /** Users read and link what is public: most of the code is not. */
  @Test
  void types_publicOnes_areAtMostFiftyFivePercent() {
    List<JavaClass> types = MAIN.stream().filter(JavaClass::isTopLevelClass).toList();
    long open =
        types.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> !HIDDEN.contains(nameOf(type.getPackageName())))
            .count();
    assertTrue(
        open <= 0.55 * types.size(), () -> open + " of " + types.size() + " types are public");
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
  void kindsOfNetwork_toldApart_inOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("model.network"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            ".*\\.(MultiLayerNetwork|ComputationGraph|MultiLayerConfiguration"
                + "|ComputationGraphConfiguration)")
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
        .withImportOption(location -> !location.contains("dl4j-pruning-runtime"))
        .withImportOption(location -> !location.contains("dl4j-pruning-testing"))
        .withImportOption(location -> !location.contains("dl4j-pruning-onednn"))
        .importPackages(ROOT);
  }

  private static ArchCondition<JavaMethod> haveNoParameterIn(String... packages) {
    DescribedPredicate<JavaClass> inside = resideInAnyPackage(packages);
    return new ArchCondition<>("have no parameter of a hidden type") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        method.getRawParameterTypes().stream()
            .filter(inside)
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            method, method.getFullName() + " takes a " + type.getName())));
      }
    };
  }

  private static String packageOf(String name) {
    return name.isEmpty() ? ROOT : ROOT + "." + name;
  }

  private static String nameOf(String packageName) {
    return packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
  }
}
