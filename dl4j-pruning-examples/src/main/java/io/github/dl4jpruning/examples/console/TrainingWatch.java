package io.github.dl4jpruning.examples.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Shows how a training goes, looks at accuracy on the way, and measures the time that training
 * takes by itself. The last listener of a network, for one training: it ends with its last step.
 */
public final class TrainingWatch extends BaseTrainingListener {
  private final long iterations;
  private final Supplier<ProgressView> begin;
  private final DoubleSupplier sparsity;
  private final int looks;
  private final ToDoubleFunction<Model> accuracy;
  private final List<Progress.Look> seen = new ArrayList<>();
  private Optional<ProgressView> view = Optional.empty();
  private OptionalDouble latest = OptionalDouble.empty();
  private long start = System.nanoTime();
  private long nanos;
  private long iteration;

  private TrainingWatch(
      long iterations,
      Supplier<ProgressView> begin,
      DoubleSupplier sparsity,
      int looks,
      ToDoubleFunction<Model> accuracy) {
    this.iterations = iterations;
    this.begin = begin;
    this.sparsity = sparsity;
    this.looks = looks;
    this.accuracy = accuracy;
  }

  /**
   * Shows a training of a network that is not pruned.
   *
   * @param title of the training
   * @param iterations training steps in all, at least 1
   * @return without looks at accuracy
   */
  public static TrainingWatch of(String title, long iterations) {
    return new TrainingWatch(
        iterations, () -> ProgressView.standard(title, iterations), () -> 0, 0, network -> 0);
  }

  /**
   * Shows a training elsewhere.
   *
   * @param view told of each step
   * @param iterations training steps in all, at least 1
   * @return without looks at accuracy
   */
  public static TrainingWatch of(ProgressView view, long iterations) {
    return new TrainingWatch(iterations, () -> view, () -> 0, 0, network -> 0);
  }

  /**
   * The same with a sparsity.
   *
   * @param now of the weights, 0 to 1
   * @return a new watch
   */
  public TrainingWatch sparsity(DoubleSupplier now) {
    return new TrainingWatch(iterations, begin, now, looks, accuracy);
  }

  /**
   * The same with looks at accuracy, evenly spread; the last one after the last step.
   *
   * @param times at least 0
   * @param of the network, 0 to 1
   * @return a new watch
   */
  public TrainingWatch looking(int times, ToDoubleFunction<Model> of) {
    return new TrainingWatch(iterations, begin, sparsity, times, of);
  }

  /**
   * The same, and nobody sees it.
   *
   * @return a new watch
   */
  public TrainingWatch unseen() {
    return new TrainingWatch(iterations, ProgressView::none, sparsity, looks, accuracy);
  }

  @Override
  public void onEpochStart(Model model) {
    if (view.isEmpty()) {
      view = Optional.of(begin.get());
      start = System.nanoTime();
    }
  }

  @Override
  public void iterationDone(Model model, int count, int epoch) {
    nanos += System.nanoTime() - start;
    iteration++;
    double loss = model.score();
    if (isLook()) {
      double right = accuracy.applyAsDouble(model);
      latest = OptionalDouble.of(right);
      seen.add(new Progress.Look(iteration, epoch + 1, loss, right, sparsity.getAsDouble()));
    }
    Progress now = new Progress(iteration, epoch + 1, loss, latest, sparsity.getAsDouble());
    view.ifPresent(shown -> shown.accept(now));
    if (iteration == iterations) {
      view.ifPresent(ProgressView::close);
    }
    start = System.nanoTime();
  }

  private boolean isLook() {
    return iteration * looks / iterations > (iteration - 1) * looks / iterations;
  }

  /**
   * What was seen on the way.
   *
   * @return a copy, in order
   */
  public List<Progress.Look> course() {
    return List.copyOf(seen);
  }

  /**
   * Training alone, without the looks and the view.
   *
   * @return up to the latest step
   */
  public Duration took() {
    return Duration.ofNanos(nanos);
  }

  /**
   * Training steps.
   *
   * @return done so far
   */
  public long iterations() {
    return iteration;
  }
}
