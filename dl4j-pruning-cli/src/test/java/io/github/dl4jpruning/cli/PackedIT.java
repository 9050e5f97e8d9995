package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.cli.network.NetworkReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code package} makes, started as users start it: the one jar, and the script beside it.
 * Runs behind {@code package}, in {@code mvn verify}.
 */
@EnabledIfSystemProperty(named = "packed", matches = ".+")
class PackedIT {
  private static final Path TARGET = Path.of(System.getProperty("packed", ""));
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /** Where users are: the commands name files in it. */
  @TempDir Path folder;

  /** Where the processes write, and the script keeps its archive. */
  @TempDir Path aside;

  @BeforeEach
  void save() throws IOException {
    Saved.layers(folder);
    Files.writeString(folder.resolve("page.txt"), "no network");
  }

  @Test
  void jar_version_isTheBuilds() throws Exception {
    Cli run = jar("--version");

    assertEquals("0 ", run.code() + " " + run.err());
    assertTrue(run.out().matches("dl4j-pruning \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R"), run.out());
  }

  @Test
  void jar_inspectAndPrune_doWhatTheySay() throws Exception {
    Cli shown = jar("inspect", "layers.zip");
    assertEquals("0 ", shown.code() + " " + shown.err());
    assertTrue(shown.out().startsWith("layers.zip: zip of DL4J, MultiLayerNetwork"), shown.out());

    Cli pruned = jar("prune", "layers.zip", "-s", "0.5", "-o", "out.dlp");
    assertEquals("0 ", pruned.code() + " " + pruned.err());
    assertEquals(List.of("layers.zip", "out.dlp", "page.txt"), files());
    assertEquals(459, NetworkReader.read(folder.resolve("out.dlp")).masks().kept());
  }

  @Test
  void jar_refusals_oneLineExitCodeAndNothingLeft() throws Exception {
    Cli usage = jar("prune", "layers.zip", "-s", "1.5", "-o", "out.dlp");
    assertTrue(usage.failure().startsWith("2 dl4j-pruning: Sparsity is the fraction"), usage.err());
    Cli unreadable = jar("prune", "page.txt", "-s", "0.5", "-o", "out.dlp");
    assertTrue(
        unreadable.failure().startsWith("3 dl4j-pruning: page.txt is no network"),
        unreadable.err());

    assertEquals(List.of("layers.zip", "page.txt"), files());
  }

  /** Java refuses to start where {@code -Xshare:on} finds no archive that fits. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void script_secondStart_sharesClassesAndPassesExitCodesOn() throws Exception {
    Cli first = script("", "--version");
    assertEquals("0 ", first.code() + " " + first.err());
    try (Stream<Path> cache = Files.list(aside.resolve("cache"))) {
      assertEquals(1, cache.filter(file -> file.toString().endsWith(".jsa")).count());
    }

    Cli second = script("-Xshare:on", "inspect", "layers.zip", "--json");
    assertEquals("0 ", second.code() + " " + second.err());
    assertTrue(second.out().contains("\"MultiLayerNetwork\""), second.out());
    Cli refused = script("-Xshare:on", "inspect", "page.txt");
    assertTrue(
        refused.failure().startsWith("3 dl4j-pruning: page.txt is no network"), refused.err());
    assertEquals(List.of("layers.zip", "page.txt"), files());
  }

  private Cli jar(String... arguments) throws Exception {
    return run(Map.of(), List.of(JAVA, "-jar", TARGET.resolve("dl4j-pruning.jar")), arguments);
  }

  private Cli script(String options, String... arguments) throws Exception {
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME", System.getProperty("java.home"),
            "DL4J_PRUNING_CACHE", aside.resolve("cache").toString(),
            "DL4J_PRUNING_OPTIONS", options);
    return run(environment, List.of("bash", TARGET.resolve("dl4j-pruning")), arguments);
  }

  private Cli run(Map<String, String> environment, List<?> program, String... arguments)
      throws Exception {
    Path out = aside.resolve("out");
    Path err = aside.resolve("err");
    Stream<String> command =
        Stream.concat(program.stream().map(Object::toString), Stream.of(arguments));
    ProcessBuilder process =
        new ProcessBuilder(command.toList())
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    process.environment().putAll(environment);
    int code = process.start().waitFor();
    return new Cli(code, Files.readString(out), Files.readString(err));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
