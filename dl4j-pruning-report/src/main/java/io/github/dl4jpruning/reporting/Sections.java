package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.analysis.TradeOff;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.event.WeightHistogram;
import io.github.dl4jpruning.facts.Table;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.schedule.Cadence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The parts of a report. */
final class Sections {
  /** More histograms would tell less. */
  private static final int HISTOGRAMS = 12;

  private Sections() {}

  static List<Section> of(Run run) {
    List<Section> sections = new ArrayList<>();
    sections.add(ResultSection.of(run));
    sections.add(AskedSection.of(run));
    if (!run.history().changes().isEmpty() || !run.courses().isEmpty()) {
      sections.add(time(run));
    }
    sections.add(layers(run));
    if (!run.masks().isEmpty()) {
      sections.add(weights(run));
      List<Figure> masks = Figure.ofMasks(run.model().network(), run.masks());
      sections.add(new Section("masks", "Masks of the first layers", List.of(), List.of(), masks));
    }
    run.tradeOff().ifPresent(search -> sections.add(search(search)));
    run.sensitivity()
        .ifPresent(
            scan ->
                sections.add(
                    new Section(
                        "sensitivity",
                        "Sensitivity",
                        List.of(
                            "For choosing between splits, not for reading off an accuracy: training"
                                + " makes up for most of these losses."),
                        List.of(
                            new NamedTable(
                                "sensitivity", "Score by parameter and sparsity", scan.table())),
                        Figure.of(scan).stream().toList())));
    sections.add(CostSection.of(run));
    return sections;
  }

  private static Section time(Run run) {
    List<Figure> figures = new ArrayList<>();
    Curves.of(run.history(), end(run)).ifPresent(figures::add);
    Curves.accuracy(run.courses()).ifPresent(figures::add);
    Curves.loss(run.courses(), run.history()).ifPresent(figures::add);
    List<NamedTable> tables = new ArrayList<>();
    if (!run.history().changes().isEmpty()) {
      tables.add(
          new NamedTable(
              "changes",
              "Mask changes",
              new Table(
                  List.of(
                      "kind",
                      "iteration",
                      "epoch",
                      "wanted",
                      "reached",
                      "sparsity",
                      "removed",
                      "returned",
                      "milliseconds",
                      "loss"),
                  run.history().changes().stream().map(Sections::row).toList())));
    }
    List<List<Object>> looks = new ArrayList<>();
    run.courses()
        .forEach(
            (network, course) ->
                course.forEach(
                    look ->
                        looks.add(
                            List.of(network, look.iteration(), look.accuracy(), look.loss()))));
    if (!looks.isEmpty()) {
      tables.add(
          new NamedTable(
              "looks",
              "Looks on the way",
              new Table(List.of("network", "iteration", "accuracy", "loss"), looks)));
    }
    return new Section("time", "Over time", List.of(), tables, figures);
  }

  /** Training steps in all, as far as is known. */
  private static OptionalLong end(Run run) {
    OptionalLong looks =
        run.courses().values().stream()
            .flatMap(List::stream)
            .mapToLong(Course.Look::iteration)
            .max();
    return run.status()
        .filter(status -> status.unit() == Cadence.Unit.ITERATIONS)
        .map(PruningStatus::position)
        .map(position -> OptionalLong.of(Math.max(position, looks.orElse(0))))
        .orElse(looks);
  }

  private static List<Object> row(PruningHistory.Change change) {
    return List.of(
        change.kind().name().toLowerCase(Locale.ROOT),
        change.iteration(),
        change.epoch(),
        change.target().isPresent() ? (Object) change.target().getAsDouble() : "",
        change.reached(),
        change.sparsity(),
        change.removed(),
        change.returned(),
        change.took().toNanos() / 1e6,
        change.loss());
  }

  private static Section layers(Run run) {
    List<List<Object>> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Double> percents = new ArrayList<>();
    for (ModelParam param : run.model().params()) {
      Optional<Mask> mask = run.masks().get(param.key());
      rows.add(
          List.of(
              param.key(),
              param.layerClass().map(Class::getSimpleName).orElse(param.layer()),
              param.shape().stream().map(String::valueOf).collect(Collectors.joining(" × ")),
              (long) param.length(),
              (long) mask.map(Mask::kept).orElse(param.length()),
              mask.map(Mask::sparsity).orElse(0.0),
              mask.isPresent()));
      mask.ifPresent(
          known -> {
            names.add(param.key());
            percents.add(100 * known.sparsity());
          });
    }
    Bars bars = new Bars("layers", "Sparsity by parameter", names, percents);
    return new Section(
        "layers",
        "Layer by layer",
        names.isEmpty() ? List.of("No parameter has a mask.") : List.of(),
        List.of(
            new NamedTable(
                "parameters",
                "Parameters",
                new Table(
                    List.of(
                        "parameter", "layer", "shape", "elements", "kept", "sparsity", "masked"),
                    rows))),
        names.isEmpty()
            ? List.of()
            : List.of(
                new Figure(
                    bars.id(),
                    bars.title(),
                    "The share of each masked parameter that is pruned.",
                    bars.svg())));
  }

  private static Section weights(Run run) {
    List<Figure> figures = new ArrayList<>();
    List<List<Object>> rows = new ArrayList<>();
    boolean known = true;
    for (ModelParam param : run.model().params()) {
      Optional<Mask> mask = run.masks().get(param.key());
      if (mask.isEmpty()) {
        continue;
      }
      Optional<WeightHistogram> before =
          run.before()
              .map(network -> Histograms.of(network, param))
              .or(() -> Optional.ofNullable(run.history().before().get(param.key())));
      WeightHistogram after = Histograms.kept(run.model(), param, mask.get());
      known &= before.isPresent();
      before.ifPresent(histogram -> Histograms.addRows(rows, param.key(), "before", histogram));
      Histograms.addRows(rows, param.key(), "kept", after);
      if (figures.size() < HISTOGRAMS) {
        Histograms.figure(figures.size() + 1, param.key(), before, after).ifPresent(figures::add);
      }
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        run.before().isPresent()
            ? "Before: all weights of the network before pruning. Kept: those that are not pruned."
            : "Before: all weights just before the first mask change. Kept: those that are not"
                + " pruned, now.");
    if (!known) {
      notes.add(
          "The weights before are not known: this run began with pruned weights, or had no recipe.");
    }
    if (run.masks().masks().size() > figures.size()) {
      notes.add("Drawn are the first %s parameters.".formatted(figures.size()));
    }
    return new Section(
        "weights",
        "Weights before and after",
        notes,
        List.of(
            new NamedTable(
                "weights",
                "Histograms",
                new Table(List.of("parameter", "when", "from", "to", "weights"), rows))),
        figures);
  }

  private static Section search(TradeOff search) {
    return new Section(
        "trade-off",
        "How much can go",
        List.of(
            search
                .chosen()
                .map(
                    point ->
                        "Chosen: a sparsity of %s, the largest that lost at most %s and one standard error."
                            .formatted(Words.percent(point.sparsity()), Words.of(search.loss())))
                .orElse("No network that was tried is within the loss allowed.")),
        List.of(new NamedTable("trade-off", "Networks tried", search.table())),
        Figure.of(search).stream().toList());
  }
}
