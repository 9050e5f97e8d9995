package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Figures;
import io.github.dl4jpruning.cli.console.Grid;
import io.github.dl4jpruning.cli.console.JsonText;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.compact.CompactionPlan;
import io.github.dl4jpruning.compact.Cost;
import io.github.dl4jpruning.compact.Difference;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What goes, what that saves, and the proof.
 *
 * @param saved the network that was read
 * @param plan what goes
 * @param proof empty if it was only planned
 * @param output likewise
 * @param bytes of the output
 */
record ShrinkAnswer(
    SavedNetwork saved,
    CompactionPlan plan,
    Optional<Difference> proof,
    Optional<Path> output,
    OptionalLong bytes)
    implements Answer {
  @Override
  public void print(Console console) {
    Grid structures = new Grid().text("structures").number("before").number("after");
    for (CompactionPlan.Row row : plan.rows()) {
      structures.row(
          row.group(),
          Figures.count(row.structures()),
          Figures.count(row.structures() - row.removed().size()));
    }
    structures.print(console);
    for (CompactionPlan.Row row : plan.rows()) {
      if (row.stillRead() > 0) {
        console.say(
            "stays: %s of %s without weights, but read".formatted(row.stillRead(), row.group()));
      }
    }
    plan.notes().forEach(console::say);
    plan.leftAlone().forEach(each -> console.say("left alone: " + each));
    console.out().println();
    costs(console);
    proof.ifPresent(found -> console.say("proof: masked against smaller network, " + found));
    output.ifPresent(
        file ->
            console.say(
                "%s: %s, was %s"
                    .formatted(
                        file, Figures.bytes(bytes.orElseThrow()), Figures.bytes(saved.bytes()))));
  }

  private void costs(Console console) {
    Cost before = plan.before();
    Cost after = plan.after();
    Grid costs = new Grid().text("costs").number("before").number("after").number("smaller");
    costs.row(
        "parameters",
        Figures.count(before.parameters()),
        Figures.count(after.parameters()),
        Figures.smaller(before.parameters(), after.parameters()));
    if (before.macs().isPresent()) {
      costs.row(
          "MACs",
          Figures.count(before.macs().get()),
          Figures.count(after.macs().orElseThrow()),
          Figures.smaller(before.macs().get(), after.macs().orElseThrow()));
    }
    costs.row(
        "memory",
        Figures.bytes(before.bytes()),
        Figures.bytes(after.bytes()),
        Figures.smaller(before.bytes(), after.bytes()));
    costs.print(console);
  }

  @Override
  public JsonText json() {
    return new JsonText()
        .with(
            "groups",
            plan.rows().stream()
                .map(
                    row ->
                        new JsonText()
                            .with("group", row.group())
                            .with("structures", row.structures())
                            .with("removed", row.removed())
                            .with("stillRead", row.stillRead())
                            .values())
                .toList())
        .with("notes", plan.notes())
        .with("leftAlone", plan.leftAlone().stream().map(Object::toString).toList())
        .with("before", cost(plan.before()))
        .with("after", cost(plan.after()))
        .with("proof", proof.map(ShrinkAnswer::proof))
        .with("output", output.map(Path::toString))
        .with("bytes", bytes)
        .with("bytesBefore", saved.bytes());
  }

  /** A proof for scripts. */
  static JsonText proof(Difference found) {
    return new JsonText()
        .with("largestDifference", found.largest())
        .with("allowed", found.tolerance() * found.scale())
        .with("examples", found.examples());
  }

  private static JsonText cost(Cost cost) {
    return new JsonText()
        .with("parameters", cost.parameters())
        .with("macs", cost.macs())
        .with("memory", cost.bytes());
  }
}
