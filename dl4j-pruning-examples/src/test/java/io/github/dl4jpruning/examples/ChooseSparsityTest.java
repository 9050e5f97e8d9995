package io.github.dl4jpruning.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChooseSparsityTest {
  @TempDir Path folder;

  @Test
  void main_drawn_findsAndGoesOn() throws IOException {
    Path pages = folder.resolve("pages");
    Program first = choose("--images", "600", "--epochs", "1", "--loss", "1");
    Program again =
        choose(
            "--images",
            "600",
            "--epochs",
            "1",
            "--loss",
            "1",
            "--test",
            "--report-dir",
            pages.toString());

    assertEquals(0, first.code(), first.err());
    List<String> lines = first.out().lines().toList();
    assertEquals("Chosen: 0.99", lines.get(lines.size() - 1), first.out());
    assertTrue(first.out().contains("\nsparsity 0.74: step "), first.out()); // it trains
    assertFalse(again.out().contains(": step "), again.out()); // it reads
    String after = withoutProgress(first) + "On test images: dense 0.";
    assertTrue(again.out().startsWith(after), again.out());
    // Dense and the middles of 0.5 … 0.99: 50 of them in at most 6 halvings.
    assertEquals(7, lines.stream().filter(line -> line.startsWith("Tried 0.")).count());
    assertTrue(first.out().contains("\nsparsity    right"), first.out());
    assertTrue(first.out().contains("\n99 %  "), first.out());
    assertFalse(first.out().contains("|"), first.out());
    assertTrue(
        lines.stream()
            .filter(line -> !line.contains(": step "))
            .skip(1)
            .allMatch(line -> line.length() <= 60),
        first.out());
    String page = Files.readString(pages.resolve("report.html"));
    assertTrue(page.contains("Chosen: a sparsity of 99.00 %"), page);
    assertEquals(8, Files.readAllLines(pages.resolve("tables/trade-off.csv")).size());
  }

  @Test
  void main_otherEpochs_isOneLineAndCode1() {
    choose("--images", "120", "--epochs", "1", "--loss", "1");
    Program other = choose("--images", "120", "--epochs", "2", "--loss", "1");

    assertEquals(1, other.code());
    assertEquals(1, other.err().lines().count(), other.err());
    assertTrue(other.err().contains(" is of other settings: "), other.err());
  }

  private static String withoutProgress(Program program) {
    return program.out().replaceAll("(?m)^.*: step .*\n", "");
  }

  private Program choose(String... more) {
    return Program.run(
        Commands.line(new ChooseSparsity()),
        Stream.concat(Stream.of("--folder", folder.toString()), Stream.of(more))
            .toArray(String[]::new));
  }
}
