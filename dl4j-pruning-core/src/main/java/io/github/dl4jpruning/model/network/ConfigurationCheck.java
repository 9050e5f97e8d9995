package io.github.dl4jpruning.model.network;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * Looks through a configuration before DL4J does, for what a file from a stranger could do harm
 * with: nesting that overflows the stack, classes that are none of DL4J's kinds (their static code
 * would run before DL4J finds out), arrays that are larger than their values. A class can be named
 * in a field, as a key, or as the first of two elements of an array: Jackson takes all three.
 */
public final class ConfigurationCheck {
  private static final int DEEPEST = 100;

  /** Where DL4J's configurations name classes. */
  private static final Set<String> CLASS_FIELDS = Set.of("@class", "type");

  /** With a package, so that a layer may be called String. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("[\\p{L}_$][\\w$]*(\\.[\\p{L}_$][\\w$]*)+");

  /** An array's form before 1.0.0-beta4: allocated by a number that stands beside it. */
  private static final String OLD_ARRAY = "numElements";

  private final JsonParser parser;

  private ConfigurationCheck(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Looks through a configuration.
   *
   * @param json as a file has it
   * @throws IOException if it is no JSON object, or could do harm
   */
  public static void check(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      ConfigurationCheck check = new ConfigurationCheck(parser);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the configuration is not a JSON object");
      }
      check.object(1);
      if (parser.nextToken() != null) {
        throw new IOException("something follows the configuration's JSON object");
      }
    }
  }

  private void object(int depth) throws IOException {
    requireDepth(depth);
    long product = -1;
    long values = -1;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.getCurrentName();
      requireHarmless(field);
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        Sizes sizes = array(depth + 1);
        product = field.equals("shape") ? sizes.product : product;
        values = field.equals("data") ? sizes.count : values;
      } else if (token == JsonToken.START_OBJECT) {
        object(depth + 1);
      } else if (token == JsonToken.VALUE_STRING && CLASS_FIELDS.contains(field)) {
        requireKnown(parser.getText(), field);
      } else if (token == JsonToken.VALUE_STRING) {
        requireHarmless(parser.getText());
      } else if (field.equals(OLD_ARRAY)) {
        throw new IOException(
            "the configuration holds an array in a form that is no longer written");
      }
    }
    if (product >= 0 && values >= 0 && product != values) {
      throw new IOException(
          "the configuration holds an array whose shape has %s elements, with %s values"
              .formatted(product, values));
    }
  }

  private record Sizes(long count, long product) {}

  private Sizes array(int depth) throws IOException {
    requireDepth(depth);
    long count = 0;
    long product = 1;
    String first = null;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      count++;
      if (count == 2 && first != null && token != JsonToken.VALUE_STRING) {
        requireKnown(first, "@class"); // ["SomeClass", {}]
      }
      if (token == JsonToken.START_ARRAY) {
        array(depth + 1);
      } else if (token == JsonToken.START_OBJECT) {
        object(depth + 1);
      } else if (token == JsonToken.VALUE_STRING) {
        first = count == 1 ? parser.getText() : first;
        requireHarmless(parser.getText());
      } else if (token == JsonToken.VALUE_NUMBER_INT) {
        long size = parser.getValueAsLong(Long.MAX_VALUE);
        product =
            size < 0 || Math.multiplyHigh(product, size) != 0 ? Long.MAX_VALUE : product * size;
      }
    }
    return new Sizes(count, product);
  }

  private static void requireDepth(int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("the configuration is nested more than %s deep".formatted(DEEPEST));
    }
  }

  private static void requireKnown(String name, String field) throws IOException {
    if (!name.contains(".") && !field.equals("@class")) {
      return;
    }
    Class<?> type = find(name);
    if (type == null) {
      throw new IOException(
          "the configuration names %s, which is not on the class path".formatted(name));
    }
    if (!isDl4js(type)) {
      throw foreign(name);
    }
  }

  /** A name that is a class's, wherever it stands, has to be of DL4J's kinds too. */
  private static void requireHarmless(String text) throws IOException {
    if (CLASS_NAME.matcher(text).matches()) {
      Class<?> type = find(text);
      if (type != null && !isDl4js(type)) {
        throw foreign(text);
      }
    }
  }

  private static @Nullable Class<?> find(String name) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      return Class.forName(
          name, false, loader == null ? ConfigurationCheck.class.getClassLoader() : loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }

  private static IOException foreign(String name) {
    return new IOException(
        "the configuration names %s, which is no kind of layer, vertex or setting".formatted(name));
  }

  private static boolean isDl4js(Class<?> type) {
    if (type == null) {
      return false;
    }
    if (type.getName().startsWith("org.deeplearning4j.")
        || type.getName().startsWith("org.nd4j.")) {
      return true;
    }
    for (Class<?> implemented : type.getInterfaces()) {
      if (isDl4js(implemented)) {
        return true;
      }
    }
    return isDl4js(type.getSuperclass());
  }
}
