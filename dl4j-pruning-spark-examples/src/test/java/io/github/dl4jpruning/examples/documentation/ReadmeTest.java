package io.github.dl4jpruning.examples.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A README that ends, whose first commands and whose pom are right. */
class ReadmeTest {
  private static final Page README = Page.of("README.md");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<artifactId>([\\w.-]+)</artifactId>\\s*<version>([^<]+)</version>", Pattern.DOTALL);

  @Test
  void length_atMost250Lines() {
    assertTrue(README.lines().size() <= 250, () -> README.lines().size() + " lines");
  }

  @Test
  void firstCode_beforeLine25() {
    assertTrue(README.blocks("java").get(0).line() < 25);
  }

  @Test
  void code_blocks_allShowImports() {
    for (Block block : README.blocks("java")) {
      assertTrue(!block.imports().isEmpty(), block::toString);
    }
  }

  @Test
  void firstTwoCommands_areThoseOfCi() throws IOException {
    List<String> commands =
        README.lines().stream().filter(line -> line.startsWith("mvn ")).limit(2).toList();
    String ci = Files.readString(Page.ROOT.resolve(".ci/run"));

    assertEquals(
        List.of("mvn -q -pl dl4j-pruning-examples -am compile exec:java", "mvn -B verify"),
        commands);
    commands.forEach(command -> assertTrue(ci.contains(command + " "), command));
  }

  /** The versions in the printed pom are those that this build uses. */
  @Test
  void pom_versions_areOurs() throws IOException {
    String ours = Files.readString(Page.ROOT.resolve("pom.xml"));
    Map<String, String> expected = new TreeMap<>();
    expected.put("dl4j-pruning-core", first(ours, "<version>([^<]+)</version>"));
    expected.put("nd4j-native", first(ours, "<dl4j.version>([^<]+)<"));
    expected.put("openblas", first(ours, "<openblas.version>([^<]+)<"));
    expected.put("javacpp", first(ours, "<javacpp.version>([^<]+)<"));
    expected.put("slf4j-simple", first(ours, "<slf4j.version>([^<]+)<"));

    Map<String, String> printed = new TreeMap<>();
    Matcher dependency = DEPENDENCY.matcher(README.blocks("xml").get(0).code());
    while (dependency.find()) {
      printed.put(dependency.group(1), dependency.group(2));
    }
    printed.remove("first-pruning");

    assertEquals(expected, printed);
  }

  private static String first(String text, String regex) {
    Matcher found = Pattern.compile(regex).matcher(text);
    assertTrue(found.find(), regex);
    return found.group(1);
  }
}
