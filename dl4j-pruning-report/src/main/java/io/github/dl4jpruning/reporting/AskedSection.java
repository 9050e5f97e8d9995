package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.facts.Table;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.recipe.file.RecipeFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was asked for: the user's own facts, and the recipe as it was applied to the network. */
final class AskedSection {
  /** The table whose rows are the lines of a file. */
  static final String RECIPE = "recipe";

  private AskedSection() {}

  static Section of(Run run) {
    List<NamedTable> tables = new ArrayList<>();
    Table settings = settings(run.facts(), run.recipe());
    tables.add(new NamedTable("asked", "Settings", settings));
    List<List<Object>> left =
        run.recipe().stream()
            .flatMap(recipe -> recipe.leftAlone().stream())
            .map(alone -> List.<Object>of(alone.param().toString(), alone.reason()))
            .toList();
    if (!left.isEmpty()) {
      tables.add(
          new NamedTable(
              "left-alone",
              "Parameters that are not pruned",
              new Table(List.of("parameter", "reason"), left)));
    }
    List<String> notes = new ArrayList<>();
    run.recipe()
        .ifPresentOrElse(
            recipe -> addFile(recipe.recipe(), tables, notes),
            () -> notes.add("Masks were given; no recipe was followed in this run."));
    return new Section(
        "asked",
        "What was asked for",
        notes,
        settings.rows().isEmpty() ? List.of() : tables,
        List.of());
  }

  /** A number or a boolean; all else as its text. */
  static Object plain(Object value) {
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }

  /** Columns setting, value; without rows if nothing was asked for. */
  static Table settings(Map<String, Object> facts, Optional<ResolvedRecipe> recipe) {
    List<List<Object>> rows = new ArrayList<>();
    facts.forEach((name, value) -> rows.add(List.of(name, value)));
    recipe.ifPresent(known -> add(known, rows));
    return new Table(List.of("setting", "value"), rows);
  }

  private static void add(ResolvedRecipe resolved, List<List<Object>> rows) {
    PruningRecipe recipe = resolved.recipe();
    for (ResolvedRecipe.Group group : resolved.groups()) {
      rows.add(
          List.of(
              "prune " + group.description(),
              "%s, %s: %s"
                  .formatted(named(group.amount()), named(group.schedule()), group.params())));
    }
    rows.add(List.of("masks change at", recipe.cadence().toString()));
    rows.add(List.of("pruned in", recipe.granularity().toString()));
    rows.add(List.of("criterion", named(recipe.criterion())));
    rows.add(List.of("allocation", named(recipe.allocation())));
    recipe.growth().ifPresent(growth -> rows.add(List.of("growth", named(growth))));
    recipe.rewind().ifPresent(rewind -> rows.add(List.of("rewind", named(rewind))));
    recipe.penalties().forEach(penalty -> rows.add(List.of("penalty", named(penalty))));
    if (recipe.meanReplacement()) {
      rows.add(List.of("mean replacement", true));
    }
    rows.add(List.of("seed", recipe.seed()));
  }

  private static void addFile(PruningRecipe recipe, List<NamedTable> tables, List<String> notes) {
    try {
      List<List<Object>> lines =
          RecipeFile.yaml(recipe).lines().map(line -> List.<Object>of(line)).toList();
      tables.add(new NamedTable(RECIPE, "The recipe as a file", new Table(List.of("line"), lines)));
    } catch (IllegalArgumentException e) {
      notes.add(e.getMessage() + ".");
    }
  }

  /** A lambda has no name that would tell anything. */
  private static String named(Object part) {
    return part.getClass().isHidden() ? "your own" : part.toString();
  }
}
