package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.cli.data.ExampleShape;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.ActivationTypes;
import io.github.dl4jpruning.model.types.FittingInputTypes;
import io.github.dl4jpruning.model.types.MacCount;
import io.github.dl4jpruning.model.types.RandomInputs;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network's inputs are, and what its weights cost.
 *
 * @param types one for each input; empty if none that fits is known
 * @param assumed whether the configuration does not tell their size, and a small one was taken
 * @param macs multiply-accumulates of each weight; empty if the types are
 */
record Costs(List<InputType> types, boolean assumed, Optional<MacCount> macs) {
  private static final long SEED = 1;

  /** Counts, by given types, by those of the configuration, or by small ones that fit. */
  static Costs of(PrunableModel model, InputType... given) {
    Optional<ActivationTypes> told = ActivationTypes.ifKnown(model, given);
    if (told.isPresent()) {
      return new Costs(told.get().inputs(), false, Optional.of(MacCount.of(model, told.get())));
    }
    if (given.length > 0) {
      MacCount.of(model, given); // says why they do not fit
    }
    try {
      List<InputType> types = FittingInputTypes.of(model);
      MacCount macs = MacCount.of(model, types.toArray(InputType[]::new));
      return new Costs(types, true, Optional.of(macs));
    } catch (IllegalArgumentException e) {
      return new Costs(List.of(), true, Optional.empty());
    }
  }

  /** The types as most of the library takes them. */
  InputType[] array() {
    return types.toArray(InputType[]::new);
  }

  /**
   * Random examples to measure with.
   *
   * @throws Failure if an input's size is not known
   */
  INDArray[] examples(PrunableModel model, int batch) throws Failure {
    if (types.isEmpty()) {
      throw Failure.unfit("The network does not tell its inputs' sizes: --input SIZE for each");
    }
    for (InputType type : types) {
      ExampleShape.known(type, batch);
    }
    return RandomInputs.of(model, types, batch, SEED);
  }

  /** Of all weights of a parameter. */
  OptionalLong of(ModelParam param) {
    return macs.isPresent()
        ? OptionalLong.of(macs.get().of(param) * param.length())
        : OptionalLong.empty();
  }
}
