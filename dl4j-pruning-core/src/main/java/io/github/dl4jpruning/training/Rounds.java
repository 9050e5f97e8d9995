package io.github.dl4jpruning.training;

/** A run on a network that takes no steps itself: copies of it are trained in other processes. */
public final class Rounds {
  private final PruningRun run;

  /** Rounds of a run. */
  public Rounds(PruningRun run) {
    this.run = run;
  }

  /** A round of {@code fit()} begins elsewhere; what is due now is done. */
  public void starts() {
    run.changes().ifPresent(c -> c.timetable().epochStarts());
    run.changes()
        .filter(c -> c.timetable().isDue())
        .ifPresent(c -> c.changeBetweenRounds(run.model()));
    run.applyMasks();
  }

  /** Workers elsewhere have each done so many more steps, and the network has the result. */
  public void steps(long steps) {
    run.changes()
        .filter(c -> c.stepsDone(steps))
        .ifPresent(c -> c.changeBetweenRounds(run.model()));
    run.applyMasks();
  }

  /** The round is over, and the network has the result. */
  public void ends() {
    run.applyMasks();
    run.epochEnded();
  }
}
