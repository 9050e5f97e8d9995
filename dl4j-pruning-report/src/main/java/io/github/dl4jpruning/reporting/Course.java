package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.analysis.Score;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Watches accuracy and loss while a network trains. Evaluating takes time; the data should be
 * validation examples, never the test set.
 *
 * <pre>{@code
 * Course course = Course.every(100, Score.accuracy(Samples.of(validation)));
 * net.addListeners(pruner, course);
 * }</pre>
 *
 * <p>It looks at the network that trains: after a Compactor, at the smaller one, which has its
 * listeners.
 *
 * <p>One training thread writes; {@link #looks()} may be called from any.
 */
public final class Course extends BaseTrainingListener {
  private final long every;
  private final Score accuracy;
  private final List<Look> looks = new ArrayList<>();
  private long iterations;

  private Course(long every, Score accuracy) {
    this.every = every;
    this.accuracy = accuracy;
  }

  /**
   * What was seen after a training step.
   *
   * @param iteration training steps done, at least 1
   * @param accuracy fraction of right answers, 0 to 1; NaN counts as unknown
   * @param loss of that step's minibatch; NaN counts as unknown
   */
  public record Look(long iteration, double accuracy, double loss) {}

  /**
   * Looks again and again.
   *
   * @param every training steps from one look to the next, at least 1
   * @param accuracy of the network that trains, between two steps; 0 to 1
   * @return a listener for one training
   * @throws IllegalArgumentException if {@code every} is below 1
   */
  public static Course every(long every, Score accuracy) {
    if (every < 1) {
      throw new IllegalArgumentException(
          "A course looks every so many training steps, at least 1, got " + every);
    }
    return new Course(every, accuracy);
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    iterations++;
    if (iterations % every == 0) {
      double loss = model.score();
      Look look = new Look(iterations, accuracy.of(model), loss);
      synchronized (this) {
        looks.add(look);
      }
    }
  }

  /**
   * What was seen so far.
   *
   * @return a copy, in order
   */
  public synchronized List<Look> looks() {
    return List.copyOf(looks);
  }
}
