package io.github.dl4jpruning.recipe.file;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How one kind of part stands in a file: its name, its fields, and the way to and fro.
 *
 * @param name what it is called
 * @param fields in the order of the values
 * @param make a part of its fields' values; throws {@link IllegalArgumentException} if they are out
 *     of range
 * @param take a part's values; empty if it is none of this form
 */
record Form(
    String name,
    List<Field> fields,
    Function<Object[], Object> make,
    Function<Object, Optional<Object[]>> take) {

  /** A part that has a name of its own. */
  static Form named(String name, Object part) {
    return new Form(
        name,
        List.of(),
        values -> part,
        other -> part.equals(other) ? Optional.of(new Object[0]) : Optional.empty());
  }

  /** A record with the names of its components; a file may leave out what is optional or a list. */
  static Form of(String name, Class<? extends Record> type) {
    List<Field> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Field field = Field.of(component.getName(), component.getGenericType());
      Optional<Object> nothing = nothing(component);
      fields.add(nothing.map(field::withPreset).orElse(field));
    }
    return new Form(name, fields, values -> construct(type, values), part -> values(type, part));
  }

  private static Optional<Object> nothing(RecordComponent component) {
    if (component.getType() == Optional.class) {
      return Optional.of(Optional.empty());
    }
    boolean list =
        component.getGenericType() instanceof ParameterizedType generic
            && generic.getRawType() == List.class;
    return list ? Optional.of(List.of()) : Optional.empty();
  }

  /** The same with a preset. */
  Form preset(String field, Object value) {
    return with(field, each -> each.withPreset(value));
  }

  /** The same with another name for a field. */
  Form rename(String field, String other) {
    return with(field, each -> each.named(other));
  }

  /** The same with a field that gives its place to its kinds. */
  Form inline(String field) {
    return with(field, Field::inline);
  }

  private Form with(String field, Function<Field, Field> change) {
    if (fields.stream().noneMatch(each -> each.name().equals(field))) {
      throw new IllegalArgumentException("%s has no field %s".formatted(name, field));
    }
    List<Field> changed =
        fields.stream().map(each -> each.name().equals(field) ? change.apply(each) : each).toList();
    return new Form(name, changed, make, take);
  }

  /** Whether it is written as a name and one value, without the field's name. */
  boolean isShort() {
    return fields.size() == 1 && !fields.get(0).inlined();
  }

  private static Object construct(Class<? extends Record> type, Object[] values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Object[]> values(Class<? extends Record> type, Object part) {
    if (part.getClass() != type) {
      return Optional.empty();
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = components[i].getAccessor().invoke(part);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return Optional.of(values);
  }
}
