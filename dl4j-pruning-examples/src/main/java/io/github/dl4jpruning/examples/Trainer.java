package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.reporting.PruningReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Trains a network, dense or pruned. What pruning adds to the training code is in {@link
 * #pruned(PruningPlan, Consumer)}: a recipe, a listener, for filters one call that makes the
 * network smaller, and a check at the end.
 *
 * @param plan the training
 * @param train images to learn from
 * @param validation images for the looks on the way, not learnt from
 * @param looks how many times the validation images are looked at, at least 0
 */
record Trainer(TrainingPlan plan, ImageSet train, Optional<ImageSet> validation, int looks) {
  /** Images per call when only outputs are wanted. */
  private static final int EVALUATION_BATCH = 250;

  /** Trains the network as it is. */
  TrainedNetwork dense(Consumer<Progress> observer) {
    return unpruned(newNetwork(1), observer);
  }

  /**
   * Trains the same network from the same weights on the same images, and prunes it meanwhile. Of
   * filters, the network is made smaller at the end of the epoch that sees the last of them go, and
   * its training goes on: same step, same learning rate, same order of the images.
   */
  TrainedNetwork pruned(PruningPlan pruning, Consumer<Progress> observer) {
    Model network = newNetwork(pruning.method().learningRateCycles());
    List<PruningEvent> events = new ArrayList<>();
    PruningRecipe recipe = recipe(pruning);
    PruningListener pruner =
        pruning.method().isBeforeTraining()
            ? PruningListener.keep(Pruner.prune(network, recipe, Samples.of(firstBatches())))
            : PruningListener.builder(recipe).onEvent(events::add).build();
    network.addListeners(pruner);
    Course course = new Course(pruner::masks, observer);
    Optional<PruningListener> shrinking =
        Optional.of(pruner).filter(p -> pruning.what() == PruningPlan.What.FILTERS);
    Model trained = fit(network, course, shrinking);
    pruner.requireComplete();
    PruningReport page = PruningReport.of(pruner, network);
    return finished(trained, pruner.masks(), events, course, Optional.of(page));
  }

  /**
   * Trains a network of the size that pruning leaves, from new weights: the control. Its size is
   * known before training if the allocation asks for no weights, as uniform does not.
   */
  TrainedNetwork fromScratch(PruningPlan pruning, Consumer<Progress> observer) {
    Model whole = newNetwork(1);
    return unpruned(
        withNewWeights(smaller(whole, Pruner.prune(whole, pruning.atOnce()))), observer);
  }

  private TrainedNetwork unpruned(Model network, Consumer<Progress> observer) {
    Course course = new Course(MaskStore::empty, observer);
    Model trained = fit(network, course, Optional.empty());
    return finished(trained, MaskStore.empty(), List.of(), course, Optional.empty());
  }

  private static Model smaller(Model network, MaskStore masks) {
    return Compactor.apply(network, Compactor.plan(network, masks)).network();
  }

  private static Model withNewWeights(Model network) {
    Model fresh =
        network instanceof MultiLayerNetwork layers
            ? new MultiLayerNetwork(layers.getLayerWiseConfigurations().clone())
            : new ComputationGraph(((ComputationGraph) network).getConfiguration().clone());
    fresh.init();
    return fresh;
  }

  private PruningRecipe recipe(PruningPlan pruning) {
    PruningRecipe recipe = pruning.recipe(iterations(), plan.seed());
    return pruning.allocation() == PruningPlan.Split.SENSITIVITY
        ? SensitivityScan.recipe(recipe, pruning.sparsity(), plan, train)
        : recipe;
  }

  /** Training steps of one network. */
  long iterations() {
    return plan.iterations(train.count());
  }

  /** The fraction of images that the network gets right, 0 to 1. */
  static double accuracy(Model network, ImageSet images) {
    return ((NeuralNetwork) network)
        .doEvaluation(images.sequential(EVALUATION_BATCH), new Evaluation(ImageSet.CLASSES))[0]
            .accuracy();
  }

  /**
   * The network before its first step.
   *
   * @param learningRateCycles how often the learning rate starts anew
   */
  Model newNetwork(int learningRateCycles) {
    return plan.model()
        .create(plan.learningRates(train.count(), learningRateCycles), plan.l2(), plan.seed());
  }

  private List<DataSet> firstBatches() {
    DataSetIterator images = train.iterator(plan.batch(), plan.seed());
    List<DataSet> batches = new ArrayList<>();
    while (batches.size() < Method.SNIP_BATCHES && images.hasNext()) {
      batches.add(images.next());
    }
    return batches;
  }

  /**
   * Trains for all epochs.
   *
   * @param shrinking makes the network smaller after the epoch in which it completes
   */
  private Model fit(Model network, Course course, Optional<PruningListener> shrinking) {
    network.addListeners(course);
    DataSetIterator images = train.iterator(plan.batch(), plan.seed());
    Model now = network;
    for (int epoch = 0; epoch < plan.epochs(); epoch++) {
      ((NeuralNetwork) now).fit(images);
      if (now == network && shrinking.filter(p -> p.status().isComplete()).isPresent()) {
        now = smaller(network, shrinking.get().masks());
      }
    }
    course.stop();
    return now;
  }

  private TrainedNetwork finished(
      Model network,
      MaskStore masks,
      List<PruningEvent> events,
      Course course,
      Optional<PruningReport> page) {
    network.setListeners(List.of());
    return new TrainedNetwork(
        network, masks, events, course.seen, iterations(), Duration.ofNanos(course.nanos), page);
  }

  /** Watches a training, and measures the time that it takes by itself. */
  private final class Course extends BaseTrainingListener {
    private final Supplier<MaskStore> masks;
    private final Consumer<Progress> observer;
    private final List<Progress.Look> seen = new ArrayList<>();
    private long start = System.nanoTime();
    private long nanos;
    private long iteration;
    private OptionalDouble accuracy = OptionalDouble.empty();

    Course(Supplier<MaskStore> masks, Consumer<Progress> observer) {
      this.masks = masks;
      this.observer = observer;
    }

    @Override
    public void iterationDone(Model model, int count, int epoch) {
      stop();
      iteration++;
      double loss = model.score();
      double sparsity = masks.get().sparsity();
      if (validation.isPresent() && isLook()) {
        double latest = accuracy(model, validation.get());
        accuracy = OptionalDouble.of(latest);
        seen.add(new Progress.Look(iteration, epoch + 1, loss, latest, sparsity));
      }
      Progress now = new Progress(iteration, epoch + 1, loss, accuracy, sparsity);
      observer.accept(now);
      start = System.nanoTime();
    }

    /** Evenly spread; the last one after the last step. */
    private boolean isLook() {
      return iteration * looks / iterations() > (iteration - 1) * looks / iterations();
    }

    void stop() {
      nanos += System.nanoTime() - start;
      start = System.nanoTime();
    }
  }
}
