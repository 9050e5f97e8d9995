package io.github.dl4jpruning;

import io.github.dl4jpruning.checkpoint.CheckpointFolder;
import io.github.dl4jpruning.data.ResumableData;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.training.workers.WorkerThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves checkpoints while {@code fit()} trains. Add it to the network after its PruningListener.
 *
 * <pre>{@code
 * net.setListeners(pruner,
 *     CheckpointSaver.into(folder, pruner).data(iterator).everyIterations(1_000).keepLast(3).build());
 * }</pre>
 *
 * <p>Files are {@code checkpoint-STEPS.zip}, and {@code best.zip} for the network with the best
 * score among those at the final sparsity. A save that fails is logged as an error and kept for
 * {@link #failure()}; training and earlier files go on.
 */
public final class CheckpointSaver extends BaseTrainingListener {
  private static final Logger log = LoggerFactory.getLogger(CheckpointSaver.class);
  private static final OptionalDouble UNKNOWN = OptionalDouble.empty();
  private static final long NANOS_PER_MINUTE = 60_000_000_000L;

  private final Builder settings;
  private final CheckpointFolder folder;
  private OptionalLong lastSave = OptionalLong.empty();
  private double best = Double.NEGATIVE_INFINITY;
  private boolean begun;
  private Optional<IOException> failure = Optional.empty();

  private CheckpointSaver(Builder settings) {
    this.settings = settings;
    this.folder = new CheckpointFolder(settings.folder);
  }

  /**
   * Starts a saver.
   *
   * @param folder made by {@link Builder#build()} if it does not exist. One run, stopped and
   *     resumed as often as you like, has one folder: a run that is behind the checkpoints there is
   *     refused
   * @param pruner the network's listener
   * @return a builder; say when to save
   */
  public static Builder into(Path folder, PruningListener pruner) {
    return new Builder(folder, pruner);
  }

  /** Collects settings; every setter returns it. Not thread-safe. */
  public static final class Builder {
    private final Path folder;
    private final PruningListener pruner;
    private Optional<ResumableData> data = Optional.empty();
    private OptionalLong iterations = OptionalLong.empty();
    private OptionalLong epochs = OptionalLong.empty();
    private OptionalLong nanos = OptionalLong.empty();
    private int keep = Integer.MAX_VALUE;
    private Optional<DoubleSupplier> score = Optional.empty();
    private LongSupplier nanoClock = System::nanoTime;

    private Builder(Path folder, PruningListener pruner) {
      this.folder = folder;
      this.pruner = pruner;
    }

    /** The iterator that {@code fit()} is given, so that a run can go on in mid-epoch. */
    public Builder data(ResumableData iterator) {
      data = Optional.of(iterator);
      return this;
    }

    /** Saves after every n-th training step; n at least 1. */
    public Builder everyIterations(long n) {
      iterations = OptionalLong.of(positive(n, "iterations"));
      return this;
    }

    /** Saves after every n-th epoch; n at least 1. */
    public Builder everyEpochs(long n) {
      epochs = OptionalLong.of(positive(n, "epochs"));
      return this;
    }

    /** Saves after the first step that ends n minutes or more after the last save; at least 1. */
    public Builder everyMinutes(long n) {
      nanos = OptionalLong.of(NANOS_PER_MINUTE * positive(n, "minutes"));
      return this;
    }

    /** Keeps the latest k checkpoints and deletes older ones; all by default. */
    public Builder keepLast(int k) {
      keep = (int) positive(k, "checkpoints to keep");
      return this;
    }

    /**
     * Asks for a score, higher is better, whenever a checkpoint is due and the network is at its
     * final sparsity; the best one's checkpoint is {@code best.zip}.
     */
    public Builder best(DoubleSupplier scoring) {
      score = Optional.of(scoring);
      return this;
    }

    /** The clock for minutes; {@link System#nanoTime()} by default. */
    public Builder nanoClock(LongSupplier clock) {
      nanoClock = clock;
      return this;
    }

    /**
     * The saver.
     *
     * @throws IllegalStateException if nothing says when to save
     * @throws IllegalArgumentException if files can't be made in the folder
     */
    public CheckpointSaver build() {
      if (iterations.isEmpty() && epochs.isEmpty() && nanos.isEmpty()) {
        throw new IllegalStateException(
            "Say when to save: everyIterations(n), everyEpochs(n) or everyMinutes(n)");
      }
      new CheckpointFolder(folder).requireWritable();
      return new CheckpointSaver(this);
    }

    private static long positive(long n, String what) {
      if (n < 1) {
        throw new IllegalArgumentException(
            "The number of %s must be at least 1, got %s".formatted(what, n));
      }
      return n;
    }
  }

  /**
   * The latest checkpoint in a folder.
   *
   * @param folder need not exist yet
   * @return empty if there is none
   * @throws IOException if the folder can't be read
   */
  public static Optional<Path> latest(Path folder) throws IOException {
    return new CheckpointFolder(folder).latest();
  }

  /**
   * What went wrong when a checkpoint was last due.
   *
   * @return empty if it was saved
   */
  public Optional<IOException> failure() {
    return failure;
  }

  @Override
  public void onEpochStart(Model model) {
    if (Network.isNetwork(model) && !WorkerThread.hasReplica()) {
      begin(PrunableModel.of(model));
    }
  }

  /** Before the first step: what would be lost later is refused now. */
  private void begin(PrunableModel network) {
    if (begun) {
      return;
    }
    begun = true;
    List<TrainingListener> listeners = List.copyOf(network.kind().listeners());
    int pruner = listeners.indexOf(settings.pruner);
    if (pruner < 0 || pruner > listeners.indexOf(this)) {
      throw new IllegalStateException(
          "A CheckpointSaver has to come after its PruningListener, to save what that has done:"
              + " net.setListeners(pruner, saver)");
    }
    folder.requireNotAhead(network.iteration());
    if (settings.score.isPresent()) {
      best = folder.bestScore().orElse(best);
    }
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (!Network.isNetwork(model) || WorkerThread.hasReplica()) {
      return;
    }
    if (!begun) {
      begin(PrunableModel.of(model));
    }
    long now = settings.nanoClock.getAsLong();
    if (lastSave.isEmpty()) {
      lastSave = OptionalLong.of(now);
    }
    int done = iteration + 1;
    boolean due =
        (settings.iterations.isPresent() && done % settings.iterations.getAsLong() == 0)
            || (settings.nanos.isPresent()
                && now - lastSave.getAsLong() >= settings.nanos.getAsLong());
    if (due) {
      PrunableModel network = PrunableModel.of(model);
      if (network.kind().configuration().isTruncated()) {
        throw new IllegalStateException(
            "With truncated backpropagation an iteration ends in the middle of a series, whose state"
                + " no checkpoint holds: save everyEpochs(n) instead");
      }
      save(network, done, epoch, true);
      lastSave = OptionalLong.of(now);
    }
  }

  @Override
  public void onEpochEnd(Model model) {
    if (!Network.isNetwork(model)) {
      return;
    }
    PrunableModel network = PrunableModel.of(model);
    int done = network.epochs() + 1;
    if (settings.epochs.isPresent() && done % settings.epochs.getAsLong() == 0) {
      save(network, network.iteration(), done, false);
      lastSave = OptionalLong.of(settings.nanoClock.getAsLong());
    }
  }

  private void save(PrunableModel network, int iterations, int epochs, boolean inStep) {
    try {
      save(folder.checkpoint(iterations), network, iterations, epochs, inStep, UNKNOWN);
      if (settings.score.isPresent() && settings.pruner.status().isComplete()) {
        double score = settings.score.get().getAsDouble();
        if (score > best) {
          best = score;
          save(folder.best(), network, iterations, epochs, inStep, OptionalDouble.of(score));
        }
      }
      folder.keepLast(settings.keep);
      failure = Optional.empty();
    } catch (IOException e) {
      log.error("No checkpoint after iteration {}: {}", iterations, e.getMessage());
      failure = Optional.of(e);
    }
  }

  private void save(
      Path file,
      PrunableModel network,
      int iterations,
      int epochs,
      boolean inStep,
      OptionalDouble score)
      throws IOException {
    PruningCheckpoint.save(
        file,
        network,
        settings.pruner,
        iterations,
        epochs,
        settings.data.map(ResumableData::position),
        inStep,
        score);
  }
}
