package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.compact.Folded;
import io.github.dl4jpruning.compact.Folding;
import io.github.dl4jpruning.lowering.Lowering;
import io.github.dl4jpruning.onnx.Exported;
import io.github.dl4jpruning.onnx.OnnxExport;
import io.github.dl4jpruning.onnx.OnnxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;

/**
 * The networks of DL4J's zoo as ONNX files: ONNX Runtime's answers against DL4J's, of batches of 1
 * and 7; then how many layers {@link Folding} takes out. Ends with an error where answers differ by
 * more than 1e-5 of the largest. Arguments: names of networks, none for all; {@code --keep=FOLDER}
 * leaves the files there, for ONNX's own checker.
 */
public final class OnnxZoo {
  private static final int[] BATCHES = {1, 7};
  private static final String KEEP = "--keep=";

  private OnnxZoo() {}

  /**
   * Prints one line of a Markdown table per network.
   *
   * @param arguments names of networks; none for all
   * @throws IOException if the files can't be written
   */
  public static void main(String... arguments) throws IOException {
    Logs.quiet();
    List<String> wanted = Stream.of(arguments).filter(each -> !each.startsWith(KEEP)).toList();
    Optional<Path> folder =
        Stream.of(arguments)
            .filter(each -> each.startsWith(KEEP))
            .map(each -> Path.of(each.substring(KEEP.length())))
            .findFirst();
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println(
        "| network | input | ONNX file, MB | layers gone by folding | left |"
            + " largest difference, batch 1 | batch 7 |");
    System.out.println("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
    boolean right = true;
    for (Map.Entry<String, Supplier<Zoo.Built>> each : Zoo.networks(Lowering::of).entrySet()) {
      if (wanted.isEmpty() || wanted.contains(each.getKey())) {
        right &= row(each.getKey(), each.getValue().get(), folder);
      }
    }
    System.exit(right ? 0 : 1);
  }

  private static boolean row(String name, Zoo.Built built, Optional<Path> folder)
      throws IOException {
    Zoo.unsettle(built);
    Path file =
        folder.isPresent()
            ? Files.createDirectories(folder.get()).resolve(name + ".onnx")
            : Files.createTempFile(name, ".onnx");
    try {
      OnnxOptions options = OnnxOptions.builder().inputTypes(built.type()).build();
      Exported exported = OnnxExport.write(file, built.network(), options);
      double[] gaps = new double[BATCHES.length];
      try (OnnxFile onnx = new OnnxFile(file)) {
        for (int i = 0; i < gaps.length; i++) {
          gaps[i] = ZooGap.of(built, onnx::answers, BATCHES[i]);
        }
      }
      Folded<Model> folded = Folding.fold(built.network(), built.type());
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.1f | %d | %d | %.1e | %.1e |%n",
          name,
          built.input(),
          exported.bytes() / 1e6,
          folded.gone().size(),
          folded.left().size(),
          gaps[0],
          gaps[1]);
      return gaps[0] <= ZooGap.TOLERANCE && gaps[1] <= ZooGap.TOLERANCE;
    } finally {
      if (folder.isEmpty()) {
        Files.delete(file);
      }
    }
  }
}
