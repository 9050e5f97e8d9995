package io.github.dl4jpruning.checkpoint;

import io.github.dl4jpruning.format.FileInput;
import io.github.dl4jpruning.recipe.Parts;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads what {@link ValueWriter} wrote. Records are made by their own constructors, which check
 * their ranges; nothing else is ever made.
 */
final class ValueReader {
  /** Of a text, a list or a map: more than any recipe has. */
  private static final int LONGEST = 1 << 20;

  private static final int DEEPEST = 20;

  /** Of all values together: a network of a hundred thousand parameter arrays fits. */
  private static final int MOST_VALUES = 1 << 20;

  /** Of all texts together. */
  private static final int MOST_CHARACTERS = 1 << 24;

  private final FileInput in;
  private final TreeSet<String> custom = new TreeSet<>();
  private int depth;
  private int values;
  private long characters;

  ValueReader(FileInput in) {
    this.in = in;
  }

  /** The names of parts that are not the library's own. */
  Set<String> custom() {
    return custom;
  }

  /** The next value, which must be of a type; a part of a user's own is a {@link CustomPart}. */
  <T> T get(Class<T> type) throws IOException {
    Object value = get();
    if (!type.isInstance(value)) {
      throw in.damaged("%s where a %s belongs".formatted(value, type.getSimpleName()));
    }
    return type.cast(value);
  }

  Object get() throws IOException {
    if (++values > MOST_VALUES) {
      throw in.damaged("more than %s values".formatted(MOST_VALUES));
    }
    if (++depth > DEEPEST) {
      throw in.damaged("values within values, more than %s deep".formatted(DEEPEST));
    }
    try {
      int tag = in.getByte();
      return switch (tag) {
        case Tag.NONE -> Optional.empty();
        case Tag.SOME -> Optional.of(get());
        case Tag.FALSE -> false;
        case Tag.TRUE -> true;
        case Tag.INT -> (int) in.getInt();
        case Tag.LONG -> in.getLong();
        case Tag.DOUBLE -> Double.longBitsToDouble(in.getLong());
        case Tag.STRING -> text();
        case Tag.ENUM -> new Constant(text());
        case Tag.LIST -> list();
        case Tag.MAP -> map();
        case Tag.PART -> part();
        case Tag.CUSTOM -> custom(text());
        default -> throw in.damaged("kind of value " + tag);
      };
    } finally {
      depth--;
    }
  }

  /** An enum's constant, whose class the component that takes it knows. */
  record Constant(String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  private CustomPart custom(String name) {
    custom.add(name);
    return new CustomPart(name);
  }

  private List<Object> list() throws IOException {
    int size = size();
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(get());
    }
    return list;
  }

  private Map<String, Object> map() throws IOException {
    int size = size();
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      // Texts only: of other keys, many may have one hash, and each is compared with all.
      map.put(get(String.class), get());
    }
    return map;
  }

  private Object part() throws IOException {
    int kind = in.getShort();
    if (kind >= Parts.KINDS.size()) {
      throw in.damaged("a part of kind %s, made by a newer version".formatted(kind));
    }
    Class<? extends Record> type = Parts.KINDS.get(kind);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = fitting(get(), components[i].getType());
    }
    if (Arrays.stream(values).anyMatch(CustomPart.class::isInstance)) {
      return custom(type.getSimpleName() + " of " + Arrays.toString(values));
    }
    try {
      Constructor<? extends Record> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw in.damaged(String.valueOf(e.getTargetException().getMessage()));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw in.damaged("%s does not fit %s".formatted(Arrays.toString(values), type));
    }
  }

  private Object fitting(Object value, Class<?> type) throws IOException {
    if (!(value instanceof Constant constant)) {
      return value;
    }
    for (Object known : type.isEnum() ? type.getEnumConstants() : new Object[0]) {
      if (((Enum<?>) known).name().equals(constant.name())) {
        return known;
      }
    }
    throw in.damaged("%s is no %s".formatted(constant.name(), type.getSimpleName()));
  }

  private int size() throws IOException {
    long size = in.getInt();
    if (size > LONGEST) {
      throw in.damaged("a size of " + size);
    }
    return (int) size;
  }

  private String text() throws IOException {
    int size = size();
    characters += size;
    if (characters > MOST_CHARACTERS) {
      throw in.damaged("texts of more than %s bytes".formatted(MOST_CHARACTERS));
    }
    byte[] bytes = new byte[size];
    in.getBytes(bytes, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
