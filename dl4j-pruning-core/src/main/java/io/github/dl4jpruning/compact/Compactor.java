package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ConfigurationCopy;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.structure.Removal;
import io.github.dl4jpruning.structure.StructureGraph;
import java.util.BitSet;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** Makes smaller networks of masked ones. Stateless and thread-safe; the networks are not. */
public final class Compactor {
  private Compactor() {}

  /**
   * Says what would be removed: every structure that no weight reads any more, because all weights
   * that would read it are pruned or go themselves.
   *
   * @param network a MultiLayerNetwork or ComputationGraph; not changed
   * @param masks its masks, whether they are applied to it or not
   * @param inputTypes one for each input of the network; none if the configuration tells them, or
   *     if MACs need not be counted
   * @return the plan
   * @throws IllegalArgumentException if a mask does not fit, a layer would be left empty, or the
   *     input types do not fit
   * @throws IllegalStateException if the network is not initialised
   */
  public static CompactionPlan plan(Model network, MaskStore masks, InputType... inputTypes) {
    StructureGraph graph = StructureGraph.of(PrunableModel.of(network), inputTypes);
    return CompactionPlan.of(graph.removal(masks), masks, inputTypes);
  }

  /**
   * Makes the smaller network, and compares it with the masked one on random input.
   *
   * @param network the network that the plan was made for; not changed
   * @param plan the plan
   * @param <M> the kind of network
   * @return the smaller network and its masks
   * @throws IllegalArgumentException if the plan was made for another network
   * @throws IllegalStateException if the network has changed since
   * @throws UnprovenException if the outputs differ
   */
  public static <M extends Model> Compacted<M> apply(M network, CompactionPlan plan) {
    return apply(network, plan, Verification.random());
  }

  /**
   * Makes the smaller network.
   *
   * @param network the network that the plan was made for; not changed
   * @param plan the plan
   * @param verification how it is compared with the masked one
   * @param <M> the kind of network
   * @return the smaller network and its masks
   * @throws IllegalArgumentException if the plan was made for another network, or the verification
   *     needs input that it does not have
   * @throws IllegalStateException if the network has changed since
   * @throws UnprovenException if the outputs differ
   */
  public static <M extends Model> Compacted<M> apply(
      M network, CompactionPlan plan, Verification verification) {
    plan.requireMadeFor(network);
    PrunableModel model = PrunableModel.of(network);
    Removal removal = plan.removal();
    BitSet zero = positions(model, plan.masks());
    ConfigurationCopy copy = ConfigurationCopy.of(model);
    removal.resize(copy);
    Model small = copy.build(removal.keptPositions(), zero);
    MaskStore masks =
        Origin.of(model)
            .cut(model, removal.keptPositions())
            .gather(plan.masks(), PrunableModel.of(small));
    Difference difference =
        verification.compare(
            Claim.compacted(() -> masked(model, zero), small), model, plan.inputTypes());
    @SuppressWarnings("unchecked") // built as the same class
    M result = (M) small;
    return new Compacted<>(result, masks, plan, difference);
  }

  /** A copy of the network with all masked positions at zero. */
  private static Model masked(PrunableModel model, BitSet zero) {
    BitSet all = new BitSet();
    all.set(0, (int) model.flatParams().length());
    return ConfigurationCopy.of(model).build(all, zero);
  }

  /** The masked positions in the flat parameters. */
  private static BitSet positions(PrunableModel model, MaskStore masks) {
    BitSet zero = new BitSet();
    for (ModelParam param : model.params()) {
      masks
          .get(param.key())
          .ifPresent(
              mask -> {
                BitSet kept = BitSet.valueOf(mask.words());
                for (int i = kept.nextClearBit(0);
                    i < param.length();
                    i = kept.nextClearBit(i + 1)) {
                  zero.set(param.offset() + i);
                }
              });
    }
    return zero;
  }
}
