package io.github.dl4jpruning.repair;

import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.Passes;
import io.github.dl4jpruning.model.PrunableModel;
import org.deeplearning4j.nn.api.Model;

/**
 * How the kept weights of a pruned network are re-solved, without training. Layer by layer, from
 * front to back, the kept weights of each output unit become those of a ridge regression: of what
 * the unit computed in the network before pruning, before its activation function, on what its
 * layer reads in the pruned network, which is repaired up to there; so errors do not pile up, and
 * the layer behind removed filters makes up for them. Of convolutions the regression's rows are
 * patches.
 *
 * <p>With X the rows read now, y what the unit should compute, w its kept weights as pruning has
 * left them, and X<sub>K</sub> the columns of its kept weights, the change is the solution δ of
 * (X<sub>K</sub>ᵀX<sub>K</sub> + λ·d·I) δ = X<sub>K</sub>ᵀ (y − X w), where d is the mean of the
 * diagonal of XᵀX; a bias takes up the mean and is not penalised. So λ pulls towards the weights
 * before repair, not towards zero, and a very large one changes nothing. This is the exact solution
 * that optimal brain surgeon and optimal brain compression reach weight by weight (Hassibi and
 * Stork 1993; Frantar et al. 2022) for a mask that is given, and that SparseGPT approximates
 * (Frantar and Alistarh 2023), with the target and, for structures, the use of He et al. 2017
 * (channel pruning). The running statistics of batch normalisation behind what was pruned are
 * measured anew.
 *
 * <p>Zeros stay zeros, masks stay as they are, and no unit's sum of squared errors on the samples
 * rises: where it would, the unit keeps its weights.
 *
 * <p>Time: for each layer, two forward passes of the samples up to it; for a layer of n inputs, n²
 * operations for each of its rows, and k³/3 for each unit of k kept inputs, once for all units that
 * keep the same ones. Layers of more inputs than {@link #block} are solved block by block, each
 * against what the others leave, with passes of its own. Units are solved in the threads of Java's
 * common pool; results do not depend on how many there are. Memory: some 24·block² bytes, a
 * minibatch's activations, and two copies of the network's parameters.
 *
 * <p>Immutable, thread-safe.
 *
 * @param ridge λ, above 0 and finite
 * @param positions how many positions of each example (places of a convolution, time steps) are
 *     rows at most, drawn at random; at least 1
 * @param block how many inputs of a layer (kernel positions counted) are solved together at most; 1
 *     to 32,768
 * @param normalisation whether running means and variances are measured anew
 * @param seed of the draw of positions
 */
public record Repair(double ridge, int positions, int block, boolean normalisation, long seed) {
  private static final int POSITIONS = 64;
  private static final int BLOCK = 1024;

  /** Its square is the length of an array. */
  private static final int LARGEST_BLOCK = 1 << 15;

  /** Checks the ranges. */
  public Repair {
    if (!(ridge > 0) || Double.isInfinite(ridge)) {
      throw new IllegalArgumentException(
          "The ridge of a repair must be above 0 and finite, got %s".formatted(ridge)
              + ": 0.01 is a good start");
    }
    if (positions < 1) {
      throw new IllegalArgumentException(
          "A repair looks at 1 position of an example at least, got " + positions);
    }
    if (block < 1 || block > LARGEST_BLOCK) {
      throw new IllegalArgumentException(
          "A repair solves 1 to %s inputs together, got %s".formatted(LARGEST_BLOCK, block));
    }
  }

  /**
   * A repair with a strength of the ridge.
   *
   * @param ridge λ, above 0 and finite; 0.01 is usual, more for few samples
   * @return up to 64 positions of each example, 1024 inputs together, statistics measured anew,
   *     seed 0
   * @throws IllegalArgumentException if it is out of range
   */
  public static Repair ridge(double ridge) {
    return new Repair(ridge, POSITIONS, BLOCK, true, 0);
  }

  /**
   * The same with another number of positions.
   *
   * @param most how many of each example at most, at least 1
   * @return a new repair
   */
  public Repair withPositions(int most) {
    return new Repair(ridge, most, block, normalisation, seed);
  }

  /**
   * The same with blocks of another size.
   *
   * @param inputs how many at most, 1 to 32,768
   * @return a new repair
   */
  public Repair withBlock(int inputs) {
    return new Repair(ridge, positions, inputs, normalisation, seed);
  }

  /**
   * The same that leaves running means and variances as they are.
   *
   * @return a new repair
   */
  public Repair withoutNormalisation() {
    return new Repair(ridge, positions, block, false, seed);
  }

  /**
   * The same with another draw of positions.
   *
   * @param other the seed
   * @return a new repair
   */
  public Repair withSeed(long other) {
    return new Repair(ridge, positions, block, normalisation, other);
  }

  /**
   * Repairs a network that was pruned, by the one that it was before.
   *
   * @param network a MultiLayerNetwork or ComputationGraph that is pruned; its weights are changed
   *     in place, all at the end
   * @param masks its masks; parameters without one are not touched
   * @param original the same network with the weights that it had before it was pruned; not changed
   * @param samples a few hundred examples, like those it was trained on; labels are not looked at.
   *     All are used, a minibatch at a time, and read once for each block of each layer
   * @return what was changed, and what was not
   * @throws IllegalArgumentException if the networks differ, a mask does not fit, there is no
   *     sample, or values are not finite; nothing has changed then
   * @throws IllegalStateException if a network is not initialised
   */
  public Repaired apply(Model network, MaskStore masks, Model original, Samples samples) {
    PrunableModel model = PrunableModel.of(network);
    PrunableModel before = PrunableModel.of(original);
    model.requireFits(masks);
    requireAlike(model, before);
    PrunableModel copy = Passes.ofCopy(model).model();
    copy.apply(masks);
    Repaired repaired =
        new RepairRun(this, copy, PrunableModel.of(before.kind().throwAway()), masks, samples)
            .run();
    model.flatParams().assign(copy.flatParams());
    model.apply(masks);
    return repaired;
  }

  private static void requireAlike(PrunableModel model, PrunableModel before) {
    if (!model.params().equals(before.params())) {
      throw new IllegalArgumentException(
          "A network is repaired by what it was before it was pruned, but the parameters differ: %s"
                  .formatted(model.params())
              + " and %s".formatted(before.params()));
    }
  }
}
