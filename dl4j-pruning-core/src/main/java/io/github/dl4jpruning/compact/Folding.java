package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Makes networks for inference with fewer layers: batch normalisation goes into the convolution or
 * dense layer before it (Jacob et al. 2018, section 3.2: {@code w·γ/σ} and {@code β + (b −
 * μ)·γ/σ}), dropout layers go. What is pruned stays exactly zero. Stateless and thread-safe; the
 * networks are not.
 */
public final class Folding {
  private Folding() {}

  /**
   * Folds a network without masks, and compares both on random input.
   *
   * @param network a MultiLayerNetwork or ComputationGraph; not changed
   * @param inputTypes one for each input; none if the configuration tells them, or for inputs that
   *     fit by trial
   * @param <M> the kind of network
   * @return the smaller network, what went and what did not
   * @throws IllegalStateException if the network is not initialised
   * @throws UnprovenException if the outputs differ
   */
  public static <M extends Model> Folded<M> fold(M network, InputType... inputTypes) {
    return fold(network, MaskStore.empty(), Verification.random(), inputTypes);
  }

  /**
   * Folds a network.
   *
   * @param network a MultiLayerNetwork or ComputationGraph; not changed
   * @param masks its masks, which have been applied to it
   * @param verification how both are compared: in inference, as in {@link Compactor}
   * @param inputTypes one for each input; none if the configuration tells them, or for inputs that
   *     fit by trial
   * @param <M> the kind of network
   * @return the smaller network, what went and what did not
   * @throws IllegalArgumentException if a mask does not fit
   * @throws IllegalStateException if the network is not initialised
   * @throws UnprovenException if the outputs differ
   */
  public static <M extends Model> Folded<M> fold(
      M network, MaskStore masks, Verification verification, InputType... inputTypes) {
    PrunableModel model = PrunableModel.of(network);
    model.requireFits(masks);
    FoldedCopy copy = FoldedCopy.of(model);
    Model small = copy.build();
    Difference difference =
        verification.compare(
            Claim.folded(network, small, () -> inDouble(network)), model, List.of(inputTypes));
    @SuppressWarnings("unchecked") // built as the same class
    M result = (M) small;
    return new Folded<>(
        result, copy.masks(masks, PrunableModel.of(small)), copy.gone(), copy.left(), difference);
  }

  /** Folded once more, with all digits: folded weights are rounded where the others were not. */
  private static Model inDouble(Model network) {
    return FoldedCopy.of(PrunableModel.of(Network.of(network).inDoublePrecision())).build();
  }
}
