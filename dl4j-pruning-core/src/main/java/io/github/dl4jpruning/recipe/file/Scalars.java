package io.github.dl4jpruning.recipe.file;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Single values as texts: numbers, yes or no, constants, names and classes of layers. */
final class Scalars {
  private static final String LAYERS = "org.deeplearning4j.nn.conf.layers.";

  private static final Pattern WORDS = Pattern.compile("_(\\p{Lower})");

  private static final Map<Type, String> WHAT =
      Map.of(
          double.class, "a number",
          Double.class, "a number",
          long.class, "a whole number",
          int.class, "a whole number",
          boolean.class, "true or false",
          String.class, "a text");

  private Scalars() {}

  static Object read(Item item, Type type, String name) throws RecipeProblem {
    Class<?> wanted = type instanceof Class<?> plain ? plain : Class.class;
    if (!(item instanceof Item.Scalar scalar)) {
      String got = item instanceof Item.Row ? "a list" : "names with values";
      throw new RecipeProblem(item.line(), "%s is %s, got %s".formatted(name, what(wanted), got));
    }
    try {
      return parse(scalar.text(), wanted);
    } catch (IllegalArgumentException e) {
      throw new RecipeProblem(
          item.line(),
          "%s is %s, got %s"
              .formatted(name, what(wanted), scalar.text().isEmpty() ? "nothing" : scalar.text()));
    }
  }

  private static Object parse(String text, Class<?> type) {
    if (type == double.class || type == Double.class) {
      return Double.valueOf(text);
    }
    if (type == long.class) {
      return Long.valueOf(text.replace("_", ""));
    }
    if (type == int.class) {
      return Integer.valueOf(text.replace("_", ""));
    }
    if (type == boolean.class) {
      if (!text.equals("true") && !text.equals("false")) {
        throw new IllegalArgumentException(text);
      }
      return text.equals("true");
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> word((Enum<?>) constant).equals(text))
          .findFirst()
          .orElseThrow(IllegalArgumentException::new);
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException(text);
    }
    return type == String.class ? text : layerClass(text);
  }

  /** Looked at by its name alone: none of its code is run. */
  private static Class<? extends Layer> layerClass(String text) {
    try {
      String name = text.indexOf('.') < 0 ? LAYERS + text : text;
      return Class.forName(name, false, Layer.class.getClassLoader()).asSubclass(Layer.class);
    } catch (ClassNotFoundException | LinkageError | ClassCastException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static String what(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> word((Enum<?>) constant))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    return WHAT.getOrDefault(
        type, "a class of layers: DenseLayer for DL4J's own, a.b.MyLayer for another");
  }

  /** As a file has it. */
  static Object written(Object value) {
    if (value instanceof Enum<?> constant) {
      return word(constant);
    }
    if (value instanceof Class<?> type) {
      String name = type.getName();
      boolean ours = name.startsWith(LAYERS) && name.indexOf('.', LAYERS.length()) < 0;
      return ours ? name.substring(LAYERS.length()) : name;
    }
    return value;
  }

  /** {@code MEAN_ABSOLUTE} is {@code meanAbsolute}. */
  private static String word(Enum<?> constant) {
    return WORDS
        .matcher(constant.name().toLowerCase(Locale.ROOT))
        .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
  }
}
