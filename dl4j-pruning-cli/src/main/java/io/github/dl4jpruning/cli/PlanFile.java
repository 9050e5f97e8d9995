package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.compact.CompactionPlan;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.io.AtomicFile;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.structure.StructureGraph;
import io.github.dl4jpruning.structure.StructureGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.json.JsonMapper;

/**
 * What goes, in a file that people may look through, and take structures out of.
 *
 * @param groups with the structures that go
 */
record PlanFile(List<Group> groups) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private static final long LONGEST = 1 << 26;

  /**
   * A group of structures.
   *
   * @param group its name
   * @param structures how many there are
   * @param removed which of them go
   */
  record Group(String group, int structures, List<Integer> removed) {}

  static PlanFile of(CompactionPlan plan) {
    return new PlanFile(
        plan.rows().stream()
            .map(row -> new Group(row.group(), row.structures(), row.removed()))
            .toList());
  }

  static PlanFile read(Path file) throws Failure {
    try {
      if (Files.size(file) > LONGEST) {
        throw Failure.unreadable("%s is no plan: it is too large".formatted(file));
      }
      PlanFile plan = JSON.readValue(Files.readString(file), PlanFile.class);
      if (plan.groups() == null
          || plan.groups().stream().anyMatch(g -> g.group() == null || g.removed() == null)) {
        throw Failure.unreadable(
            "%s is no plan: a group lacks its name or what goes".formatted(file));
      }
      return plan;
    } catch (JsonProcessingException e) {
      throw Failure.unreadable(
          "%s is no plan of --save-plan: line %s: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()));
    } catch (IOException e) {
      throw Failure.unreadable("Can't read %s: %s".formatted(file, e.getMessage()));
    }
  }

  void write(Path file) throws Failure {
    try {
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
      AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  /** The plan that takes out what this says, all of which has to be pruned. */
  CompactionPlan replay(Path file, SavedNetwork saved, CompactionPlan possible, InputType... types)
      throws Failure {
    StructureGraph graph = StructureGraph.of(saved.model(), types);
    MaskStore masks = MaskStore.empty();
    for (Group group : groups) {
      if (group.removed().isEmpty()) {
        continue;
      }
      CompactionPlan.Row row =
          possible.rows().stream()
              .filter(r -> r.group().equals(group.group()))
              .findFirst()
              .orElseThrow(
                  () ->
                      Failure.unfit(
                          "%s was made for another network: this one has no %s, only %s"
                              .formatted(
                                  file,
                                  group.group(),
                                  possible.rows().stream()
                                      .map(CompactionPlan.Row::group)
                                      .toList())));
      if (row.structures() != group.structures()) {
        throw Failure.unfit(
            "%s was made for another network: %s has %s structures here, not %s"
                .formatted(file, group.group(), row.structures(), group.structures()));
      }
      Optional<Integer> alive =
          group.removed().stream()
              .filter(each -> !new HashSet<>(row.removed()).contains(each))
              .findFirst();
      if (alive.isPresent()) {
        throw Failure.unfit(
            "%s takes out structure %s of %s, which is not pruned in %s: prune it first, or make a new plan"
                .formatted(file, alive.get(), group.group(), saved.file()));
      }
      masks = masks.intersection(masksOf(graph, group));
    }
    return Compactor.plan(saved.network(), masks, types);
  }

  private static MaskStore masksOf(StructureGraph graph, Group group) {
    BitSet removed = new BitSet();
    group.removed().forEach(removed::set);
    return graph.groups().stream()
        .filter(each -> each.name().equals(group.group()))
        .findFirst()
        .map((StructureGroup each) -> each.masks(removed))
        .orElseThrow();
  }
}
