package io.github.dl4jpruning.checkpoint;

import io.github.dl4jpruning.recipe.Words;

/**
 * Stands for a part of a recipe that is not the library's own: a file holds its name, for the
 * reader's eyes.
 *
 * @param name of its class
 */
record CustomPart(String name) {
  /** Lambdas have a new name in every run: what remains is where they were written. */
  static CustomPart of(Object part) {
    String name = Words.name(part.getClass());
    boolean isLambda = !name.equals(part.getClass().getName());
    return new CustomPart(isLambda ? name + " (a lambda)" : name);
  }

  @Override
  public String toString() {
    return name;
  }
}
