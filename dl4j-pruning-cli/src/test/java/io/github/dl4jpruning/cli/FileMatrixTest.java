package io.github.dl4jpruning.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.cli.console.ExitCode;
import io.github.dl4jpruning.recipe.file.RecipeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import onnx.Onnx.ModelProto;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command with every kind of file: what it was asked for, or a refusal that leaves nothing.
 */
class FileMatrixTest {
  /**
   * A command's options; FILE is the network, DATA are examples for it, what begins with OUT is to
   * be written.
   */
  private static final Map<String, String> COMMANDS =
      Map.ofEntries(
          Map.entry("inspect", "inspect FILE"),
          Map.entry("prune", "prune FILE -s 0.5 -o OUT.dlp"),
          Map.entry("tune", "prune FILE -s 0.5 --data DATA --fit 1 -o OUT.zip"),
          Map.entry("shrink", "shrink FILE -o OUT.zip"),
          Map.entry("fold", "fold FILE -o OUT.dlp"),
          Map.entry("scan", "scan FILE --data DATA -s 0.5 --save-recipe OUT.yaml"),
          Map.entry("search", "search FILE --data DATA --loss 1 -o OUT.dlp"),
          Map.entry("to-zip", "convert FILE -o OUT.zip"),
          Map.entry("to-dlp", "convert FILE -o OUT.dlp"),
          Map.entry("to-onnx", "convert FILE -o OUT.onnx"),
          Map.entry("bench", "bench FILE --passes 1 --batch 1,2"),
          Map.entry("report", "report FILE -o OUT.html"),
          Map.entry("compare", "compare FILE FILE --data DATA --passes 1"));

  /** Exit codes. */
  private static final String EXPECTED =
      """
      file           inspect prune tune shrink fold scan search to-zip to-dlp to-onnx bench report compare
      layers.zip           0     0    0      0    0    0      0      0      0       0     0      0       0
      graph.zip            0     0    0      0    0    0      0      0      0       0     0      0       0
      checkpoint.zip       0     0    0      0    4    0      0      0      0       0     0      0       0
      layers-1.dlp         0     0    0      4    4    0      0      0      0       0     0      0       0
      layers-2.dlp         0     0    0      0    0    0      0      0      0       0     0      0       0
      graph-2.dlp          0     0    0      0    0    0      0      0      0       0     0      0       0
      layers-3.dlp         0     0    0      0    0    0      0      0      0       0     0      0       0
      page.txt             3     3    3      3    3    3      3      3      3       3     3      3       3
      empty.dlp            3     3    3      3    3    3      3      3      3       3     3      3       3
      cut.dlp              3     3    3      3    3    3      3      3      3       3     3      3       3
      cut.zip              3     3    3      3    3    3      3      3      3       3     3      3       3
      other.zip            3     3    3      3    3    3      3      3      3       3     3      3       3
      none.zip             3     3    3      3    3    3      3      3      3       3     3      3       3
      """;

  /** With -Pkeras, and without. */
  private static final String KERAS =
      KerasTest.isRead()
          ? "keras.h5 0 0 4 4 4 0 0 0 0 0 0 0 0"
          : "keras.h5 3 3 3 3 3 3 3 3 3 3 3 3 3";

  private static final Pattern REASON =
      Pattern.compile("Nothing in .* can be (taken out|folded)|can't be trained: its output 1 has");

  @TempDir static Path files;
  @TempDir Path folder;

  @BeforeAll
  static void write() throws IOException {
    small(Saved.normalised(files), "layers");
    small(Saved.normalisedGraph(files), "graph");
    Files.copy(Saved.CORE.resolve("v2/checkpoint.zip"), files.resolve("checkpoint.zip"));
    Files.copy(Saved.CORE.resolve("v1/pruned-layers.dlp"), files.resolve("layers-1.dlp"));
    Path card = Files.writeString(files.resolve("card.json"), "{\"title\": \"layers\"}");
    Cli.done(
        "convert",
        files.resolve("layers-2.dlp"),
        "-o",
        files.resolve("layers-3.dlp"),
        "--card",
        card);
    Files.copy(KerasTest.FILE, files.resolve("keras.h5"));
    Files.writeString(files.resolve("page.txt"), "no network");
    Files.createFile(files.resolve("empty.dlp"));
    cut("layers-2.dlp", "cut.dlp");
    cut("layers.zip", "cut.zip");
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(files.resolve("other.zip")))) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
      zip.write(1);
    }
  }

  /** A network with structures pruned whole as .zip, and as .dlp that has a program. */
  private static void small(Path network, String name) {
    Path zip = files.resolve(name + ".zip");
    Path dlp = files.resolve(name + "-2.dlp");
    Cli.done(
        "prune",
        network,
        "-s",
        "0.5",
        "--granularity",
        "structure",
        "--allocation",
        "uniform",
        "-o",
        zip);
    Cli.done("convert", zip, "-o", dlp, "--program");
  }

  private static void cut(String from, String to) throws IOException {
    byte[] bytes = Files.readAllBytes(files.resolve(from));
    Files.write(files.resolve(to), Arrays.copyOf(bytes, bytes.length / 2));
  }

  static Stream<Arguments> cells() {
    List<String[]> rows = (EXPECTED + KERAS).lines().map(line -> line.split(" +", -1)).toList();
    String[] head = rows.get(0);
    return rows.stream()
        .skip(1)
        .flatMap(
            row ->
                IntStream.range(1, row.length)
                    .mapToObj(i -> Arguments.of(head[i], row[0], Integer.parseInt(row[i]))));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("cells")
  void command_kindOfFile_doneOrRefused(String command, String name, int code) throws IOException {
    Path file = files.resolve(name);
    byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    Cli run = Cli.run(arguments(COMMANDS.get(command), file));

    assertEquals(code, run.code(), run.err());
    if (code == ExitCode.DONE) {
      assertEquals("", run.err());
      assertTrue(!run.out().isBlank());
      assertWritten(COMMANDS.get(command).contains("OUT"));
    } else {
      assertTrue(run.failure().contains(file.toString()), run.err());
      assertTrue(code != ExitCode.UNFIT || REASON.matcher(run.err()).find(), run.err());
      assertEquals(List.of(), written());
    }
    assertArrayEquals(before, Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
  }

  private Object[] arguments(String command, Path file) throws IOException {
    Path data = data(file.getFileName().toString());
    return Arrays.stream(command.split(" ", -1))
        .map(word -> word.equals("FILE") ? file : word)
        .map(word -> word.equals("DATA") ? data : word)
        .map(word -> word.toString().startsWith("OUT") ? folder.resolve(word.toString()) : word)
        .toArray();
  }

  /** Examples as the network reads and answers them. */
  private static Path data(String name) throws IOException {
    boolean golden = name.startsWith("checkpoint") || name.equals("layers-1.dlp");
    int values = golden ? 3 : name.startsWith("layers") ? 64 : 5;
    return Points.csv(files.resolve(name + ".csv"), values, golden ? 2 : 3, 12);
  }

  private void assertWritten(boolean expected) throws IOException {
    List<Path> written = written();
    assertEquals(expected ? 1 : 0, written.size(), written::toString);
    for (Path file : written) {
      if (file.toString().endsWith(".html")) {
        assertTrue(Files.readString(file).strip().endsWith("</html>"));
      } else if (file.toString().endsWith(".onnx")) {
        assertTrue(ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getNodeCount() > 0);
      } else if (file.toString().endsWith(".yaml")) {
        assertTrue(RecipeFile.yaml(RecipeFile.read(file)).contains("perParameter:"));
      } else {
        assertTrue(Saved.read(file).flatParams().length() > 0);
      }
    }
  }

  private List<Path> written() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.toList();
    }
  }
}
