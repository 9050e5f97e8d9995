package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.facts.ModelCost;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.MacCount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * How large a network is. Nothing here is a time: see {@link
 * io.github.dl4jpruning.facts.LatencyComparison}.
 *
 * @param parameters elements of all parameters
 * @param nonZeros those that are not zero
 * @param macs multiply-accumulates per example, as ND4J computes them, zeros included
 * @param macsOfNonZeros those of weights that are not zero: what a machine that skips zeros would
 *     compute
 * @param fileBytes of the file of {@link PrunedModelFile}, without updater state
 * @param dl4jFileBytes of the file that DL4J's ModelSerializer writes, likewise
 */
public record Footprint(
    long parameters,
    long nonZeros,
    long macs,
    long macsOfNonZeros,
    long fileBytes,
    long dl4jFileBytes) {
  /**
   * Counts.
   *
   * @param network a MultiLayerNetwork or ComputationGraph; not changed
   * @param inputTypes one for each input of the network; none if the configuration tells them, or
   *     if any size that fits will do
   * @return the counts
   * @throws IllegalArgumentException if the types do not fit the network, or none that fit were
   *     found
   */
  public static Footprint of(Model network, InputType... inputTypes) {
    PrunableModel model = PrunableModel.of(network);
    ModelCost cost = ModelCost.of(network, inputTypes);
    NonZeros nonZeros = NonZeros.of(model);
    return new Footprint(
        cost.parameters(),
        nonZeros.count(),
        cost.macs(),
        nonZeros.macs(MacCount.of(model, cost.inputs().toArray(InputType[]::new))),
        fileBytes(network),
        cost.fileBytes());
  }

  private static long fileBytes(Model network) {
    PrunedCopy copy = PrunedCopy.of(network);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      PrunedModelFile.write(bytes, copy.network(), copy.masks(), WriteOptions.defaults());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }
}
