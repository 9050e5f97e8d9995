package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.Inspection.LayerRow;
import io.github.dl4jpruning.cli.Inspection.ParamRow;
import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Figures;
import io.github.dl4jpruning.cli.console.Grid;
import io.github.dl4jpruning.cli.console.JsonText;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.model.ModelParam;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An inspection for people and scripts. */
record InspectionAnswer(Inspection found) implements Answer {
  @Override
  public void print(Console console) {
    SavedNetwork saved = found.saved();
    console.say(
        "%s: %s, %s, %s"
            .formatted(
                saved.file().getFileName(),
                saved.title(),
                saved.network().getClass().getSimpleName(),
                Figures.bytes(saved.bytes())));
    console.say(
        "%s parameters of %s, %s of them zero; trained for %s updates"
            .formatted(
                Figures.count(found.parameters()),
                saved.model().dataType(),
                Figures.percent((double) found.zeros() / Math.max(1, found.parameters())),
                Figures.count(saved.model().iteration())));
    if (found.costs().assumed() && !found.costs().types().isEmpty()) {
      console.say(
          "It does not tell its input's size; MACs are for %s, which fits: --input SIZE says another"
              .formatted(found.costs().types()));
    }
    saved.notes().forEach(console::say);
    layers(console);
    RunText.print(saved, console);
    left(console);
    structures(console);
    if (!found.severed().isEmpty()) {
      console.heading("Severed");
      found.severed().forEach(console::say);
    }
    gains(console);
    CardText.print(saved.card(), console);
  }

  private void layers(Console console) {
    console.heading("Layers");
    Grid grid =
        new Grid()
            .text("layer")
            .spareText("kind")
            .text("shape")
            .number("parameters")
            .number("zero")
            .number("MACs");
    for (LayerRow row : found.layers()) {
      grid.row(
          row.name(),
          row.kind(),
          row.params().stream()
              .map(ParamRow::param)
              .filter(ModelParam::isPrunable)
              .map(param -> Figures.shape(param.shape()))
              .collect(Collectors.joining(" ")),
          Figures.count(row.parameters()),
          row.params().isEmpty() ? "" : Figures.percent((double) row.zeros() / row.parameters()),
          Figures.count(row.macs()));
    }
    grid.row(
        "together",
        "",
        "",
        Figures.count(found.parameters()),
        Figures.percent((double) found.zeros() / Math.max(1, found.parameters())),
        Figures.count(found.macs()));
    grid.print(console);
  }

  private void left(Console console) {
    console.heading("What can be pruned");
    List<ModelParam> can = found.params(true);
    console.say(
        "%s weights in %s parameters"
            .formatted(
                Figures.count(can.stream().mapToLong(ModelParam::length).sum()), can.size()));
    reasons()
        .forEach(
            (reason, params) ->
                console.say("not: %s (%s)".formatted(String.join(", ", params), reason)));
  }

  private Map<String, List<String>> reasons() {
    return found.params(false).stream()
        .collect(
            Collectors.groupingBy(
                param -> param.notPrunable().orElseThrow(),
                LinkedHashMap::new,
                Collectors.mapping(ModelParam::key, Collectors.toList())));
  }

  private void structures(Console console) {
    console.heading("Structures that can go for real");
    if (!found.groups().isEmpty()) {
      Grid grid = new Grid().text("group").number("structures").number("parameters each");
      found
          .groups()
          .forEach(
              group ->
                  grid.row(
                      group.name(),
                      Figures.count(group.structures()),
                      Figures.count(group.parameters())));
      grid.print(console);
    }
    found.fixed().forEach(each -> console.say("not: " + each));
  }

  private void gains(Console console) {
    console.heading("What pruning would buy");
    Grid grid =
        new Grid().text("without").number("parameters").number("MACs").number("as .dlp, about");
    for (Gain gain : found.gains()) {
      grid.row(
          gain.what(),
          Figures.count(gain.parameters()),
          Figures.count(gain.macs()),
          Figures.bytes(gain.smallFile()));
    }
    grid.print(console);
    console.say(
        "Zeros alone save no operations in ND4J; the runtime skips them, and shrink takes whole"
            + " structures out.");
  }

  @Override
  public JsonText json() {
    SavedNetwork saved = found.saved();
    return new JsonText()
        .with("file", saved.file().toString())
        .with("kind", saved.title())
        .with("network", saved.network().getClass().getSimpleName())
        .with("bytes", saved.bytes())
        .with("dataType", saved.model().dataType().name())
        .with("iteration", saved.model().iteration())
        .with("parameters", found.parameters())
        .with("zeros", found.zeros())
        .with("macs", found.macs())
        .with("inputs", found.costs().types().stream().map(Object::toString).toList())
        .with("inputsAssumed", found.costs().assumed())
        .with("notes", saved.notes())
        .with("card", CardText.value(saved.card()))
        .with("layers", found.layers().stream().map(InspectionAnswer::layer).toList())
        .with("run", RunText.json(saved))
        .with("notPruned", reasons())
        .with(
            "groups",
            found.groups().stream()
                .map(
                    group ->
                        new JsonText()
                            .with("group", group.name())
                            .with("structures", group.structures())
                            .with("parametersEach", group.parameters())
                            .values())
                .toList())
        .with("fixed", found.fixed().stream().map(Object::toString).toList())
        .with("severed", found.severed())
        .with(
            "gains",
            found.gains().stream()
                .map(
                    gain ->
                        new JsonText()
                            .with("without", gain.what())
                            .with("parameters", gain.parameters())
                            .with("macs", gain.macs())
                            .with("smallFileAbout", gain.smallFile())
                            .values())
                .toList());
  }

  private static Map<String, Object> layer(LayerRow row) {
    return new JsonText()
        .with("layer", row.name())
        .with("kind", row.kind())
        .with("macs", row.macs())
        .with(
            "parameters",
            row.params().stream()
                .map(
                    each ->
                        new JsonText()
                            .with("key", each.param().key())
                            .with("shape", each.param().shape())
                            .with("elements", each.param().length())
                            .with("zeros", each.zeros())
                            .with("prunable", each.param().isPrunable())
                            .values())
                .toList())
        .values();
  }
}
