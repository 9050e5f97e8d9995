package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.facts.Table;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what TensorBoard shows, while a network trains: loss and learning rate, sparsity in all
 * and by parameter, wanted and reached, histograms of kept weights, masks as pictures, the recipe
 * as text, and settings for its table of runs. The files need no TensorFlow to be written; to be
 * looked at, {@code tensorboard --logdir target/tensorboard}.
 *
 * <pre>{@code
 * net.addListeners(pruner, TensorBoard.of(pruner, Path.of("target/tensorboard/run-1")));
 * net.fit(trainingData, epochs);
 * }</pre>
 *
 * <p>Steps are DL4J's iterations, counted after each: a resumed training goes on in the same
 * folder. Every event is in the file when its step is done; {@link #close()} only says that the run
 * has ended. Where the file can't be written to, that is logged once and thrown by {@code close()}:
 * a full disk ends no training. One training thread.
 */
public final class TensorBoard extends BaseTrainingListener implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TensorBoard.class);
  private static final int EVERY = 10;

  private final Path folder;
  private final Optional<PruningListener> pruner;
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final Map<String, Supplier<List<Course.Look>>> courses = new LinkedHashMap<>();
  private final Map<String, Integer> looksWritten = new LinkedHashMap<>();
  private InstantSource clock = InstantSource.system();
  private int every = EVERY;
  private Optional<EventFile> file = Optional.empty();
  private Optional<PrunedNetworkEvents> pruned = Optional.empty();
  private Optional<IOException> failure = Optional.empty();
  private long lastStep;

  private TensorBoard(Path folder, Optional<PruningListener> pruner) {
    this.folder = folder;
    this.pruner = pruner;
  }

  /**
   * Watches a network that is pruned.
   *
   * @param pruner prunes it; stands before this among its listeners
   * @param folder of this run alone, for example {@code target/tensorboard/run-1}; made if it is
   *     not there
   * @return a listener for one training
   */
  public static TensorBoard of(PruningListener pruner, Path folder) {
    return new TensorBoard(folder, Optional.of(pruner));
  }

  /**
   * Watches a network that is not pruned, to be compared with one that is.
   *
   * @param folder of this run alone; made if it is not there
   * @return a listener for one training
   */
  public static TensorBoard ofDense(Path folder) {
    return new TensorBoard(folder, Optional.empty());
  }

  /**
   * Sets how often loss, learning rate and sparsity are written; by default, every {@value #EVERY}
   * steps. Masks and histograms are written whenever masks change, and at the end of each epoch.
   *
   * @param steps at least 1
   * @return this
   * @throws IllegalArgumentException if it is below 1
   */
  public TensorBoard every(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "Events are written every so many training steps, at least 1, got " + steps);
    }
    every = steps;
    return this;
  }

  /**
   * Adds a setting to those by which runs are compared.
   *
   * @param name such as {@code epochs}
   * @param value a number or a boolean; all else is taken as its text
   * @return this
   */
  public TensorBoard fact(String name, Object value) {
    facts.put(name, AskedSection.plain(value));
    return this;
  }

  /**
   * Adds accuracy over time.
   *
   * @param course watches the same training; stands before this among the listeners
   * @return this
   */
  public TensorBoard with(Course course) {
    return with("validation", course::looks);
  }

  /**
   * Adds accuracy over time.
   *
   * @param name of the examples, such as {@code validation}
   * @param looks all that there are, in order; asked for after each step
   * @return this
   */
  public TensorBoard with(String name, Supplier<List<Course.Look>> looks) {
    courses.put(name, looks);
    return this;
  }

  TensorBoard writtenAt(InstantSource source) {
    clock = source;
    return this;
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (!Network.isNetwork(model)) {
      return; // a layer, in layer-wise pretraining
    }
    lastStep = iteration + 1L;
    write(() -> afterStep(PrunableModel.of(model), iteration));
  }

  @Override
  public void onEpochEnd(Model model) {
    write(
        () -> {
          if (file.isPresent() && watchesPruningOf(model)) {
            file.get().add(lastStep, pruned.get().weights());
          }
        });
  }

  /** Says that the run has ended: TensorBoard then counts it as a success. */
  @Override
  public void close() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (file.isPresent()) {
      file.get().add(lastStep, List.of(Summaries.runEnds(clock.instant().toEpochMilli() / 1000.0)));
      file.get().close();
      file = Optional.empty();
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void write(Writing writing) {
    if (failure.isEmpty()) {
      try {
        writing.run();
      } catch (IOException e) {
        failure = Optional.of(e);
        LOG.warn("TensorBoard gets no more events of this training: {}", folder, e);
      }
    }
  }

  private void afterStep(PrunableModel network, int iteration) throws IOException {
    List<ProtoBytes> values = new ArrayList<>();
    if (file.isEmpty()) {
      pruned = pruner.map(listener -> new PrunedNetworkEvents(listener, network));
      file = Optional.of(EventFile.in(folder, clock));
      values.addAll(settings());
    }
    if (iteration % every == 0) {
      values.add(Summaries.scalar("loss", network.network().score()));
      LearningRates.of(network, iteration)
          .forEach((tag, rate) -> values.add(Summaries.scalar(tag, rate)));
    }
    if (watchesPruningOf(network.network())) {
      List<ProtoBytes> changes = pruned.get().changes();
      values.addAll(changes);
      if (changes.isEmpty() && iteration % every == 0) {
        values.add(pruned.get().sparsity());
      }
    }
    courses.forEach((name, looks) -> values.addAll(newLooks(name, looks.get())));
    if (!values.isEmpty()) {
      file.get().add(lastStep, values);
    }
  }

  private boolean watchesPruningOf(Model model) {
    return pruned.isPresent() && pruned.get().isOf(model);
  }

  /** As a text to be read, and as columns of the table of runs. */
  private List<ProtoBytes> settings() {
    Table table = AskedSection.settings(facts, pruned.flatMap(PrunedNetworkEvents::recipe));
    Map<String, Object> columns = new LinkedHashMap<>();
    table.rows().forEach(row -> columns.put(row.get(0).toString(), row.get(1)));
    pruned.ifPresent(known -> known.target().ifPresent(target -> columns.put("sparsity", target)));
    List<ProtoBytes> values = new ArrayList<>();
    values.add(Summaries.runBegins(columns, clock.instant().toEpochMilli() / 1000.0));
    if (!table.rows().isEmpty()) {
      values.add(Summaries.text("settings", MarkdownPage.escaped(table).markdown()));
    }
    return values;
  }

  private List<ProtoBytes> newLooks(String name, List<Course.Look> looks) {
    int known = looksWritten.getOrDefault(name, 0);
    looksWritten.put(name, looks.size());
    return looks.subList(known, looks.size()).stream()
        .map(look -> Summaries.scalar("accuracy/" + name, look.accuracy()))
        .toList();
  }
}
