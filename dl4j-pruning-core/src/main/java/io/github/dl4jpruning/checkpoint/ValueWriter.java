package io.github.dl4jpruning.checkpoint;

import io.github.dl4jpruning.format.FileOutput;
import io.github.dl4jpruning.recipe.Parts;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes small values: each is a byte that says what follows, then that. Records of the table in
 * {@link Parts} are a kind and their components; other objects only their class's name.
 */
final class ValueWriter {
  private final FileOutput out;

  ValueWriter(FileOutput out) {
    this.out = out;
  }

  void put(Object value) throws IOException {
    if (value instanceof Optional<?> optional) {
      out.putByte(optional.isPresent() ? Tag.SOME : Tag.NONE);
      if (optional.isPresent()) {
        put(optional.get());
      }
    } else if (value instanceof Double number) {
      out.putByte(Tag.DOUBLE);
      out.putLong(Double.doubleToRawLongBits(number));
    } else if (value instanceof Long number) {
      out.putByte(Tag.LONG);
      out.putLong(number);
    } else if (value instanceof Integer number) {
      out.putByte(Tag.INT);
      out.putInt(number);
    } else if (value instanceof Boolean flag) {
      out.putByte(flag ? Tag.TRUE : Tag.FALSE);
    } else if (value instanceof String text) {
      out.putByte(Tag.STRING);
      putText(text);
    } else if (value instanceof Enum<?> constant) {
      out.putByte(Tag.ENUM);
      putText(constant.name());
    } else if (value instanceof List<?> list) {
      out.putByte(Tag.LIST);
      out.putInt(list.size());
      for (Object element : list) {
        put(element);
      }
    } else if (value instanceof Map<?, ?> map) {
      out.putByte(Tag.MAP);
      out.putInt(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        put(entry.getKey());
        put(entry.getValue());
      }
    } else {
      putPart(value);
    }
  }

  private void putPart(Object value) throws IOException {
    int kind = Parts.KINDS.indexOf(value.getClass());
    if (kind < 0) {
      out.putByte(Tag.CUSTOM);
      putText(value instanceof CustomPart part ? part.name() : CustomPart.of(value).name());
      return;
    }
    out.putByte(Tag.PART);
    out.putShort(kind);
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        put(component.getAccessor().invoke(value));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("Can't read " + component + " of " + value, e);
      }
    }
  }

  private void putText(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putInt(bytes.length);
    out.putBytes(bytes, bytes.length);
  }
}
