package io.github.dl4jpruning.reporting;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may know what, and what users see. */
class ArchitectureTest {
  private static final int LONGEST_FILE = 299;
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(PruningReport.class.getPackageName());

  @Test
  void classes_topLevel_fewArePublic() {
    assertEquals(
        Set.of(
            "PruningReport",
            "Course",
            "Section",
            "NamedTable",
            "Figure",
            "TensorBoard",
            "ModelCard",
            "LivePage"),
        MAIN.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet()));
  }

  @Test
  void chartLibrary_isKnownToDrawingsOnly() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.(Drawing|Lines|ChartStyle)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.knowm..", "de.erichseifert..")
        .check(MAIN);
  }

  @Test
  void classes_main_printNothing() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(MAIN);
  }

  @Test
  void files_main_below300Lines() throws IOException {
    try (Stream<Path> walk = Files.walk(Path.of("src", "main", "java"))) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        long lines = Files.readString(file).lines().count();
        assertTrue(lines <= LONGEST_FILE, () -> file + ": " + lines);
      }
    }
  }
}
