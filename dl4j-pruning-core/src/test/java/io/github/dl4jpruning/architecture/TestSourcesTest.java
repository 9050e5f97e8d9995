package io.github.dl4jpruning.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Test files of all modules stay short enough to be read at once. */
class TestSourcesTest {
  private static final Path MODULES = Path.of("..");
  private static final int LONGEST = 350;

  /** File, and why it is longer. One that is short again has to go from here. */
  private static final Map<String, String> LONGER =
      Map.of(
          "RandomKinds.java", "one kind of network after the other, each drawn at random",
          "RandomNetworks.java", "draws one network after the other from one random stream");

  @Test
  void files_test_atMost350Lines() throws IOException {
    Map<String, Long> tooLong = new TreeMap<>();
    for (Path file : files()) {
      long lines = Files.readString(file).lines().count();
      if (lines > LONGEST) {
        tooLong.put(file.getFileName().toString(), lines);
      }
    }

    assertEquals(LONGER.keySet(), tooLong.keySet(), tooLong::toString);
  }

  private static List<Path> files() throws IOException {
    Path test = Path.of("src", "test", "java");
    try (Stream<Path> modules = Files.list(MODULES)) {
      List<Path> roots =
          modules.map(module -> module.resolve(test)).filter(Files::isDirectory).sorted().toList();
      assertTrue(roots.size() >= 5, () -> "only " + roots + " in " + MODULES.toAbsolutePath());
      List<Path> files = new ArrayList<>();
      for (Path root : roots) {
        try (Stream<Path> walk = Files.walk(root)) {
          walk.filter(path -> path.toString().endsWith(".java")).forEach(files::add);
        }
      }
      return files;
    }
  }
}
