package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.cli.network.NetworkOutput;
import io.github.dl4jpruning.cli.network.NetworkReader;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.compact.CompactionPlan;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.io.WriteOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shrink FILE -o OUT}. */
@Command(
    name = "shrink",
    sortOptions = false,
    description =
        "Takes out for real what is pruned whole: neurons, filters and recurrent units. Proves that"
            + " the smaller network computes what the masked one did.")
final class ShrinkCommand extends NetworkCommand {
  @Parameters(paramLabel = "FILE", description = "The network.")
  private Path file;

  @Mixin private NetworkOutput output = new NetworkOutput();
  @Mixin private InputOption input = new InputOption();
  @Mixin private ProofOption proof = new ProofOption();

  @Option(names = "--plan", description = "Only show what would go.")
  private boolean planOnly;

  @Option(
      names = "--save-plan",
      paramLabel = "FILE",
      description = "Write down what goes, as JSON that --plan-file reads.")
  private Path savedPlan;

  @Option(
      names = "--plan-file",
      paramLabel = "FILE",
      description = "Take out what a plan says and no more.")
  private Path planFile;

  ShrinkCommand(Console console) {
    super(console);
  }

  @Override
  void perform() throws Exception {
    if (!planOnly) {
      output.check();
    }
    if (savedPlan != null) {
      NetworkOutput.check(savedPlan, true);
    }
    SavedNetwork saved = NetworkReader.read(file);
    InputType[] types = Costs.of(saved.model(), input.types()).array();
    CompactionPlan whole = Compactor.plan(saved.network(), saved.masks(), types);
    CompactionPlan plan =
        planFile == null ? whole : PlanFile.read(planFile).replay(planFile, saved, whole, types);
    if (savedPlan != null) {
      PlanFile.of(plan).write(savedPlan);
    }
    if (planOnly) {
      show(new ShrinkAnswer(saved, plan, Optional.empty(), Optional.empty(), OptionalLong.empty()));
      return;
    }
    if (plan.removedStructures() == 0) {
      throw Failure.unfit(
          "Nothing in %s can be taken out: no structure is pruned whole. Prune structures first: dl4j-pruning prune %s --granularity structure --sparsity 0.5 -o OUT"
              .formatted(file, file));
    }
    Compacted<Model> small =
        proof.proven(verification -> Compactor.apply(saved.network(), plan, verification), types);
    output.write(small.network(), small.masks(), WriteOptions.defaults());
    show(
        new ShrinkAnswer(
            saved,
            plan,
            Optional.of(small.difference()),
            Optional.of(output.file()),
            OptionalLong.of(Files.size(output.file()))));
  }
}
