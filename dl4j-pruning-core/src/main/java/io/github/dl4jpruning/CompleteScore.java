package io.github.dl4jpruning;

import java.util.function.BooleanSupplier;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;

/** Gives unfinished networks the worst score that early stopping never takes for the best. */
final class CompleteScore<T extends Model> implements ScoreCalculator<T> {
  private static final long serialVersionUID = 1;

  private final transient BooleanSupplier isComplete;
  private final ScoreCalculator<T> scores;

  CompleteScore(BooleanSupplier isComplete, ScoreCalculator<T> scores) {
    this.isComplete = isComplete;
    this.scores = scores;
  }

  @Override
  public double calculateScore(T network) {
    if (isComplete.getAsBoolean()) {
      return scores.calculateScore(network);
    }
    // Not infinite: DL4J saves the first model that it has seen with an infinite score.
    return minimizeScore() ? Double.MAX_VALUE : -Double.MAX_VALUE;
  }

  @Override
  public boolean minimizeScore() {
    return scores.minimizeScore();
  }
}
