package io.github.dl4jpruning.spark;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * What an executor trains with at the moment: the data of the task that trains, then those of the
 * tasks that have come meanwhile.
 *
 * @param <T> minibatches, or where they are
 */
final class Feed<T> implements Iterator<T> {
  private static final Object LOCK = new Object();
  private static final long LOOK_MILLIS = 100;

  /** Guarded by LOCK, as all that changes but {@code now}; null: nothing trains. */
  private static @Nullable Feed<?> current;

  /** Masters whose training has failed here: DL4J would hang, or go on with half its workers. */
  private static final Set<Integer> FAILED = new HashSet<>();

  private final int master;
  private final Thread trainer = Thread.currentThread();
  private final int stage;
  private final Queue<Share<T>> waiting = new ArrayDeque<>();
  private boolean closed;

  /** Guarded by this: data may be slow, and the other tasks need not wait for them. */
  private Share<T> now;

  /** A task's data. */
  private static final class Share<T> {
    final Iterator<T> data;
    boolean used;

    Share(Iterator<T> data) {
      this.data = data;
    }
  }

  private Feed(int master, int stage, Iterator<T> data) {
    this.master = master;
    this.stage = stage;
    this.now = new Share<>(data);
  }

  /**
   * Called in a task, before DL4J sees its data.
   *
   * @param master which SharedTrainingMaster of the driver
   * @return to train with; empty if another task has done so
   */
  static <T> Iterator<T> join(int master, Iterator<T> data) throws InterruptedException {
    if (!data.hasNext()) {
      return data;
    }
    TaskContext task = TaskContext.get();
    synchronized (LOCK) {
      waitWhile(() -> current != null && (current.closed || current.stage != task.stageId()), task);
      if (FAILED.contains(master)) {
        throw new IllegalStateException(
            "Training has failed in this executor before, whose log has the reason; DL4J cannot"
                + " take it up again: make a new SharedTrainingMaster");
      }
      if (current == null) {
        Feed<T> feed = new Feed<>(master, task.stageId(), data);
        current = feed;
        TaskCompletionListener end = done -> feed.end(done.isFailed());
        task.addTaskCompletionListener(end);
        return feed;
      }
      @SuppressWarnings("unchecked") // of the same stage
      Feed<T> feed = (Feed<T>) current;
      feed.take(new Share<>(data), task);
    }
    return Collections.emptyIterator();
  }

  private void take(Share<T> share, TaskContext task) throws InterruptedException {
    waiting.add(share);
    try {
      waitWhile(() -> !share.used && current == this, task);
    } finally {
      waiting.remove(share);
    }
    if (!share.used) {
      throw new IllegalStateException("The task that trained with this one's data has failed");
    }
  }

  private static void waitWhile(BooleanSupplier blocked, TaskContext task)
      throws InterruptedException {
    while (blocked.getAsBoolean()) {
      LOCK.wait(LOOK_MILLIS);
      if (task.isInterrupted()) {
        throw new TaskKilledException("while it waited for another task of its executor");
      }
    }
  }

  /** DL4J logs what goes wrong in training, and goes on as if nothing had been. */
  private void end(boolean failed) {
    synchronized (LOCK) {
      current = null;
      LOCK.notifyAll();
      if (!closed) {
        FAILED.add(master);
        if (!failed) {
          throw new IllegalStateException(
              "Training has stopped before its data were used up; the executor's log has the"
                  + " reason");
        }
      }
    }
  }

  /** DL4J's training thread asks a last time at its end: after that no, nothing more is taken. */
  @Override
  public synchronized boolean hasNext() {
    while (!now.data.hasNext()) {
      synchronized (LOCK) {
        now.used = true;
        LOCK.notifyAll();
        if (waiting.isEmpty()) {
          closed |= Thread.currentThread().equals(trainer);
          return false;
        }
        now = waiting.remove();
      }
    }
    return true;
  }

  @Override
  public synchronized T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("No more minibatches");
    }
    return now.data.next();
  }
}
