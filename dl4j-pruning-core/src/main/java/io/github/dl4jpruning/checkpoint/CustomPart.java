package io.github.dl4jpruning.checkpoint;

/**
 * Stands for a part of a recipe that is not the library's own: a file holds its name, for the
 * reader's eyes.
 *
 * @param name of its class
 */
record CustomPart(String name) {
  /** Lambdas have a new name in every run: what remains is where they were written. */
  static CustomPart of(Object part) {
    String name = part.getClass().getName();
    int lambda = name.indexOf("$$Lambda");
    return new CustomPart(lambda < 0 ? name : name.substring(0, lambda) + " (a lambda)");
  }

  @Override
  public String toString() {
    return name;
  }
}
