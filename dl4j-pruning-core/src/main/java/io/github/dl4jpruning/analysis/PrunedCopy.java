package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.Passes;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import org.deeplearning4j.nn.api.Model;

/**
 * A network as its file stores it: with masks for its zeros, all of them +0.0. (Weights times a
 * mask of zeros and ones leave −0.0 as well.)
 *
 * @param network a copy
 * @param masks of its zeros
 */
record PrunedCopy(Model network, MaskStore masks) {
  static PrunedCopy of(Model original) {
    PrunableModel copy = Passes.ofCopy(PrunableModel.of(original)).model();
    MaskStore masks = WeightInspection.masksFromZeros(copy);
    Pruner.apply(copy.network(), masks);
    return new PrunedCopy(copy.network(), masks);
  }
}
