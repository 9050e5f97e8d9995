package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Figures;
import io.github.dl4jpruning.cli.console.Grid;
import io.github.dl4jpruning.cli.console.JsonText;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.compact.Folded;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/**
 * Which layers went and which did not, what that saves, and the proof.
 *
 * @param saved the network that was read
 * @param folded what became of it
 * @param output where that is
 * @param bytes of the output
 */
record FoldAnswer(SavedNetwork saved, Folded<Model> folded, Path output, long bytes)
    implements Answer {
  @Override
  public void print(Console console) {
    folded.gone().forEach(each -> console.say("gone: " + each));
    folded.left().forEach(each -> console.say("left: " + each));
    console.out().println();
    Size before = Size.of(saved.network());
    Size after = Size.of(folded.network());
    Grid sizes = new Grid().text("").number("before").number("after");
    sizes.row("layers", Figures.count(before.layers()), Figures.count(after.layers()));
    sizes.row("parameters", Figures.count(before.parameters()), Figures.count(after.parameters()));
    sizes.row("memory", Figures.bytes(before.memory()), Figures.bytes(after.memory()));
    sizes.print(console);
    console.say("proof: the network against the folded one, " + folded.difference());
    console.say(
        "%s: %s, was %s".formatted(output, Figures.bytes(bytes), Figures.bytes(saved.bytes())));
  }

  @Override
  public JsonText json() {
    return new JsonText()
        .with("gone", folded.gone())
        .with(
            "left",
            folded.left().stream()
                .map(
                    left ->
                        new JsonText()
                            .with("layer", left.layer())
                            .with("kind", left.kind())
                            .with("reason", left.reason())
                            .values())
                .toList())
        .with("before", Size.of(saved.network()).json())
        .with("after", Size.of(folded.network()).json())
        .with("proof", ShrinkAnswer.proof(folded.difference()))
        .with("output", output.toString())
        .with("bytes", bytes)
        .with("bytesBefore", saved.bytes());
  }

  /**
   * Of a network.
   *
   * @param layers how many, vertices without layer not counted
   * @param parameters elements of all its parameters
   * @param memory bytes of these
   */
  private record Size(long layers, long parameters, long memory) {
    static Size of(Model network) {
      PrunableModel model = PrunableModel.of(network);
      long layers =
          Wiring.of(network).nodes().stream().map(Node::layer).filter(Optional::isPresent).count();
      long parameters = model.flatParams().length();
      return new Size(layers, parameters, parameters * model.dataType().width());
    }

    JsonText json() {
      return new JsonText()
          .with("layers", layers)
          .with("parameters", parameters)
          .with("memory", memory);
    }
  }
}
