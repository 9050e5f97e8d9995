package io.github.dl4jpruning.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that only the source text shows. */
class SourcesTest {
  private static final Path MAIN = Path.of("src", "main", "java");
  private static final int LONGEST = 299;

  /** {@code "…%d…".formatted(…)} prints in the machine's locale; {@code %s} does not. */
  private static final Pattern IN_THE_MACHINES_LOCALE =
      Pattern.compile("%[-+ 0,(#]*\\d*(\\.\\d+)?[doxXeEfgG][^;]*\\.formatted\\(", Pattern.DOTALL);

  @Test
  void files_main_below300Lines() throws IOException {
    Map<String, Long> tooLong = new TreeMap<>();
    for (Path file : files()) {
      long lines = Files.readString(file).lines().count();
      if (lines > LONGEST) {
        tooLong.put(file.toString(), lines);
      }
    }

    assertEquals(Map.of(), tooLong);
  }

  @Test
  void messages_numbers_formattedInRootLocale() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files()) {
      for (String statement : Files.readString(file).split("[;{}]", -1)) {
        if (IN_THE_MACHINES_LOCALE.matcher(statement).find()) {
          found.add(file.getFileName() + ":" + statement.replaceAll("\\s+", " "));
        }
      }
    }

    assertEquals("", String.join("\n", found), "use %s, or String.format(Locale.ROOT, …)");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(MAIN)) {
      List<Path> files = walk.filter(path -> path.toString().endsWith(".java")).sorted().toList();
      assertTrue(files.size() >= 40, () -> "only " + files.size() + " files in " + MAIN);
      return files;
    }
  }
}
