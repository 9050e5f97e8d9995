package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;

/** What a build reads of Keras: with {@code -Pkeras} all, without it nothing, and it says so. */
class KerasTest {
  /** Made by the script beside it. */
  static final Path FILE = Path.of("src", "test", "resources", "keras", "dense.h5");

  @TempDir Path folder;

  @Test
  void inspect_withTheProfile_isANetworkOfDl4j() {
    assumeTrue(isRead());

    JsonNode json = Cli.json("inspect", FILE);
    assertEquals("Keras .h5", json.get("kind").asText());
    assertEquals(5 * 6 + 6 + 6 * 3 + 3, json.get("parameters").asLong());
    Cli.done("prune", FILE, "-s", "0.5", "-o", folder.resolve("out.zip"));
    assertEquals(24, 48 - Cli.json("inspect", folder.resolve("out.zip")).get("zeros").asLong() + 9);
  }

  @Test
  void inspect_withoutTheProfile_saysHowToBuildIt() {
    assumeTrue(!isRead());

    assertEquals(
        ("3 dl4j-pruning: Can't read %s: this build reads no Keras files. Build it with them: mvn"
                + " -Pkeras -pl dl4j-pruning-cli -am package")
            .formatted(FILE),
        Cli.run("inspect", FILE).failure());
  }

  static boolean isRead() {
    return KerasTest.class.getResource("/org/bytedeco/hdf5/global/hdf5.class") != null;
  }
}
