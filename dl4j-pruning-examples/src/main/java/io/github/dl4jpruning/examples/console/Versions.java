package io.github.dl4jpruning.examples.console;

import io.github.dl4jpruning.PruningListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What took part in a run.
 *
 * @param dl4jPruning this library; {@code development} when run from classes instead of a jar
 * @param dl4j Deeplearning4j
 * @param nd4jBackend ND4J's backend and where it computes, for example {@code CpuBackend (CPU)}
 * @param java version and maker
 * @param ompThreads OpenMP threads of ND4J, at least 1
 * @param os name, version and processor
 */
public record Versions(
    String dl4jPruning, String dl4j, String nd4jBackend, String java, int ompThreads, String os) {

  /** Those of this process. */
  public static Versions current() {
    return new Versions(
        Optional.ofNullable(PruningListener.class.getPackage().getImplementationVersion())
            .orElse("development"),
        dl4jVersion(),
        Nd4j.getBackend().getClass().getSimpleName()
            + " ("
            + Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend")
            + ")",
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
        Backend.threads(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
  }

  private static String dl4jVersion() {
    String name = "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";
    try (InputStream in = MultiLayerNetwork.class.getResourceAsStream(name)) {
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
