package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.Samples;
import io.github.dl4jpruning.event.PruningEvent;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Trains a network, dense or pruned. What pruning adds to the training code is in {@link
 * #pruned(PruningPlan, Consumer)}: a recipe, a listener, and a check at the end.
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
    MultiLayerNetwork network = newNetwork(1);
    Course course = fit(network, MaskStore::empty, observer);
    return finished(network, MaskStore.empty(), List.of(), course);
  }

  /** Trains the same network from the same weights on the same images, and prunes it meanwhile. */
  TrainedNetwork pruned(PruningPlan pruning, Consumer<Progress> observer) {
    MultiLayerNetwork network = newNetwork(pruning.method().learningRateCycles());
    List<PruningEvent> events = new ArrayList<>();
    PruningRecipe recipe = recipe(pruning);
    PruningListener pruner =
        pruning.method().isBeforeTraining()
            ? PruningListener.keep(Pruner.prune(network, recipe, Samples.of(firstBatches())))
            : PruningListener.builder(recipe).onEvent(events::add).build();
    network.addListeners(pruner);
    Course course = fit(network, pruner::masks, observer);
    pruner.requireComplete();
    return finished(network, pruner.masks(), events, course);
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
  static double accuracy(MultiLayerNetwork network, ImageSet images) {
    return network.evaluate(images.sequential(EVALUATION_BATCH)).accuracy();
  }

  private MultiLayerNetwork newNetwork(int learningRateCycles) {
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

  private Course fit(
      MultiLayerNetwork network, Supplier<MaskStore> masks, Consumer<Progress> observer) {
    Course course = new Course(network, masks, observer);
    network.addListeners(course);
    network.fit(train.iterator(plan.batch(), plan.seed()), plan.epochs());
    course.stop();
    return course;
  }

  private TrainedNetwork finished(
      MultiLayerNetwork network, MaskStore masks, List<PruningEvent> events, Course course) {
    network.setListeners(List.of());
    return new TrainedNetwork(
        network, masks, events, course.seen, iterations(), Duration.ofNanos(course.nanos));
  }

  /** Watches a training, and measures the time that it takes by itself. */
  private final class Course extends BaseTrainingListener {
    private final MultiLayerNetwork network;
    private final Supplier<MaskStore> masks;
    private final Consumer<Progress> observer;
    private final List<Progress.Look> seen = new ArrayList<>();
    private long start = System.nanoTime();
    private long nanos;
    private long iteration;
    private OptionalDouble accuracy = OptionalDouble.empty();

    Course(MultiLayerNetwork network, Supplier<MaskStore> masks, Consumer<Progress> observer) {
      this.network = network;
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
        double latest = accuracy(network, validation.get());
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
