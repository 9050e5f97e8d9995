package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.cli.network.NetworkOutput;
import io.github.dl4jpruning.cli.network.NetworkReader;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.compact.Folded;
import io.github.dl4jpruning.compact.Folding;
import io.github.dl4jpruning.io.WriteOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fold FILE -o OUT}. */
@Command(
    name = "fold",
    sortOptions = false,
    description =
        "For inference: takes batch normalisation into the layer before it, and dropout out. Proves"
            + " that the network with fewer layers computes the same. OUT may be an .onnx too.")
final class FoldCommand extends NetworkCommand {
  private static final int REASONS = 3;

  @Parameters(paramLabel = "FILE", description = "The network.")
  private Path file;

  @Mixin private NetworkOutput output = new NetworkOutput();
  @Mixin private InputOption input = new InputOption();
  @Mixin private ProofOption proof = new ProofOption();

  FoldCommand(Console console) {
    super(console);
  }

  @Override
  void perform() throws Exception {
    output.checkOrOnnx();
    SavedNetwork saved = NetworkReader.read(file);
    if (output.isOnnx()) {
      input.known(saved.model());
    }
    InputType[] types = Costs.of(saved.model(), input.types()).array();
    // folding wants the masks applied, a small file +0.0
    Pruner.apply(saved.network(), saved.masks());
    Folded<Model> folded =
        proof.proven(
            verification -> Folding.fold(saved.network(), saved.masks(), verification, types),
            types);
    if (folded.gone().isEmpty()) {
      throw nothing(folded.left());
    }
    if (output.isOnnx()) {
      output.writeOnnx(folded.network(), Optional.empty(), input.types());
    } else {
      output.write(folded.network(), folded.masks(), WriteOptions.defaults());
    }
    show(new FoldAnswer(saved, folded, output.file(), Files.size(output.file())));
  }

  private Failure nothing(List<Folded.Left> left) {
    if (left.isEmpty()) {
      return Failure.unfit(
          "Nothing in %s can be folded: it has neither batch normalisation nor dropout layers"
              .formatted(file));
    }
    String reasons =
        left.stream().limit(REASONS).map(Folded.Left::toString).collect(Collectors.joining("; "));
    return Failure.unfit(
        "Nothing in %s can be folded, %s would be left: %s%s"
            .formatted(
                file,
                left.size() == 1 ? "one layer" : left.size() + " layers",
                reasons,
                left.size() > REASONS ? "; …" : ""));
  }
}
