package io.github.dl4jpruning.schedule;

/**
 * When masks may change: at {@code first}, then every {@code every} positions, and always at {@code
 * last}, even where the distance is no multiple of {@code every}.
 *
 * <p>Positions count from 0 at the first training step that the listener sees, whatever the
 * network's own counters say: iterations are parameter updates (each segment of truncated
 * backpropagation through time is one), epochs are passes announced by DL4J's epoch callbacks. In
 * epochs, the change happens in the first iteration of the epoch, so the number of iterations per
 * epoch need not be known.
 *
 * @param unit what is counted
 * @param first the first position, at least 0
 * @param last the last position, at least {@code first}
 * @param every the distance, at least 1
 */
public record Cadence(Unit unit, long first, long last, long every) {
  /** What a cadence counts. */
  public enum Unit {
    /** Parameter updates. */
    ITERATIONS,
    /** Passes over the data. */
    EPOCHS
  }

  /** Checks the ranges. */
  public Cadence {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "A cadence needs 0 <= first <= last, got first %s, last %s".formatted(first, last));
    }
    if (every < 1) {
      throw new IllegalArgumentException("A cadence needs every >= 1, got " + every);
    }
  }

  /**
   * Counted in iterations.
   *
   * @param first the first iteration that changes masks, at least 0
   * @param last the last one, at least {@code first}
   * @param every the distance, at least 1
   * @return the cadence
   * @throws IllegalArgumentException if a value is out of range
   */
  public static Cadence iterations(long first, long last, long every) {
    return new Cadence(Unit.ITERATIONS, first, last, every);
  }

  /**
   * Counted in epochs: masks change in an epoch's first iteration.
   *
   * @param first the first epoch that changes masks, at least 0
   * @param last the last one, at least {@code first}
   * @param every the distance, at least 1
   * @return the cadence
   * @throws IllegalArgumentException if a value is out of range
   */
  public static Cadence epochs(long first, long last, long every) {
    return new Cadence(Unit.EPOCHS, first, last, every);
  }

  /**
   * A part of a training whose length is known, in a hundred changes or as many as there are steps.
   *
   * @param from where pruning begins, as a fraction of all steps: 0 (included) to 1 (excluded)
   * @param to where it ends, above {@code from}, at most 1
   * @param steps of the whole training: minibatches of an epoch, times epochs; at least 1
   * @return the cadence, in iterations
   * @throws IllegalArgumentException if a value is out of range
   */
  public static Cadence during(double from, double to, long steps) {
    if (!(from >= 0 && from < to && to <= 1) || steps < 1) {
      throw new IllegalArgumentException(
          "Pruning goes on during a part of the training: 0 <= from < to <= 1 and at least 1 step,"
              + " got from %s to %s of %s steps".formatted(from, to, steps));
    }
    long first = (long) Math.floor(from * steps);
    long last = Math.max(first, (long) Math.ceil(to * steps) - 1);
    return iterations(first, last, Math.max(1, (last - first) / 100));
  }

  /**
   * Whether masks change at a position.
   *
   * @param position counted in {@link #unit()} from 0
   * @return true at first, last and every {@code every} positions between
   */
  public boolean fires(long position) {
    return position >= first
        && position <= last
        && (position == last || (position - first) % every == 0);
  }

  /**
   * How much of the way has passed at a position.
   *
   * @param position counted in {@link #unit()} from 0
   * @return 0 up to the first position, 1 from the last one on
   */
  public double progress(long position) {
    if (position >= last) {
      return 1;
    }
    return position <= first ? 0 : (double) (position - first) / (last - first);
  }

  /**
   * Whether a schedule falls from one mask change to the next, so that weights come back. Takes
   * about as long for two changes as for 2⁶³: up to 10,000 changes are looked at one by one; of
   * more, those next to the {@linkplain Schedule#turningPoints turning points} of a schedule that
   * knows them, else 10,000 that lie evenly between the first and the last: a dip between two of
   * them is not seen, and brings nothing back.
   *
   * @param schedule how much is pruned at each moment
   * @param target the sparsity to end with, 0 (included) to 1 (excluded)
   * @return true if it falls
   */
  public boolean falls(Schedule schedule, double target) {
    return new Falls(this, schedule, target).anywhere();
  }

  /** How many changes there are after the first; fits where their number may not. */
  long changesAfterFirst() {
    long distance = last - first;
    return distance / every + (distance % every == 0 ? 0 : 1);
  }

  /** Where a change is, counted from 0 for the first one. */
  long positionOf(long change) {
    return change >= changesAfterFirst() ? last : first + change * every;
  }

  /** For example {@code iterations 100 to 2000, every 50}. */
  @Override
  public String toString() {
    String name = unit == Unit.EPOCHS ? "epoch" : "iteration";
    return first == last
        ? name + " " + first
        : "%ss %s to %s, every %s".formatted(name, first, last, every);
  }
}
