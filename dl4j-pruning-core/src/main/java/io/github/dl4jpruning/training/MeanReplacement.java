package io.github.dl4jpruning.training;

import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.Place.Side;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Pool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mean replacement (Evci et al. 2018): what weights add on average, their layer's bias adds once
 * they are pruned, so that the mean of what the layer computes stays. Exact for dense and recurrent
 * layers; at the padded border of a convolution the bias adds more than the weights did.
 */
final class MeanReplacement {
  static final Signal MEANS = new Signal.InputMean();

  private static final Set<Role> INPUTS = Set.of(Role.INPUT);
  private static final Set<Role> OUTPUTS = Set.of(Role.GATE, Role.OUTPUT);

  private final Map<ModelParam, ModelParam> biases = new LinkedHashMap<>();

  /** For those of the pruned parameters that read visible inputs and have a bias beside them. */
  MeanReplacement(PrunableModel model, List<ModelParam> pruned) {
    for (ModelParam weights : pruned) {
      boolean seen =
          weights.name().equals("W")
              && weights.layout().isPresent()
              && weights.place().inputs().filter(sight -> sight.side() == Side.INPUT).isPresent();
      if (seen) {
        biasOf(weights, model).ifPresent(bias -> biases.put(weights, bias));
      }
    }
    if (biases.isEmpty()) {
      throw new IllegalArgumentException(
          "meanReplacement() has no bias to write to: none of %s has one beside it, and inputs that"
                  .formatted(pruned)
              + " can be seen");
    }
  }

  private static Optional<ModelParam> biasOf(ModelParam weights, PrunableModel model) {
    return model.params().stream()
        .filter(param -> param.layerIndex().equals(weights.layerIndex()))
        .filter(param -> param.name().equals("b"))
        .filter(param -> param.length() == weights.layout().orElseThrow().count(OUTPUTS))
        .findFirst();
  }

  /** Whose inputs have to be averaged. */
  List<Pool> pools() {
    return biases.keySet().stream().<Pool>map(Pool::ofWeights).toList();
  }

  /**
   * Writes into the biases, before the weights are cleared.
   *
   * @param means of each parameter's inputs in the original network, by its key
   */
  void apply(
      PrunableModel model,
      Origin origin,
      MaskStore before,
      MaskStore after,
      Map<String, float[]> means) {
    biases.forEach(
        (weights, bias) ->
            after
                .get(weights.key())
                .ifPresent(
                    now -> {
                      Mask then =
                          before.get(weights.key()).orElseGet(() -> Mask.keepAll(weights.shape()));
                      Optional<Mask> ofBias = after.get(bias.key());
                      double[] more =
                          lost(
                              model,
                              weights,
                              then.minus(now),
                              origin
                                  .places(weights.key(), INPUTS)
                                  .gather(Objects.requireNonNull(means.get(weights.key()))));
                      for (int i = 0; i < more.length; i++) {
                        if (ofBias.isPresent() && !ofBias.get().isKept(i)) {
                          more[i] = 0;
                        }
                      }
                      add(model, bias, more);
                    }));
  }

  /** What each output loses on average. */
  private static double[] lost(PrunableModel model, ModelParam weights, Mask gone, float[] means) {
    double[] values = model.flatParam(weights).toDoubleVector();
    IntUnaryOperator inputAt = weights.layout().orElseThrow().placeOn(INPUTS);
    IntUnaryOperator outputAt = weights.layout().orElseThrow().placeOn(OUTPUTS);
    double[] lost = new double[weights.layout().orElseThrow().count(OUTPUTS)];
    for (int i = 0; i < values.length; i++) {
      if (gone.isKept(i)) {
        lost[outputAt.applyAsInt(i)] += values[i] * means[inputAt.applyAsInt(i)];
      }
    }
    return lost;
  }

  private static void add(PrunableModel model, ModelParam bias, double[] more) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      model.flatParam(bias).addi(Nd4j.createFromArray(more).castTo(model.dataType()));
    }
  }
}
