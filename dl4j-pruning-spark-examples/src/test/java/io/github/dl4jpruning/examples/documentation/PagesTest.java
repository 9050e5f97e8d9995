package io.github.dl4jpruning.examples.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages point to is there. */
class PagesTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern TEST = Pattern.compile("-Dtest='?([\\w,]+)");
  private static final Pattern MAIN =
      Pattern.compile("-D(?:exec\\.mainClass|bench\\.main)=(io\\.github[\\w.]+)");

  static List<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void links_files_andHeadings_exist(Page page) {
    List<String> broken = new ArrayList<>();
    Matcher link = LINK.matcher(page.prose());
    while (link.find()) {
      String target = link.group(1);
      if (!target.startsWith("https://") && !leads(page, target)) {
        broken.add(target);
      }
    }

    assertEquals(List.of(), broken);
  }

  private static boolean leads(Page from, String target) {
    String[] parts = target.split("#", -1);
    Path file = parts[0].isEmpty() ? from.file() : from.file().resolveSibling(parts[0]).normalize();
    return Files.exists(file)
        && (parts.length == 1
            || Page.of(Page.ROOT.relativize(file).toString()).anchors().contains(parts[1]));
  }

  @Test
  void index_docs_namesEveryPage() {
    String index = Page.of("docs/README.md").prose();
    List<String> missing =
        Page.all().stream()
            .map(Page::name)
            .filter(name -> name.startsWith("docs/") && !name.endsWith("README.md"))
            .map(name -> name.substring("docs/".length()))
            .filter(name -> !index.contains("(" + name + ")"))
            .toList();

    assertEquals(List.of(), missing);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commands_testsAndMains_exist(Page page) throws IOException {
    String text = String.join("\n", page.lines());
    List<String> missing = new ArrayList<>();
    Matcher test = TEST.matcher(text);
    while (test.find()) {
      for (String name : test.group(1).split(",", -1)) {
        if (!isSource(name + ".java")) {
          missing.add(name);
        }
      }
    }
    Matcher main = MAIN.matcher(text);
    while (main.find()) {
      if (!isSource(main.group(1).replaceFirst(".*\\.", "") + ".java")) {
        missing.add(main.group(1));
      }
    }

    assertEquals(List.of(), missing);
  }

  private static boolean isSource(String file) throws IOException {
    try (Stream<Path> modules = Files.list(Page.ROOT)) {
      for (Path module : modules.filter(m -> Files.exists(m.resolve("src"))).toList()) {
        try (Stream<Path> walk = Files.walk(module.resolve("src"))) {
          if (walk.anyMatch(path -> path.endsWith(file))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Every part of the benchmarks ends with, or is, a command that makes its figures. */
  @Test
  void benchmarks_parts_haveCommands() {
    List<String> without = new ArrayList<>();
    String text = String.join("\n", Page.of("docs/benchmarks.md").lines());
    for (String part : text.split("\n## ", -1)) {
      if (part.contains("\n| ") && !part.contains("```bash") && !part.contains("`$B ")) {
        without.add(part.lines().findFirst().orElse(""));
      }
    }

    assertEquals(List.of(), without);
  }
}
