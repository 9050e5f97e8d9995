package io.github.dl4jpruning.training.signal;

import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.Place.Side;
import io.github.dl4jpruning.model.Place.Sight;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A statistic of activations, one number per channel: one or two operations per layer and step, on
 * arrays that the forward pass has made anyway. Keeps numbers, no activations.
 */
final class ActivationSignal {
  private final Signal kind;
  private final Map<String, Average> averages = new HashMap<>();
  private final List<ModelParam> params;

  ActivationSignal(
      Signal kind, OptionalDouble decay, PrunableModel model, List<Pool> pools, Origin origin) {
    this.kind = kind;
    this.params =
        pools.stream()
            .flatMap(pool -> pool.scored().stream())
            .map(param -> model.param(param.key()))
            .filter(this::isSeen)
            .toList();
    for (ModelParam param : params) {
      averages.put(
          param.key(),
          new Average(model.dataType(), origin.places(param.key(), Set.of(role())), decay));
    }
  }

  /** Activations of layers, by index or name, after the forward pass. */
  void afterForward(Map<String, INDArray> outputs, int batch) {
    for (ModelParam param : params) {
      INDArray array = outputs.get(param.layerIndex());
      if (sight(param).side() == Side.OUTPUT && array != null) {
        add(param, array, batch);
      }
    }
  }

  /** What layers have read, while it is still there. */
  void whileInputsAreThere(PrunableModel model, int batch) {
    for (ModelParam param : params) {
      if (sight(param).side() == Side.INPUT) {
        add(param, model.inputOf(param), batch);
      }
    }
  }

  private void add(ModelParam param, INDArray activations, int batch) {
    INDArray array = activations.castTo(Average.gathered(activations.dataType()));
    int channelAxis = sight(param).channelsLast() ? array.rank() - 1 : 1;
    if (array.size(channelAxis) != channels(param)) {
      throw new IllegalStateException(
          "The activations of layer %s have shape %s, which does not fit %s: leave it alone in the"
                  .formatted(param.layer(), Arrays.toString(array.shape()), param)
              + " recipe, or choose a criterion without activations");
    }
    int[] others = IntStream.range(0, array.rank()).filter(axis -> axis != channelAxis).toArray();
    double places = (double) array.length() / channels(param);
    Average average = Objects.requireNonNull(averages.get(param.key()));
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      if (kind instanceof Signal.InputSquares) {
        INDArray norm = array.norm2(others);
        average.add(norm.muli(norm), 1.0 / batch);
      } else if (kind instanceof Signal.InputMean) {
        average.add(array.sum(others), 1 / places);
      } else {
        switch (((Signal.Activation) kind).statistic()) {
          case MEAN_ABSOLUTE -> average.add(array.norm1(others), 1 / places);
          case VARIANCE -> average.add(array.var(false, others), 1);
          case ZEROS -> average.add(array.eq(0).castTo(array.dataType()).sum(others), 1 / places);
        }
      }
    }
  }

  /** By parameter key. */
  Map<String, Average> averages() {
    return averages;
  }

  Map<String, float[]> take() {
    Map<String, float[]> values = new HashMap<>();
    averages.forEach(
        (key, average) -> {
          values.put(key, average.read());
          average.restart();
        });
    return values;
  }

  private boolean isSeen(ModelParam param) {
    return param.layout().isPresent() && place(param).isPresent();
  }

  private Sight sight(ModelParam param) {
    return place(param).orElseThrow();
  }

  private Optional<Sight> place(ModelParam param) {
    return ofInputs() ? param.place().inputs() : param.place().outputs();
  }

  private boolean ofInputs() {
    return kind.shape() == Signal.Shape.INPUTS;
  }

  private int channels(ModelParam param) {
    return param.layout().orElseThrow().count(Set.of(role()));
  }

  private Role role() {
    return ofInputs() ? Role.INPUT : Role.OUTPUT;
  }
}
