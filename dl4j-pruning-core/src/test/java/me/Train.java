package me;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.ScoreContext;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;

/** Parts of recipes as users write them, outside of the library's packages. */
public final class Train {
  private Train() {}

  /** A lambda. */
  public static Criterion criterion() {
    return context -> context.weights();
  }

  /** A lambda. */
  public static Allocation allocation() {
    return pool -> 1;
  }

  /** A record, whose text nobody wrote. */
  public record OwnSchedule() implements Schedule {
    @Override
    public double sparsityAt(double progress, double target) {
      return progress * target;
    }
  }

  /** A class with a text. */
  public static final class Named implements Criterion {
    @Override
    public float[] score(ScoreContext context) {
      return context.weights();
    }

    @Override
    public String toString() {
      return "my own magnitude";
    }
  }
}
