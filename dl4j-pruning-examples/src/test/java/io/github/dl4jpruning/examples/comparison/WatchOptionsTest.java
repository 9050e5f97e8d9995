package io.github.dl4jpruning.examples.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.examples.ChooseSparsity;
import io.github.dl4jpruning.examples.PruneCifar;
import io.github.dl4jpruning.examples.PruneMnist;
import io.github.dl4jpruning.examples.PruneSavedModel;
import io.github.dl4jpruning.examples.PruneSequences;
import io.github.dl4jpruning.examples.ResumeTraining;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WatchOptionsTest {
  @TempDir Path folder;

  static Stream<Object> examples() {
    return Stream.of(
        new PruneMnist(),
        new PruneCifar(),
        new PruneSequences(),
        new PruneSavedModel(),
        new ResumeTraining(),
        new ChooseSparsity());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void options_everyExample_haveThem(Object example) {
    assertTrue(
        Commands.line(example)
            .getCommandSpec()
            .optionsMap()
            .keySet()
            .containsAll(List.of("--tensorboard", "--live")));
  }

  @Test
  void tensorboard_folder_getsARunForEachNetwork() throws IOException {
    Program program =
        Program.run(
            Commands.line(new PruneSequences()),
            "--waves",
            "64",
            "--epochs",
            "5",
            "--tensorboard",
            folder.toString());

    assertEquals(0, program.code(), program.err());
    assertEquals(List.of("dense", "pruned"), names(folder));
    for (String run : names(folder)) {
      assertEquals(1, names(folder.resolve(run)).size());
    }
  }

  @Test
  void live_asked_saysWhere() {
    Program program =
        Program.run(
            Commands.line(new PruneSequences()), "--waves", "64", "--epochs", "5", "--live");

    assertEquals(0, program.code(), program.err());
    assertTrue(
        program
            .out()
            .matches("(?s).*is to be seen at http://127\\.0\\.0\\.1:\\d+/[0-9a-f]{32}/\n.*"),
        program.out());
  }

  @Test
  void tensorboard_aFile_isOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    Program program =
        Program.run(Commands.line(new PruneSequences()), "--tensorboard", file.toString());

    assertEquals(1, program.code());
    assertEquals(
        "Nothing can be written to the folder %s: %s is a file. Choose another --tensorboard\n"
            .formatted(file, file),
        program.err());
  }

  private static List<String> names(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
