package io.github.dl4jpruning.onednn;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** A process of its own: what has started can't be started anew. */
class StartedBeforeTest {
  @Test
  void enable_afterNd4jStarted_isRefused() throws IOException, InterruptedException {
    assumeTrue(OneDnn.obstacle().isEmpty(), "mvn -Ponednn -pl dl4j-pruning-onednn -am test");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Late.class.getName())
            .redirectErrorStream(true)
            .start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertTrue(process.waitFor() != 0, said);
    assertTrue(
        said.contains(
            "IllegalStateException: ND4J has started already, without oneDNN: call OneDnn.enable()"
                + " before anything else of ND4J and DL4J, first in main"),
        said);
  }

  /** Its main program. */
  static final class Late {
    private Late() {}

    public static void main(String[] args) {
      Nd4j.zeros(1);
      OneDnn.enable();
    }
  }
}
