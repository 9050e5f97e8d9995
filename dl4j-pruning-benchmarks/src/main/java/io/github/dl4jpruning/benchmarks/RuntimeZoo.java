package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.lowering.Lowering;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's zoo in the runtime: half of the weights pruned at random, written and read, its answers
 * beside DL4J's. Arguments: names of networks; none for all.
 */
public final class RuntimeZoo {
  private static final int[] BATCHES = {1, 3};

  private RuntimeZoo() {}

  /**
   * Prints one line of a Markdown table per network.
   *
   * @param names of networks; none for all
   * @throws IOException if a file can't be written, or does not compute what DL4J computes
   */
  public static void main(String... names) throws IOException {
    Logs.quiet();
    List<String> wanted = List.of(names);
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println("| network | input | file, MB | largest difference, batch 1 | batch 3 |");
    System.out.println("| --- | --- | ---: | ---: | ---: |");
    boolean right = true;
    for (Map.Entry<String, Supplier<Zoo.Built>> each : Zoo.networks(Lowering::of).entrySet()) {
      if (wanted.isEmpty() || wanted.contains(each.getKey())) {
        right &= row(each.getKey(), each.getValue().get());
      }
    }
    System.exit(right ? 0 : 1);
  }

  private static boolean row(String name, Zoo.Built built) throws IOException {
    MaskStore masks =
        Pruner.prune(
            built.network(),
            PruningRecipe.oneShot(0.5).toBuilder().criterion(Criterion.random()).build());
    Zoo.unsettle(built);
    Pruner.apply(built.network(), masks);
    Path file = Files.createTempFile(name, ".dlp");
    try {
      WriteOptions options = WriteOptions.defaults().withProgram(built.type());
      PrunedModelFile.write(file, built.network(), masks, options);
      SparseNetwork network = SparseNetwork.read(file);
      double[] gaps = new double[BATCHES.length];
      for (int i = 0; i < gaps.length; i++) {
        gaps[i] = ZooGap.of(built, x -> network.predict(flat(x)), BATCHES[i]);
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.1f | %.1e | %.1e |%n",
          name,
          built.input(),
          Files.size(file) / 1e6,
          gaps[0],
          gaps[1]);
      return gaps[0] <= ZooGap.TOLERANCE && gaps[1] <= ZooGap.TOLERANCE;
    } finally {
      Files.delete(file);
    }
  }

  private static float[] flat(INDArray examples) {
    return examples.dup('c').reshape(examples.length()).toFloatVector();
  }
}
