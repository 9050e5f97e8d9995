package io.github.dl4jpruning.training.signal;

import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.SavedArray;
import io.github.dl4jpruning.model.Survivors;
import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Averages signals over training steps: per signal of weights one array as long as the flat
 * parameters, and one more that all share; signals of units and activations are small.
 */
public final class SignalCollector {
  private final List<Pool> pools;
  private final Map<Signal, WeightSignal> ofWeights = new LinkedHashMap<>();
  private final Map<Signal, UnitSignal> ofUnits = new LinkedHashMap<>();
  private final Map<Signal, ActivationSignal> ofActivations = new LinkedHashMap<>();
  private @Nullable INDArray scratch;

  /** The pools are those of the network that pruning began with. */
  public SignalCollector(
      Set<Signal> signals, PrunableModel model, List<Pool> pools, Origin origin) {
    this.pools = pools;
    DataType type = model.dataType();
    Survivors positions = origin.positions();
    boolean single = pools.stream().allMatch(Pool::isOfWeights);
    for (Signal signal : signals) {
      boolean smoothed = signal instanceof Signal.Smoothed;
      Signal kind = smoothed ? ((Signal.Smoothed) signal).signal() : signal;
      OptionalDouble decay =
          smoothed ? OptionalDouble.of(((Signal.Smoothed) signal).decay()) : OptionalDouble.empty();
      switch (kind.shape()) {
        case WEIGHTS -> ofWeights.put(signal, new WeightSignal(kind, decay, type, positions));
        case UNITS -> {
          if (single) {
            ofWeights.put(signal, new WeightSignal(kind, decay, type, positions));
          } else {
            ofUnits.put(signal, new UnitSignal(pools, decay, model, origin));
          }
        }
        case INPUTS, OUTPUTS ->
            ofActivations.put(signal, new ActivationSignal(kind, decay, model, pools, origin));
      }
    }
    if (!ofWeights.isEmpty() || !ofUnits.isEmpty()) {
      try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        scratch = Nd4j.zeros(Average.gathered(type), positions.count());
      }
    }
  }

  /** A MultiLayerNetwork's activations, the input first, by the index of the layer. */
  public static Map<String, INDArray> byLayer(List<INDArray> activations) {
    Map<String, INDArray> byLayer = new HashMap<>();
    for (int i = 1; i < activations.size(); i++) {
      byLayer.put(String.valueOf(i - 1), activations.get(i));
    }
    return byLayer;
  }

  public boolean gathersActivations() {
    return !ofActivations.isEmpty();
  }

  public void afterForward(Map<String, INDArray> outputs, int batch) {
    ofActivations.values().forEach(signal -> signal.afterForward(outputs, batch));
  }

  public void whileInputsAreThere(PrunableModel model, int batch) {
    ofActivations.values().forEach(signal -> signal.whileInputsAreThere(model, batch));
  }

  /** Adds one step; the gradient is the sum over the minibatch, before it is masked. */
  public void afterBackward(INDArray params, INDArray gradient, int batch) {
    if (scratch == null) {
      return;
    }
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray w = params.castTo(scratch.dataType()); // itself, but for half precision
      INDArray g = gradient.castTo(scratch.dataType());
      ofWeights.values().forEach(signal -> signal.add(w, g, scratch, batch));
      ofUnits.values().forEach(signal -> signal.add(w, g, scratch, batch));
    }
  }

  /** The values so far, as host arrays by signal and parameter key; averages start anew. */
  public Map<Signal, Map<String, float[]>> take() {
    Map<Signal, Map<String, float[]>> values = new HashMap<>();
    ofWeights.forEach((signal, sum) -> values.put(signal, parts(sum.take())));
    ofUnits.forEach((signal, sum) -> values.put(signal, sum.take()));
    ofActivations.forEach((signal, sum) -> values.put(signal, sum.take()));
    return values;
  }

  /** All averages, as arrays for checkpoints. */
  public Map<ArrayName, SavedArray> save() {
    Map<ArrayName, SavedArray> arrays = new HashMap<>();
    averages().forEach((name, average) -> arrays.put(name, average.save()));
    return arrays;
  }

  /** Goes on with saved averages, where there are any. */
  public void load(Function<ArrayName, Optional<SavedArray>> saved) {
    averages().forEach((name, average) -> saved.apply(name).ifPresent(average::load));
  }

  private Map<ArrayName, Average> averages() {
    Map<ArrayName, Average> averages = new LinkedHashMap<>();
    ofWeights.forEach((signal, sum) -> averages.put(SignalNames.of(signal), sum.average()));
    ofUnits.forEach((signal, sum) -> averages.put(SignalNames.of(signal), sum.average()));
    ofActivations.forEach(
        (signal, sum) ->
            sum.averages()
                .forEach((key, value) -> averages.put(SignalNames.of(signal).of(key), value)));
    return averages;
  }

  private Map<String, float[]> parts(float[] flat) {
    Map<String, float[]> parts = new HashMap<>();
    for (Pool pool : pools) {
      for (ModelParam param : pool.scored()) {
        parts.put(
            param.key(), Arrays.copyOfRange(flat, param.offset(), param.offset() + param.length()));
      }
    }
    return parts;
  }
}
