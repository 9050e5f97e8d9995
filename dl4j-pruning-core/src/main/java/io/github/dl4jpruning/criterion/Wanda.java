package io.github.dl4jpruning.criterion;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.structure.Granularity;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Weight times the norm of its input. See {@link Criterion#wanda()}. */
public record Wanda() implements Criterion {
  private static final Signal SQUARES = new Signal.InputSquares();

  @Override
  public Set<Signal> signals() {
    return Set.of(SQUARES);
  }

  @Override
  public Optional<String> whyNot(ModelParam param, Granularity granularity) {
    return param.layout().isPresent() && param.place().inputs().isPresent()
        ? Optional.empty()
        : Optional.of("the norms of its inputs can't be seen");
  }

  @Override
  public float[] score(ScoreContext context) {
    float[] squares = context.signal(SQUARES);
    float[] scores = context.weights();
    IntUnaryOperator inputOf = context.inputOf();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (Math.abs(scores[i]) * Math.sqrt(squares[inputOf.applyAsInt(i)]));
    }
    return scores;
  }

  @Override
  public String toString() {
    return "Wanda";
  }
}
