package io.github.dl4jpruning.benchmarks.engines;

import io.github.dl4jpruning.reporting.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@link EngineSpeed}'s table as a picture: answers in a second over sparsity, a line for each
 * engine, of one network and batch.
 */
public final class EnginePicture {
  private EnginePicture() {}

  /**
   * Draws.
   *
   * @param args the table's file, the network, the batch, and the picture's file
   * @throws IOException if a file can't be read or written, or has no such rows
   */
  public static void main(String... args) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      if (line.startsWith("| ")) {
        rows.add(List.of(line.substring(2).split(" \\| *", -1)));
      }
    }
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    List<String> head = rows.get(0);
    List<Integer> engines =
        IntStream.range(0, head.size()).filter(i -> head.get(i).endsWith(", ms")).boxed().toList();
    for (List<String> row : rows) {
      if (row.get(0).equals(args[1]) && row.get(1).equals(args[2])) {
        for (int engine : engines) {
          lines
              .computeIfAbsent(head.get(engine).replace(", ms", ""), name -> new ArrayList<>())
              .add(
                  new double[] {
                    number(row.get(2)), 1000 * number(row.get(1)) / number(row.get(engine))
                  });
        }
      }
    }
    String title = "%s, %s at a time: answers per second".formatted(args[1], args[2]);
    Figure figure =
        Figure.ofLines("engines", title, "weights pruned, %", "answers per second", lines)
            .orElseThrow(() -> new IOException("%s has no rows of %s".formatted(args[0], args[1])));
    Files.writeString(Path.of(args[3]), figure.svg());
  }

  private static double number(String cell) {
    return Double.parseDouble(cell.replace("%", "").strip());
  }
}
