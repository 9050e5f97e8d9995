package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Figures;
import io.github.dl4jpruning.cli.console.JsonText;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import java.util.Locale;
import java.util.Optional;

/** How far a checkpoint's run is, and what it follows. */
final class RunText {
  private RunText() {}

  static void print(SavedNetwork saved, Console console) {
    if (saved.run().isEmpty()) {
      return;
    }
    console.heading("Run");
    PruningListener run = saved.run().get();
    PruningStatus status = run.status();
    String unit = status.unit().name().toLowerCase(Locale.ROOT);
    console.say(
        "%s: %s of %s %s to the last mask change, %s pruned%s"
            .formatted(
                status.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                Math.min(status.position(), status.last() + 1),
                status.last() + 1,
                unit,
                Figures.percent(status.sparsity()),
                status.target().isPresent()
                    ? " of " + Figures.percent(status.target().getAsDouble())
                    : ""));
    recipe(saved)
        .ifPresentOrElse(
            recipe -> recipe.toString().lines().forEach(console::say),
            () -> console.say("It follows no recipe, it keeps masks."));
  }

  /** Empty for a file that is no checkpoint. */
  static Optional<JsonText> json(SavedNetwork saved) {
    return saved
        .run()
        .map(
            run -> {
              PruningStatus status = run.status();
              return new JsonText()
                  .with("state", status.state().name())
                  .with("unit", status.unit().name())
                  .with("position", status.position())
                  .with("last", status.last())
                  .with("sparsity", status.sparsity())
                  .with("target", status.target())
                  .with("recipe", recipe(saved).map(ResolvedRecipe::toString));
            });
  }

  private static Optional<ResolvedRecipe> recipe(SavedNetwork saved) {
    return saved.run().flatMap(run -> run.attachTo(saved.network()));
  }
}
