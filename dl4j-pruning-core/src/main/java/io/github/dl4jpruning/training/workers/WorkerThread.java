package io.github.dl4jpruning.training.workers;

/**
 * A thread in which ParallelWrapper trains: number 0 the user's network itself, each other one a
 * replica. Known by its name, the only trace of a worker that DL4J leaves to listeners.
 */
public final class WorkerThread {
  private static final String NAME = "ParallelWrapper training thread ";

  private WorkerThread() {}

  /** Whether the calling thread is one. */
  public static boolean isCurrent() {
    return Thread.currentThread().getName().startsWith(NAME);
  }

  /** The calling thread's number. */
  static int number() {
    return Integer.parseInt(Thread.currentThread().getName().substring(NAME.length()));
  }

  /** Whether the calling thread trains a replica. */
  public static boolean hasReplica() {
    return isCurrent() && number() > 0;
  }
}
