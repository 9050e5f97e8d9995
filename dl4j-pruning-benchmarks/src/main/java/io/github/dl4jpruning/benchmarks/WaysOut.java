package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.compact.CompactionPlan;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.compact.Folding;
import io.github.dl4jpruning.examples.networks.CifarNet;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.onnx.OnnxExport;
import io.github.dl4jpruning.onnx.OnnxOptions;
import io.github.dl4jpruning.onnx.OnnxOptionsBuilder;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.runtime.Session;
import io.github.dl4jpruning.runtime.SparseNetwork;
import io.github.dl4jpruning.structure.StructureGraph;
import io.github.dl4jpruning.structure.StructureGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.FixedSchedule;

/**
 * The ways out of DL4J for one network, the examples' CIFAR CNN with random weights: bytes, and
 * milliseconds of processor time per call with one thread. Whole, with 95 % of its weights pruned,
 * and with half of its filters removed.
 */
public final class WaysOut {
  private static final int[] BATCHES = {1, 64};
  private static final int PIXELS = 32 * 32 * 3;
  private static final String WHOLE = "whole, ONNX in ONNX Runtime";
  private static final String HALF = "half the filters, ONNX in ONNX Runtime";
  private static final String FOLDED = "half the filters, folded, ONNX in ONNX Runtime";

  /** A file, and what answers from it. */
  private record Way(String name, long bytes, Function<INDArray, Runnable> answers) {}

  private final Path folder;
  private final List<Way> ways = new ArrayList<>();

  private WaysOut(Path folder) {
    this.folder = folder;
  }

  /**
   * Measures and prints.
   *
   * @param args how many rounds, at least 6; 15 if not given
   * @throws IOException if the files can't be written
   */
  public static void main(String[] args) throws IOException {
    Logs.quiet();
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    Path folder = Files.createTempDirectory("ways-out");
    WaysOut benchmark = new WaysOut(folder);
    benchmark.prepare();
    benchmark.measure(rounds);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    System.exit(0);
  }

  private static MultiLayerNetwork network() {
    return (MultiLayerNetwork) CifarNet.CNN.create(new FixedSchedule(0.01), 0, 1);
  }

  private void prepare() throws IOException {
    MultiLayerNetwork whole = network();
    dl4j("whole, DL4J", whole);
    dl4j("whole, folded, DL4J", Folding.fold(whole).network());
    onnx(WHOLE, whole, OnnxOptions.builder());

    MultiLayerNetwork pruned = network();
    MaskStore masks = Pruner.prune(pruned, PruningRecipe.oneShot(0.95));
    dl4j("95 % of the weights pruned, DL4J", pruned);
    runtime("95 % of the weights pruned, .dlp in the runtime", pruned, masks);
    onnx("95 % of the weights pruned, ONNX in ONNX Runtime", pruned, OnnxOptions.builder());
    onnx(
        "95 % of the weights pruned, ONNX with sparse weights in ONNX Runtime",
        pruned, OnnxOptions.builder().sparseWeights());

    MultiLayerNetwork half = half(network());
    MultiLayerNetwork folded = Folding.fold(half).network();
    dl4j("half the filters, DL4J", half);
    dl4j("half the filters, folded, DL4J", folded);
    runtime("half the filters, .dlp in the runtime", half, MaskStore.empty());
    onnx(HALF, half, OnnxOptions.builder());
    onnx(FOLDED, folded, OnnxOptions.builder());
  }

  /** Every second filter of each convolution goes, and what reads it. */
  private static MultiLayerNetwork half(MultiLayerNetwork network) {
    StructureGraph graph = StructureGraph.of(PrunableModel.of(network));
    MaskStore masks = MaskStore.empty();
    for (StructureGroup group : graph.groups()) {
      BitSet removed = new BitSet();
      for (int unit = 1; unit < group.size(); unit += 2) {
        removed.set(unit);
      }
      masks = masks.intersection(group.masks(removed));
    }
    CompactionPlan plan = Compactor.plan(network, masks);
    Compacted<MultiLayerNetwork> small = Compactor.apply(network, plan);
    return small.network();
  }

  private void dl4j(String name, MultiLayerNetwork network) throws IOException {
    Path file = folder.resolve(ways.size() + ".zip");
    ModelSerializer.writeModel(network, file.toFile(), false);
    ways.add(new Way(name, Files.size(file), x -> () -> network.output(x, false)));
  }

  private void runtime(String name, MultiLayerNetwork network, MaskStore masks) throws IOException {
    Path file = folder.resolve(ways.size() + ".dlp");
    PrunedModelFile.write(file, network, masks, WriteOptions.defaults().withProgram());
    SparseNetwork sparse = SparseNetwork.read(file);
    ways.add(
        new Way(
            name,
            Files.size(file),
            x -> {
              Session session = sparse.session((int) x.size(0));
              float[] values = x.dup('c').reshape(x.length()).toFloatVector();
              String output = sparse.program().outputs().get(0);
              float[] answers = new float[session.outputSize(output)];
              return () -> session.predict(values, answers);
            }));
  }

  private void onnx(String name, MultiLayerNetwork network, OnnxOptionsBuilder options)
      throws IOException {
    Path file = folder.resolve(ways.size() + ".onnx");
    OnnxExport.write(file, network, options.build());
    OnnxFile onnx = new OnnxFile(file);
    ways.add(new Way(name, Files.size(file), onnx::on));
  }

  private void measure(int rounds) {
    double[][][] millis = new double[BATCHES.length][][];
    for (int b = 0; b < BATCHES.length; b++) {
      INDArray examples = Nd4j.rand(DataType.FLOAT, BATCHES[b], PIXELS).subi(0.5);
      List<Turns.Timed> works =
          ways.stream().map(way -> Turns.Timed.of(way.answers().apply(examples))).toList();
      millis[b] = Turns.millis(works, rounds);
    }
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println("| way | file, KB | ms, one example | ms, 64 examples |");
    System.out.println("| --- | ---: | ---: | ---: |");
    for (int i = 0; i < ways.size(); i++) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.3f | %.2f |%n",
          ways.get(i).name(),
          ways.get(i).bytes() / 1e3,
          new Median().evaluate(millis[0][i]),
          new Median().evaluate(millis[1][i]));
    }
    for (int b = 0; b < BATCHES.length; b++) {
      for (String small : List.of(HALF, FOLDED)) {
        MedianInterval ratio =
            MedianInterval.of(
                MedianInterval.ratios(millis[b][index(WHOLE)], millis[b][index(small)]));
        System.out.printf(
            Locale.ROOT,
            "%n%s, batch %d: %.2f [%.2f, %.2f] times as fast as the whole network%n",
            small,
            BATCHES[b],
            ratio.median(),
            ratio.low(),
            ratio.high());
      }
    }
  }

  private int index(String name) {
    return ways.stream().map(Way::name).toList().indexOf(name);
  }
}
