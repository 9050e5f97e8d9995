package io.github.dl4jpruning.recipe.file;

import java.util.List;
import java.util.Map;

/** What stands in a file, and where: a text, items by name, or items in a row. */
sealed interface Item {
  /** Counted from 1. */
  int line();

  /** A single value, whatever it is meant to be. */
  record Scalar(int line, String text) implements Item {}

  /** Names and what they stand for, in the file's order. */
  record Entries(int line, Map<String, Item> byName) implements Item {}

  /** One after the other. */
  record Row(int line, List<Item> items) implements Item {}
}
