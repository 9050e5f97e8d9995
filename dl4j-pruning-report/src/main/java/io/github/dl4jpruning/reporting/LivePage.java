package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.model.network.Network;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
 * The page of a {@link PruningReport} while the training runs, in a browser on the same machine; it
 * changes by itself. Its address, with a random part, is in the log.
 *
 * <pre>{@code
 * try (LivePage page = LivePage.on(pruner).endsAs(Path.of("target/report.html")).start()) {
 *   net.addListeners(pruner, page);
 *   net.fit(trainingData, epochs);
 * }
 * }</pre>
 *
 * <p>Served by the JDK on 127.0.0.1 alone, at a free port, and to nobody who does not know the
 * whole address. It stops when it is closed, and keeps no JVM alive. Nothing is drawn while nobody
 * looks; while somebody does, drawing takes the training at most a tenth of its time. A page that
 * can't be drawn ends no training: that is logged once.
 *
 * <p>One training thread; browsers as you like.
 */
public final class LivePage extends BaseTrainingListener implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);

  /** A page asks once a second: who has been silent for longer has gone. */
  private static final long LOOKS_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();
  private static final int PAUSE_TIMES = 9;

  /** Longer than two questions of a page. */
  private static final Duration FAREWELL = Duration.ofMillis(2_500);

  private final PruningListener pruner;
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final LossCurve losses = new LossCurve();
  private Optional<Supplier<List<Course.Look>>> looks = Optional.empty();
  private Optional<Path> file = Optional.empty();
  private Optional<LiveServer> server = Optional.empty();
  private Optional<Model> network = Optional.empty();
  private String title = "Pruning, live";
  private boolean failed;
  private long steps;
  private long nextDrawing = System.nanoTime();
  private volatile long askedAt = System.nanoTime() - LOOKS_NANOS;
  private volatile LiveServer.Page page = new LiveServer.Page(0, "");

  private LivePage(PruningListener pruner) {
    this.pruner = pruner;
  }

  /**
   * A page of a training.
   *
   * @param pruner prunes; stands before the page among the network's listeners
   * @return not served yet
   */
  public static LivePage on(PruningListener pruner) {
    return new LivePage(pruner);
  }

  /**
   * Sets the heading.
   *
   * @param heading any text
   * @return this
   */
  public LivePage titled(String heading) {
    title = heading;
    return this;
  }

  /**
   * Adds to what was asked for.
   *
   * @param name such as {@code epochs}
   * @param value a number or a boolean; all else is taken as its text
   * @return this
   */
  public LivePage fact(String name, Object value) {
    facts.put(name, value);
    return this;
  }

  /**
   * Adds accuracy over time.
   *
   * @param watched watches the same training; stands before the page among the listeners
   * @return this
   */
  public LivePage with(Course watched) {
    return with(watched::looks);
  }

  /**
   * Adds accuracy over time.
   *
   * @param all looks that there are, in order; asked for by the training thread
   * @return this
   */
  public LivePage with(Supplier<List<Course.Look>> all) {
    looks = Optional.of(all);
    return this;
  }

  /**
   * Keeps the page when it is closed, as one file that loads nothing.
   *
   * @param report replaced if it is there; its folder is made if it is not
   * @return this
   */
  public LivePage endsAs(Path report) {
    file = Optional.of(report);
    return this;
  }

  /**
   * Begins to serve, and logs where.
   *
   * @return this
   * @throws IOException if no port is free
   * @throws IllegalStateException if it was started before
   */
  public LivePage start() throws IOException {
    if (server.isPresent()) {
      throw new IllegalStateException("This page is served already, at " + address());
    }
    page = new LiveServer.Page(0, LiveHtml.waiting(title));
    server = Optional.of(LiveServer.start(this::asked));
    LOG.info("The training is to be seen at {}", address());
    return this;
  }

  /**
   * Where it is to be seen.
   *
   * @return on 127.0.0.1, with a random path
   * @throws IllegalStateException if it is not served
   */
  public URI address() {
    return server
        .map(LiveServer::address)
        .orElseThrow(() -> new IllegalStateException("The page is not served: call start()"));
  }

  private LiveServer.Page asked() {
    askedAt = System.nanoTime();
    return page;
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (!Network.isNetwork(model)) {
      return; // a layer, in layer-wise pretraining
    }
    if (network.isEmpty()) {
      pruner.attachTo(model); // throws if it prunes another one
      network = Optional.of(model);
    }
    losses.add(++steps, model.score());
    long now = System.nanoTime();
    if (now - nextDrawing >= 0 && now - askedAt < LOOKS_NANOS) {
      draw();
      long took = System.nanoTime() - now;
      nextDrawing = System.nanoTime() + Math.max(PAUSE_NANOS, PAUSE_TIMES * took);
    }
  }

  private void draw() {
    if (server.isEmpty() || failed) {
      return;
    }
    try {
      long version = page.version() + 1;
      page = new LiveServer.Page(version, LiveHtml.of(report().html(), version));
    } catch (RuntimeException e) {
      failed = true;
      LOG.warn("The live page can't be drawn, and stays as it is", e);
    }
  }

  private PruningReport report() {
    PruningReport report = PruningReport.of(pruner, network.orElseThrow()).titled(title);
    facts.forEach(report::fact);
    report.with("training", losses.looks());
    looks.ifPresent(all -> report.with("validation", all.get()));
    return report;
  }

  /**
   * Ends it: who looks gets the last state, then nobody is served any more, and the file is written
   * if one was asked for. Further calls do nothing.
   *
   * @throws IOException if the file can't be written
   */
  @Override
  public void close() throws IOException {
    if (server.isEmpty()) {
      return;
    }
    boolean isWatched = System.nanoTime() - askedAt < LOOKS_NANOS;
    if (network.isPresent() && isWatched) {
      draw();
      linger();
    }
    server.get().stop();
    server = Optional.empty();
    if (file.isPresent() && network.isPresent()) {
      report().html(file.get());
      LOG.info("The training is to be seen in {}", file.get());
    }
  }

  private static void linger() {
    try {
      Thread.sleep(FAREWELL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
