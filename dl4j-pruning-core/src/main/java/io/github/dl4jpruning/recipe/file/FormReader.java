package io.github.dl4jpruning.recipe.file;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes parts of items, by the forms that they may have. Stateless. */
final class FormReader {
  private FormReader() {}

  /**
   * Makes a value.
   *
   * @param item what stands in the file
   * @param type what it is to be
   * @param name of the field, for messages
   */
  static Object read(Item item, Type type, String name) throws RecipeProblem {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return Optional.of(read(item, arguments[0], name));
      }
      if (generic.getRawType() == List.class) {
        return list(item, arguments[0], name);
      }
      if (generic.getRawType() == Map.class) {
        return map(item, arguments[1], name);
      }
    }
    if (Forms.SHEETS.containsKey(type)) {
      Form form = Forms.SHEETS.get(type);
      return form.isShort() ? only(form, item, name) : sheet(form, item, name);
    }
    return Forms.KINDS.containsKey(type)
        ? kind(Forms.KINDS.get(type), item, name)
        : Scalars.read(item, type, name);
  }

  private static List<Object> list(Item item, Type type, String name) throws RecipeProblem {
    List<Object> values = new ArrayList<>();
    // one alone needs no brackets
    for (Item each : item instanceof Item.Row row ? row.items() : List.of(item)) {
      values.add(read(each, type, name));
    }
    return values;
  }

  private static Map<String, Object> map(Item item, Type type, String name) throws RecipeProblem {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Item> entry : entries(item, name, "names with values").entrySet()) {
      values.put(entry.getKey(), read(entry.getValue(), type, name + ", " + entry.getKey()));
    }
    return values;
  }

  /** A part by the name of its kind. */
  private static Object kind(List<Form> forms, Item item, String name) throws RecipeProblem {
    if (item instanceof Item.Scalar scalar) {
      Form form = find(forms, scalar.text(), scalar.line(), name);
      return fill(form, Map.of(), scalar.line(), name);
    }
    Map<String, Item> entries = entries(item, name, "one of " + names(forms));
    if (entries.size() != 1) {
      throw new RecipeProblem(
          item.line(), "%s is one of %s, got %s".formatted(name, names(forms), entries.keySet()));
    }
    Map.Entry<String, Item> only = entries.entrySet().iterator().next();
    return ofKind(find(forms, only.getKey(), item.line(), name), only.getValue());
  }

  private static Object ofKind(Form form, Item item) throws RecipeProblem {
    return form.isShort() ? only(form, item, form.name()) : sheet(form, item, form.name());
  }

  private static Form find(List<Form> forms, String text, int line, String name)
      throws RecipeProblem {
    return forms.stream()
        .filter(form -> form.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new RecipeProblem(
                    line, "%s is one of %s, got %s".formatted(name, names(forms), text)));
  }

  private static Object only(Form form, Item item, String name) throws RecipeProblem {
    Object value = read(item, form.fields().get(0).type(), name);
    return make(form, new Object[] {value}, item.line(), name);
  }

  /** A part by its fields. */
  static Object sheet(Form form, Item item, String name) throws RecipeProblem {
    return fill(form, entries(item, name, fieldNames(form)), item.line(), name);
  }

  private static Object fill(Form form, Map<String, Item> entries, int line, String name)
      throws RecipeProblem {
    Set<String> unknown = new LinkedHashSet<>(entries.keySet());
    Object[] values = new Object[form.fields().size()];
    for (int i = 0; i < values.length; i++) {
      Field field = form.fields().get(i);
      Optional<Object> value =
          field.inlined()
              ? inlined(field, entries, unknown)
              : named(field, entries.get(field.name()), unknown);
      values[i] =
          value
              .or(field::preset)
              .orElseThrow(
                  () -> new RecipeProblem(line, "%s needs %s".formatted(name, choice(field))));
    }
    for (Map.Entry<String, Item> entry : entries.entrySet()) {
      if (unknown.contains(entry.getKey())) {
        throw new RecipeProblem(
            entry.getValue().line(),
            "%s has no %s, only %s".formatted(name, entry.getKey(), fieldNames(form)));
      }
    }
    return make(form, values, line, name);
  }

  private static Optional<Object> named(Field field, @Nullable Item item, Set<String> unknown)
      throws RecipeProblem {
    unknown.remove(field.name());
    return item == null ? Optional.empty() : Optional.of(read(item, field.type(), field.name()));
  }

  private static Optional<Object> inlined(
      Field field, Map<String, Item> entries, Set<String> unknown) throws RecipeProblem {
    Optional<Object> value = Optional.empty();
    Optional<String> first = Optional.empty();
    for (Form form : Forms.kindsOf(field)) {
      Item item = entries.get(form.name());
      if (item == null) {
        continue;
      }
      if (first.isPresent()) {
        throw new RecipeProblem(
            item.line(), "either %s or %s, not both".formatted(first.get(), form.name()));
      }
      first = Optional.of(form.name());
      Object part = ofKind(form, item);
      value = Optional.of(isOptional(field) ? Optional.of(part) : part);
      unknown.remove(form.name());
    }
    return value;
  }

  private static Object make(Form form, Object[] values, int line, String name)
      throws RecipeProblem {
    try {
      return form.make().apply(values);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new RecipeProblem(line, "%s: %s".formatted(name, e.getMessage()));
    }
  }

  private static Map<String, Item> entries(Item item, String name, String allowed)
      throws RecipeProblem {
    if (item instanceof Item.Entries entries) {
      return entries.byName();
    }
    String got = item instanceof Item.Scalar scalar ? scalar.text() : "a list";
    throw new RecipeProblem(
        item.line(), "%s has %s, got %s".formatted(name, allowed, got.isEmpty() ? "nothing" : got));
  }

  static boolean isOptional(Field field) {
    return field.type() instanceof ParameterizedType;
  }

  private static String choice(Field field) {
    return field.inlined() ? "one of " + names(Forms.kindsOf(field)) : field.name();
  }

  private static String names(List<Form> forms) {
    return String.join(", ", forms.stream().map(Form::name).toList());
  }

  private static String fieldNames(Form form) {
    return String.join(
        ", ",
        form.fields().stream()
            .map(field -> field.inlined() ? names(Forms.kindsOf(field)) : field.name())
            .toList());
  }
}
