package io.github.dl4jpruning.examples.documentation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Java code as a page prints it: a whole class, or imports and statements.
 *
 * @param page the page's name
 * @param line of the code's first line
 * @param code as printed
 * @param named types of variables that the text before the block names, by name
 */
record Block(String page, int line, String code, Map<String, String> named) {
  private static final Pattern IMPORT = Pattern.compile("^import .*;$", Pattern.MULTILINE);
  private static final Pattern CLASS =
      Pattern.compile("^public (?:final )?class (\\w+)", Pattern.MULTILINE);

  boolean isClass() {
    return CLASS.matcher(code).find();
  }

  /** The printed class, or the one around the statements. */
  String className() {
    return CLASS.matcher(code).results().map(m -> m.group(1)).findFirst().orElse("Printed");
  }

  List<String> imports() {
    return IMPORT.matcher(code).results().map(m -> m.group()).toList();
  }

  /** All but the imports. */
  String statements() {
    return IMPORT.matcher(code).replaceAll("");
  }

  /** What the statements use and do not declare, in the order of names. */
  Map<String, String> variables() {
    String text = statements();
    Map<String, String> used = new TreeMap<>();
    named.forEach(
        (name, type) -> {
          if (has(text, "\\b" + name + "\\b") && !has(text, "[\\w>\\]]+ " + name + "( =|;)")) {
            used.put(name, type);
          }
        });
    return used;
  }

  private static boolean has(String text, String regex) {
    return Pattern.compile(regex).matcher(text).find();
  }

  boolean trains() {
    return code.contains(".fit(") || isClass();
  }

  @Override
  public String toString() {
    return page + ":" + line;
  }
}
