package io.github.dl4jpruning.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import org.deeplearning4j.nn.api.Model;

/** Which versions a network was made with. */
public final class LibraryVersions {
  private static final String DL4J =
      "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";

  private LibraryVersions() {}

  /**
   * This library's.
   *
   * @return {@code development} when run from classes instead of a jar
   */
  public static String own() {
    return Optional.ofNullable(LibraryVersions.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /**
   * Deeplearning4j's.
   *
   * @return {@code unknown} if its jar does not say
   */
  public static String dl4j() {
    try (InputStream in = Model.class.getResourceAsStream(DL4J)) {
      if (in == null) {
        return "unknown";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
