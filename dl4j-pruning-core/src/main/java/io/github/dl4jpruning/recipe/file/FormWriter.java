package io.github.dl4jpruning.recipe.file;

import io.github.dl4jpruning.recipe.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns parts into texts, numbers, maps and lists, by the first form that fits. Stateless. */
final class FormWriter {
  private FormWriter() {}

  static Map<String, Object> sheet(Form form, Object part) {
    Object[] values = form.take().apply(part).orElseThrow();
    Map<String, Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      Field field = form.fields().get(i);
      if (field.preset().equals(Optional.of(values[i]))) {
        continue;
      }
      if (field.inlined()) {
        Object inner = values[i] instanceof Optional<?> some ? some.orElseThrow() : values[i];
        Form kind = formOf(Forms.kindsOf(field), inner);
        entries.put(kind.name(), content(kind, inner));
      } else {
        entries.put(field.name(), write(values[i]));
      }
    }
    return entries;
  }

  private static Object write(Object value) {
    if (value instanceof Optional<?> some) {
      return write(some.orElseThrow());
    }
    if (value instanceof List<?> list) {
      return list.stream().map(FormWriter::write).toList();
    }
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    Form sheet = Forms.SHEETS.get(value.getClass());
    if (sheet != null) {
      return content(sheet, value);
    }
    for (Map.Entry<Class<?>, List<Form>> kinds : Forms.KINDS.entrySet()) {
      if (kinds.getKey().isInstance(value)) {
        Form form = formOf(kinds.getValue(), value);
        Object content = content(form, value);
        return content.equals(Map.of()) ? form.name() : Map.of(form.name(), content);
      }
    }
    return Scalars.written(value);
  }

  private static Object content(Form form, Object part) {
    if (!form.isShort()) {
      return sheet(form, part);
    }
    Object only = form.take().apply(part).orElseThrow()[0];
    return form.fields().get(0).preset().equals(Optional.of(only)) ? Map.of() : shortened(only);
  }

  /** One layer's name needs no brackets. */
  private static Object shortened(Object only) {
    return only instanceof List<?> list && list.size() == 1 && list.get(0) instanceof String name
        ? name
        : write(only);
  }

  private static Form formOf(List<Form> forms, Object part) {
    return forms.stream()
        .filter(form -> form.take().apply(part).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "A recipe's file can't hold what only its author's code can make: "
                        + Words.of(part)));
  }
}
