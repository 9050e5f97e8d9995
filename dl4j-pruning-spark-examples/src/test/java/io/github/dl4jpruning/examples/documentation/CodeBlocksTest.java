package io.github.dl4jpruning.examples.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block of Java in README and docs, compiled as printed; without a cluster, run too. */
class CodeBlocksTest {
  @TempDir Path classes;
  @TempDir Path folder;

  static List<Block> blocks() {
    return Page.all().stream().flatMap(page -> page.blocks("java").stream()).toList();
  }

  @Test
  void pages_haveCode() {
    assertTrue(blocks().size() > 25, () -> blocks().size() + " blocks");
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void block_asPrinted_compilesAndRuns(Block block) throws Throwable {
    PrintedRun.delete();
    Printed printed = Printed.compile(block, classes);

    try (Silence ignored = new Silence()) {
      Optional<Map<String, Object>> given = new Given(folder).of(block);
      if (given.isPresent()) {
        printed.run(given.get());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void block_imports_areUsed(Block block) {
    List<String> unused =
        block.imports().stream()
            .filter(
                line -> {
                  String name = line.replaceFirst(".*\\.(\\w+);$", "$1");
                  return !Pattern.compile("\\b" + name + "\\b").matcher(block.statements()).find();
                })
            .toList();

    assertEquals(List.of(), unused);
  }
}
