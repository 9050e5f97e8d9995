package io.github.dl4jpruning;

import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.OfOneNetwork;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.schedule.Guard;
import io.github.dl4jpruning.training.PruningRun;
import io.github.dl4jpruning.training.RunSettings;
import io.github.dl4jpruning.training.TrainingStep;
import io.github.dl4jpruning.training.signal.SignalCollector;
import io.github.dl4jpruning.training.workers.RunBinding;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.earlystopping.termination.EpochTerminationCondition;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Prunes a network while {@code fit()} trains it, and keeps pruned weights at zero. Add it to a
 * MultiLayerNetwork or ComputationGraph like any other listener; nothing else changes.
 *
 * <pre>{@code
 * PruningListener pruner = new PruningListener(recipe);
 * net.addListeners(pruner);
 * net.fit(trainingData, epochs);
 * pruner.requireComplete();
 * }</pre>
 *
 * <p>Whenever DL4J calls {@code iterationDone}, for listeners before and after this one alike,
 * every pruned position holds +0.0 in the weights, and zero in the gradient and in the updater's
 * state. A mask is decided after the backward pass and before the update: there weights, state and
 * gradient are cleared once, and the gradient again in each later step. A zero gradient on a zero
 * weight with zero state gives a zero update.
 *
 * <p>One listener belongs to one network, for any number of {@code fit()} calls, in one thread or
 * in those of a ParallelWrapper: see {@link #afterFit}. {@link #masks()} and {@link #status()} may
 * be called from any thread. Serialized, it leaves all but its masks behind, and keeps them there.
 */
public final class PruningListener extends BaseTrainingListener
    implements OfOneNetwork, Serializable {
  private static final long serialVersionUID = 1;

  private final transient RunSettings settings;
  private final transient RunBinding binding;

  /**
   * A listener that follows a recipe.
   *
   * @param recipe what to prune, how much, when
   */
  public PruningListener(PruningRecipe recipe) {
    this(builder(recipe).settings());
  }

  PruningListener(RunSettings settings) {
    this.settings = settings;
    this.binding = new RunBinding(settings, this::requireAlone);
  }

  /**
   * A listener that keeps given masks and prunes no further: for fine-tuning after {@link
   * Pruner#prune}, for a clone, a restored or a transferred network.
   *
   * @param masks masks of the network's parameters
   * @return the listener
   */
  public static PruningListener keep(MaskStore masks) {
    return new PruningListenerBuilder(Optional.empty()).masks(masks).build();
  }

  /**
   * A listener with a guard, event consumers, or masks to start from.
   *
   * @param recipe what to prune, how much, when
   * @return a builder
   */
  public static PruningListenerBuilder builder(PruningRecipe recipe) {
    return new PruningListenerBuilder(Optional.of(recipe));
  }

  /**
   * The listener that goes on in a smaller network, made of this one's by {@link
   * io.github.dl4jpruning.compact.Compactor}: recipe, place on the schedule, masks, gathered
   * signals, order of removals, rewind point, samples and event consumers are carried over.
   * Sparsity goes on to count against the network that pruning began with: what was removed counts
   * as pruned, and never comes back. Masks are of the smaller network; {@link #attachTo} and
   * criteria speak of the original one, in which what is gone is zero.
   *
   * @param smaller made of this listener's network as it is now, with at least this listener's
   *     masks
   * @return a new listener, bound to nothing yet; this one stays with its network
   * @throws IllegalArgumentException if it was made of another network or of other masks, or if
   *     this listener has a guard, whose score would go on judging the old network: see {@link
   *     #continueOn(Compacted, Guard)}
   * @throws IllegalStateException if this listener's network has changed since, or it has none yet
   */
  public PruningListener continueOn(Compacted<?> smaller) {
    if (settings.guard().isPresent()) {
      throw new IllegalArgumentException(
          "This listener has a guard, whose score is of the old network: call continueOn(smaller,"
              + " guard) with one that judges the smaller network");
    }
    return continued(smaller).build();
  }

  /** The same with a guard that judges the smaller network; the best score is carried over. */
  public PruningListener continueOn(Compacted<?> smaller, Guard guard) {
    return continued(smaller).guard(guard).build();
  }

  private PruningListenerBuilder continued(Compacted<?> smaller) {
    return new PruningListenerBuilder(settings)
        .masks(smaller.masks())
        .beginning(seen().continueOn(smaller));
  }

  /**
   * Checks recipe and network before training, and binds this listener to the network. It still has
   * to be added to the network's listeners.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @return what will be pruned and what is left alone; empty for {@link #keep}
   * @throws IllegalArgumentException if the recipe or the masks do not fit the network, or it is
   *     trained in a way that can't keep weights at zero
   * @throws IllegalStateException if the network is not initialised, or the listener belongs to
   *     another one
   */
  public Optional<ResolvedRecipe> attachTo(Model network) {
    return binding.runOf(network).resolved();
  }

  /** The masks that hold now; before training, those it was made with. */
  public MaskStore masks() {
    return binding.run().map(PruningRun::masks).orElse(settings.masks());
  }

  /**
   * How far pruning has come.
   *
   * @return a snapshot
   * @throws IllegalStateException if the listener has not been attached to a network yet
   */
  public PruningStatus status() {
    return seen().status();
  }

  private PruningRun seen() {
    return binding
        .run()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The PruningListener has seen no network yet: add it with net.addListeners(...) and call"
                        + " fit(), or attachTo(net)"));
  }

  /** What has happened so far, for reports: a snapshot; of a resumed run, since it was resumed. */
  public PruningHistory history() {
    return binding.run().map(PruningRun::history).orElse(settings.beginning().history());
  }

  /**
   * Checks that the target is reached.
   *
   * @throws IllegalStateException if mask changes are still to come, or the guard stopped them (the
   *     message says how much is missing), or pruning failed in a worker, or weights are not finite
   */
  public void requireComplete() {
    binding.requireNoFailure();
    status().requireComplete();
    seen().requireNumbers();
  }

  /**
   * To be called after each {@code fit()} of a ParallelWrapper: restores the updater that DL4J
   * drops, clears what is pruned, ends the epoch.
   *
   * @param network the one that the wrapper trains
   * @throws IllegalStateException if pruning failed in a worker, or this is another network
   */
  public void afterFit(Model network) {
    binding.afterFit(network);
  }

  /**
   * For early stopping: a calculator that gives networks below the final sparsity the worst score.
   */
  public <T extends Model> ScoreCalculator<T> onlyWhenComplete(ScoreCalculator<T> scores) {
    return new CompleteScore<>(this::isComplete, scores);
  }

  /** For early stopping: the same for a condition, but for a limit on epochs: not met before. */
  public EpochTerminationCondition onlyWhenComplete(EpochTerminationCondition condition) {
    return new CompleteTermination(this::isComplete, condition);
  }

  private boolean isComplete() {
    return binding.run().filter(r -> r.status().isComplete()).isPresent();
  }

  @Override
  public void onEpochStart(Model model) {
    binding.epochStarts(model);
  }

  @Override
  public void onEpochEnd(Model model) {
    binding.epochEnded(model);
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    if (wantsActivations()) {
      onForwardPass(model, SignalCollector.byLayer(activations));
    }
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    if (wantsActivations()) {
      binding.stepOf(model).ifPresent(step -> step.forwardPassed(activations));
    }
  }

  @Override
  public void onBackwardPass(Model model) {
    binding.stepOf(model).ifPresent(TrainingStep::backwardPassed);
  }

  @Override
  public void onGradientCalculation(Model model) {
    if (Network.isNetwork(model)) {
      binding.stepOf(model).ifPresent(TrainingStep::beforeUpdate);
    } else if (binding.run().isPresent()) {
      seen().beforeLayerUpdate(model);
    } else if (!settings.masks().isEmpty()) {
      throw new IllegalStateException(
          "Layer-wise pretraining begins before the PruningListener has seen the network that its"
              + " masks belong to: call attachTo(net) first");
    }
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    binding.stepOf(model).ifPresent(TrainingStep::afterUpdate);
  }

  /** Spark's tasks take the masks along, nothing else. */
  private Object writeReplace() {
    long version = binding.run().map(PruningRun::version).orElse(0L);
    return WorkerForm.of(settings.id(), version, masks());
  }

  private boolean wantsActivations() {
    return binding.run().map(PruningRun::gathersActivations).orElse(true);
  }

  boolean hasSamples() {
    return settings.samples().isPresent();
  }

  /** The run, if it is of a network. */
  Optional<PruningRun> runOf(Model network) {
    return binding.run().filter(r -> r.isOf(network));
  }

  /** Two schedules over the same weights would add up to neither. */
  private void requireAlone(Model network, PruningRun begun) {
    for (TrainingListener other : Network.of(network).listeners()) {
      if (other instanceof PruningListener pruner && pruner != this) {
        List<String> both = pruner.binding.run().map(begun::prunesWith).orElse(List.of());
        if (!both.isEmpty()) {
          throw new IllegalStateException(
              "Two PruningListeners of this network prune %s: one prunes what the other has left, and"
                      .formatted(both)
                  + " neither reaches its target. Use one recipe with several targets, or"
                  + " PruningListener.builder(recipe).masks(earlier.masks()) in place of the earlier"
                  + " one");
        }
      }
    }
  }
}
