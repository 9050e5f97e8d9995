package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.analysis.ModelComparison;
import io.github.dl4jpruning.analysis.Sensitivity;
import io.github.dl4jpruning.analysis.TradeOff;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.io.AtomicFile;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/**
 * What a run has done to a network, as one page, as JSON, Markdown and CSV.
 *
 * <pre>{@code
 * net.fit(trainingData, epochs);
 * PruningReport.of(pruner, net).writeTo(Path.of("target/report"));
 * }</pre>
 *
 * <p>All else is optional and adds to the report: {@link #with(Course) accuracy over time}, {@link
 * #before the network before pruning}, {@link #with(ModelComparison) what it cost}, {@link
 * #with(Sensitivity) sensitivity}, {@link #with(TradeOff) a search}. Make it after training: the
 * listener is read here, the network's weights when the report is written. Not thread-safe.
 */
public final class PruningReport {
  private final PrunableModel model;
  private final MaskStore masks;
  private final Optional<PruningStatus> status;
  private final Optional<ResolvedRecipe> recipe;
  private final PruningHistory history;
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final Map<String, List<Course.Look>> courses = new LinkedHashMap<>();
  private String title = "Pruning report";
  private Optional<PrunableModel> before = Optional.empty();
  private Optional<ModelComparison> comparison = Optional.empty();
  private Optional<Sensitivity> sensitivity = Optional.empty();
  private Optional<TradeOff> tradeOff = Optional.empty();
  private InstantSource clock = InstantSource.system();

  private PruningReport(
      Model network,
      MaskStore masks,
      Optional<PruningStatus> status,
      Optional<ResolvedRecipe> recipe,
      PruningHistory history) {
    this.model = PrunableModel.of(network);
    model.requireFits(masks);
    this.masks = masks;
    this.status = status;
    this.recipe = recipe;
    this.history = history;
  }

  /**
   * Reports on a training.
   *
   * @param pruner has pruned the network
   * @param network its network, before anything is compacted away
   * @return a report
   * @throws IllegalStateException if the listener has seen no network yet, or belongs to another
   */
  public static PruningReport of(PruningListener pruner, Model network) {
    PruningStatus status = pruner.status();
    return new PruningReport(
        network, pruner.masks(), Optional.of(status), pruner.attachTo(network), pruner.history());
  }

  /**
   * Reports on a network that was pruned without a listener.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @param masks of its parameters; empty if nothing is pruned
   * @return a report
   * @throws IllegalArgumentException if a mask's parameter does not exist or has another shape
   */
  public static PruningReport of(Model network, MaskStore masks) {
    return new PruningReport(
        network, masks, Optional.empty(), Optional.empty(), PruningHistory.empty());
  }

  /**
   * Sets the heading.
   *
   * @param heading any text
   * @return this
   */
  public PruningReport titled(String heading) {
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
  public PruningReport fact(String name, Object value) {
    facts.put(name, AskedSection.plain(value));
    return this;
  }

  /**
   * Adds accuracy and loss of the pruned network over time.
   *
   * @param course watched its training
   * @return this
   */
  public PruningReport with(Course course) {
    return with("pruned", course.looks());
  }

  /**
   * Adds accuracy and loss of a network over time.
   *
   * @param network such as {@code dense}
   * @param looks in order
   * @return this
   */
  public PruningReport with(String network, List<Course.Look> looks) {
    courses.put(network, List.copyOf(looks));
    return this;
  }

  /**
   * Adds the network as it was before pruning, for its weights and its size; without it, weights
   * are those that the listener saw before the first mask change.
   *
   * @param network of the same structure
   * @return this
   * @throws IllegalArgumentException if its parameters are others
   */
  public PruningReport before(Model network) {
    PrunableModel other = PrunableModel.of(network);
    if (!other.params().equals(model.params())) {
      throw new IllegalArgumentException(
          "The network before pruning has other parameters than the pruned one: %s and %s"
              .formatted(other.params(), model.params()));
    }
    before = Optional.of(other);
    return this;
  }

  /**
   * Adds what pruning has cost and brought.
   *
   * @param measured of the dense network and the pruned one
   * @return this
   */
  public PruningReport with(ModelComparison measured) {
    comparison = Optional.of(measured);
    return this;
  }

  /**
   * Adds a sensitivity scan.
   *
   * @param scan its result
   * @return this
   */
  public PruningReport with(Sensitivity scan) {
    sensitivity = Optional.of(scan);
    return this;
  }

  /**
   * Adds a search for the largest sparsity.
   *
   * @param search its result
   * @return this
   */
  public PruningReport with(TradeOff search) {
    tradeOff = Optional.of(search);
    return this;
  }

  PruningReport writtenAt(InstantSource source) {
    clock = source;
    return this;
  }

  /**
   * The content, as all forms have it.
   *
   * @return in order; parts of which nothing is known are left out
   */
  public List<Section> sections() {
    return Sections.of(run());
  }

  private Run run() {
    return new Run(
        facts,
        model,
        masks,
        status,
        recipe,
        history,
        courses,
        before,
        comparison,
        sensitivity,
        tradeOff);
  }

  /**
   * What somebody has to know who gets the network.
   *
   * @return a card of what is known now
   */
  public ModelCard card() {
    return card(Optional.empty());
  }

  /**
   * The same, with how it is loaded.
   *
   * @param file of the network, {@code .dlp} or {@code .zip}; not read
   * @return a card of what is known now
   */
  public ModelCard card(Path file) {
    return card(Optional.of(file));
  }

  private ModelCard card(Optional<Path> file) {
    return new ModelCard(title, CardFields.of(run(), document(List.of()), file));
  }

  /**
   * Writes the page: one HTML file that loads nothing. It appears whole or not at all.
   *
   * @param file replaced if it is there; its folder is made if it is not
   * @throws IOException if it can't be written
   */
  public void html(Path file) throws IOException {
    save(file, html());
  }

  String html() {
    return HtmlPage.of(document(sections()));
  }

  /**
   * Writes all forms: {@code report.html}, {@code report.md} and {@code run.json}, of each table
   * {@code tables/ID.csv}, of each figure {@code figures/ID.svg}; and the {@link #card()}. Each
   * file appears whole or not at all; others of that folder stay.
   *
   * @param folder made if it is not there
   * @throws IOException if a file can't be written
   */
  public void writeTo(Path folder) throws IOException {
    ReportDocument document = document(sections());
    for (Section section : document.sections()) {
      for (NamedTable table : section.tables()) {
        save(folder.resolve("tables").resolve(table.id() + ".csv"), CsvText.of(table.table()));
      }
      for (Figure figure : section.figures()) {
        save(folder.resolve("figures").resolve(figure.id() + ".svg"), figure.svg());
      }
    }
    save(folder.resolve("report.md"), MarkdownPage.of(document));
    save(folder.resolve("run.json"), JsonText.of(document));
    save(folder.resolve("report.html"), HtmlPage.of(document));
    card().writeTo(folder);
  }

  private ReportDocument document(List<Section> sections) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new ReportDocument(title, now, model.toString(), sections);
  }

  private static void save(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
