package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How many bytes a pruned network takes: in our file, in DL4J's zip, in a gzip of that, and by its
 * entropy, without updater state. The bound is the sum over all parameters of 32 bits for each
 * weight that is not zero and N·H(sparsity) for where they are; a dense parameter counts 32·N.
 */
public final class FileSizes {
  private static final double[] SPARSITIES = {0.9, 0.95, 0.98};

  private FileSizes() {}

  /**
   * Prints the table.
   *
   * @param args none
   * @throws IOException never, in practice
   */
  public static void main(String[] args) throws IOException {
    Logs.quiet();
    System.out.println(
        "| network | pruned | bound | ours | to bound | half precision | DL4J's zip | its gzip |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (Workload workload : new Workload[] {Workload.LENET_300_100, Workload.LENET_5}) {
      for (double sparsity : SPARSITIES) {
        MultiLayerNetwork network = workload.network(1);
        drawBiases(network);
        MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(sparsity));
        row(workload.toString(), network, masks);
      }
    }
    MultiLayerNetwork dense = CifarLike.network(1);
    drawBiases(dense);
    row("CIFAR-like", dense, MaskStore.empty());
    row("the same, half of all filters zero", dense, CifarLike.pruneFilters(dense));
    System.exit(0);
  }

  /** A new network's biases are zeros, which would take no room. */
  private static void drawBiases(MultiLayerNetwork network) {
    for (ModelParam param : PrunableModel.of(network).params()) {
      if (!param.isPrunable()) {
        INDArray values = network.getParam(param.key());
        values.assign(Nd4j.rand(values.shape()).subi(0.5));
      }
    }
  }

  private static void row(String name, MultiLayerNetwork network, MaskStore masks)
      throws IOException {
    long ours = size(network, masks, WriteOptions.defaults());
    long half = size(network, masks, WriteOptions.defaults().withHalfPrecision());
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, zip, false);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      zip.writeTo(out);
    }
    double bound = bound(network, masks);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f %% | %,.0f | %,d | %+.1f %% | %,d | %,d | %,d |%n",
        name,
        100 * masks.sparsity(),
        bound,
        ours,
        100 * (ours / bound - 1),
        half,
        zip.size(),
        gzip.size());
  }

  private static long size(MultiLayerNetwork network, MaskStore masks, WriteOptions options)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrunedModelFile.write(out, network, masks, options);
    return out.size();
  }

  /** Bytes. */
  private static double bound(MultiLayerNetwork network, MaskStore masks) {
    double bits = 0;
    for (ModelParam param : PrunableModel.of(network).params()) {
      long length = param.length();
      double kept = masks.get(param.key()).map(Mask::kept).orElse(param.length());
      double density = kept / length;
      bits += 32 * kept + length * (term(density) + term(1 - density));
    }
    return bits / 8;
  }

  private static double term(double p) {
    return p == 0 ? 0 : -p * Math.log(p) / Math.log(2);
  }
}
