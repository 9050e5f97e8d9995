package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.networks.Architecture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * How a network is trained; the dense and the pruned one share it, down to the order of the images.
 *
 * @param model which network
 * @param epochs passes over the training images, at least 1
 * @param batch images per step, at least 1
 * @param learningRate Adam's at the first step, above 0; it falls towards 0 in 100 equal steps
 * @param l2 weight of half the sum of squared weights in the loss, at least 0
 * @param seed of the weights and of the order of the images
 */
public record TrainingPlan(
    Architecture model, int epochs, int batch, double learningRate, double l2, long seed) {
  private static final int DECAY_STEPS = 100;

  /** Checks the ranges. */
  public TrainingPlan {
    if (epochs < 1) {
      throw new IllegalArgumentException("Training needs at least 1 epoch, got " + epochs);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("A batch needs at least 1 image, got " + batch);
    }
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "The learning rate must be above 0 and finite, got " + learningRate);
    }
    if (!(l2 >= 0) || Double.isInfinite(l2)) {
      throw new IllegalArgumentException("L2 must be at least 0 and finite, got " + l2);
    }
  }

  /** Training steps over so many images. */
  public long iterations(int images) {
    return (long) epochs * ((images + batch - 1) / batch);
  }

  /**
   * The learning rate by iteration; not DL4J's PolySchedule, which rises in 1.0.0-M2.1.
   *
   * @param images how many are learnt from
   * @param cycles how often the rate starts anew and falls, at least 1
   */
  public ISchedule learningRates(int images, int cycles) {
    Map<Integer, Double> steps = new HashMap<>();
    for (int i = 0; i < DECAY_STEPS * cycles; i++) {
      steps.putIfAbsent(
          Math.toIntExact(i * iterations(images) / ((long) DECAY_STEPS * cycles)),
          learningRate * (DECAY_STEPS - i % DECAY_STEPS) / DECAY_STEPS);
    }
    return new MapSchedule(ScheduleType.ITERATION, steps);
  }

  /**
   * The network before its first step.
   *
   * @param images to learn from
   * @param learningRateCycles how often the learning rate starts anew
   */
  public Model network(ImageSet images, int learningRateCycles) {
    return model.create(learningRates(images.count(), learningRateCycles), l2, seed);
  }

  /** The first minibatches of the first epoch, or all of them if there are fewer. */
  public List<DataSet> firstBatches(ImageSet images, int most) {
    DataSetIterator all = images.iterator(batch, seed);
    List<DataSet> batches = new ArrayList<>();
    while (batches.size() < most && all.hasNext()) {
      batches.add(all.next());
    }
    return batches;
  }
}
