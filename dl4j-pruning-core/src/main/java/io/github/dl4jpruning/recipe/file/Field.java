package io.github.dl4jpruning.recipe.file;

import java.lang.reflect.Type;
import java.util.Optional;

/**
 * A value that a form has.
 *
 * @param name what it is called in files
 * @param type what it is
 * @param preset what it is where a file does not say; without one, files have to
 * @param inlined whether the names of its kinds stand in for its own: {@code sparsity: 0.9}
 */
record Field(String name, Type type, Optional<Object> preset, boolean inlined) {
  static Field of(String name, Type type) {
    return new Field(name, type, Optional.empty(), false);
  }

  static Field of(String name, Type type, Object preset) {
    return new Field(name, type, Optional.of(preset), false);
  }

  Field inline() {
    return new Field(name, type, preset, true);
  }

  Field named(String other) {
    return new Field(other, type, preset, inlined);
  }

  Field withPreset(Object value) {
    return new Field(name, type, Optional.of(value), inlined);
  }
}
