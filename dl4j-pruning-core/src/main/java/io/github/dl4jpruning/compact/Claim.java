package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.model.network.Network;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;

/**
 * That two networks compute the same.
 *
 * @param reference what is right
 * @param result what is to be proven
 * @param exact the result in double precision, asked for where single precision is too coarse
 * @param otherwise what is said if they do not
 * @param unchecked the call that leaves the comparison out
 */
record Claim(
    Supplier<Model> reference,
    Model result,
    Supplier<Model> exact,
    String otherwise,
    String unchecked) {
  /** That a network without its pruned structures computes what the masked one does. */
  static Claim compacted(Supplier<Model> masked, Model small) {
    return new Claim(
        masked,
        small,
        () -> Network.of(small).inDoublePrecision(),
        "The compacted network does not compute what the masked one does",
        "Compactor.apply(network, plan, Verification.none())");
  }

  /** That a network with fewer layers computes what it was made of does. */
  static Claim folded(Model network, Model small, Supplier<Model> exact) {
    return new Claim(
        () -> network,
        small,
        exact,
        "The folded network does not compute what the network does",
        "Folding.fold(network, masks, Verification.none())");
  }
}
