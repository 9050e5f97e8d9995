package io.github.dl4jpruning.examples.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, in Markdown. */
record Page(Path file, List<String> lines) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final String FENCE = "```";

  /** "`net` is a `MultiLayerNetwork`, `epochs` an `int`": what a block takes as given. */
  private static final Pattern VARIABLE =
      Pattern.compile("`([a-z]\\w*)`,?(?:\\s+is)?\\s+an?\\s+`([\\w<>]+)`");

  static Page of(String name) {
    Path file = ROOT.resolve(name);
    try {
      return new Page(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** README, CONTRIBUTING, CHANGELOG, and all in {@code docs}. */
  static List<Page> all() {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md"),
              docs.map(file -> ROOT.relativize(file).toString())
                  .filter(name -> name.endsWith(".md"))
                  .sorted())
          .map(Page::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return ROOT.relativize(file).toString();
  }

  /** The fenced blocks of a language, each with the variables that the text before it names. */
  List<Block> blocks(String language) {
    List<Block> blocks = new ArrayList<>();
    StringBuilder prose = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(FENCE)) {
        prose.append(lines.get(i)).append('\n');
        continue;
      }
      int begin = i + 1;
      int end = begin;
      while (!lines.get(end).equals(FENCE)) {
        end++;
      }
      if (lines.get(i).equals(FENCE + language)) {
        String code = String.join("\n", lines.subList(begin, end)) + "\n";
        blocks.add(new Block(name(), begin + 1, code, variables(prose)));
      }
      i = end;
    }
    return blocks;
  }

  private static Map<String, String> variables(CharSequence prose) {
    Map<String, String> types = new TreeMap<>();
    Matcher named = VARIABLE.matcher(prose);
    while (named.find()) {
      types.put(named.group(1), named.group(2));
    }
    return types;
  }

  /** The text without fenced blocks. */
  String prose() {
    StringBuilder text = new StringBuilder();
    boolean code = false;
    for (String line : lines) {
      if (line.startsWith(FENCE)) {
        code = !code;
      } else if (!code) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  /** The names by which headings can be linked to, as GitHub makes them. */
  List<String> anchors() {
    return prose()
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  @Override
  public String toString() {
    return name();
  }
}
