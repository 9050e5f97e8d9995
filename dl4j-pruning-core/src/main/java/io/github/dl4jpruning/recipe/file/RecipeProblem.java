package io.github.dl4jpruning.recipe.file;

/** What is wrong with a recipe's text, and in which line. */
final class RecipeProblem extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;

  /** Of one line, counted from 1. */
  RecipeProblem(int line, String message) {
    super(message);
    this.line = line;
  }

  /** As people look it up. */
  String in(String file) {
    return "%s, line %s: %s".formatted(file, line, getMessage());
  }
}
