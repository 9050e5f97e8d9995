package io.github.dl4jpruning.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The runtime needs the JDK and nothing else, and its packages know each other one way. */
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final String ROOT = "io.github.dl4jpruning.";
  private static final Pattern NAME = Pattern.compile("\\b((?:[a-z][a-z0-9]*\\.){2,}[A-Z]\\w*)");

  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "program", Set.of(),
          "format", Set.of("program"),
          "runtime.kernel", Set.of("program"),
          "runtime.plan", Set.of("program", "runtime.kernel"),
          "runtime", Set.of("format", "program", "runtime.kernel", "runtime.plan"));

  private static Map<String, Set<String>> namesByPackage() throws IOException {
    Map<String, Set<String>> names = new TreeMap<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String of = SOURCES.relativize(file.getParent()).toString().replace('\\', '.');
        Set<String> found = names.computeIfAbsent(of.replace('/', '.'), ignored -> new TreeSet<>());
        for (String line : Files.readAllLines(file)) {
          if (!line.strip().startsWith("*") && !line.strip().startsWith("/*")) {
            NAME.matcher(line).results().forEach(match -> found.add(match.group(1)));
          }
        }
      }
    }
    return names;
  }

  @Test
  void sources_names_areOfTheJdkOrOurs() throws IOException {
    Map<String, Set<String>> names = namesByPackage();
    assertEquals(ALLOWED.size(), names.size(), names.keySet().toString());
    names.forEach(
        (of, found) ->
            found.forEach(
                name ->
                    assertTrue(
                        name.startsWith("java.") || name.startsWith(ROOT), of + ": " + name)));
  }

  @Test
  void packages_know_onlyThoseBelow() throws IOException {
    namesByPackage()
        .forEach(
            (of, found) -> {
              Set<String> allowed = ALLOWED.get(of.substring(ROOT.length()));
              for (String name : found) {
                if (name.startsWith(ROOT)) {
                  String to = name.substring(ROOT.length(), name.lastIndexOf('.'));
                  boolean inside = to.equals(of.substring(ROOT.length()));
                  assertTrue(inside || allowed.contains(to), of + " knows " + name);
                }
              }
            });
  }

  @Test
  void pom_dependencies_areForTestsOnly() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    List<String> scopes =
        Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL)
            .matcher(pom)
            .results()
            .map(match -> match.group())
            .toList();
    assertTrue(scopes.stream().allMatch(text -> text.contains("<scope>test</scope>")), pom);
  }
}
