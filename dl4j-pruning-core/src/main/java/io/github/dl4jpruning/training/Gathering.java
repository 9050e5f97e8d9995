package io.github.dl4jpruning.training;

import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.SavedArray;
import io.github.dl4jpruning.training.signal.SignalCollector;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gathers signals in training steps until the last mask change is over. */
final class Gathering implements StepPart {
  private final String prefix;
  private Optional<SignalCollector> collector;

  /** What it saves is called by the prefix and the signal's name. */
  Gathering(String prefix, SignalCollector collector) {
    this.prefix = prefix;
    this.collector = Optional.of(collector);
  }

  boolean wantsActivations() {
    return collector.filter(SignalCollector::gathersActivations).isPresent();
  }

  void forwardPassed(Map<String, INDArray> activations, int batch) {
    collector.ifPresent(c -> c.afterForward(activations, batch));
  }

  @Override
  public void backwardPassed(PrunableModel model, int batch) {
    collector.ifPresent(c -> c.whileInputsAreThere(model, batch));
  }

  @Override
  public void gradientArrived(Step step) {
    collector.ifPresent(c -> c.afterBackward(step.views().params(), step.gradient(), step.batch()));
  }

  /** Averages by signal and parameter key; they start anew. */
  Map<Signal, Map<String, float[]>> take() {
    return collector.map(SignalCollector::take).orElse(Map.of());
  }

  @Override
  public void complete() {
    collector = Optional.empty();
  }

  @Override
  public Map<String, SavedArray> save() {
    Map<String, SavedArray> arrays = new HashMap<>();
    collector.ifPresent(
        c -> c.save().forEach((name, array) -> arrays.put(name.after(prefix).now(), array)));
    return arrays;
  }

  @Override
  public void load(PrunableModel model, SavedArrays saved) {
    collector.ifPresent(c -> c.load(name -> saved.need(name.after(prefix))));
  }
}
