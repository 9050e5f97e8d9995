package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.ResolvedRecipe.LeftAlone;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Pool;
import io.github.dl4jpruning.structure.StructureGraph;
import io.github.dl4jpruning.structure.StructureGroup;
import io.github.dl4jpruning.structure.StructurePool;
import io.github.dl4jpruning.structure.Structures;
import io.github.dl4jpruning.structure.trace.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Applies recipes that prune whole structures: what filters pick is the parameters that compute
 * them, and a group belongs to the first target that picks one of its parameters.
 */
final class StructureResolver {
  private final PruningRecipe recipe;
  private final Picks picks;
  private final List<LeftAlone> leftAlone = new ArrayList<>();
  private final Map<Optional<Target>, List<Pool>> byTarget = new LinkedHashMap<>();

  StructureResolver(PruningRecipe recipe, Picks picks, PrunableModel model) {
    this.recipe = recipe;
    this.picks = picks;
    picks.targets().forEach(target -> byTarget.put(Optional.of(target), new ArrayList<>()));
    recipe.amount().ifPresent(amount -> byTarget.put(Optional.empty(), new ArrayList<>()));
    StructureGraph graph = StructureGraph.of(model, recipe.inputTypes().toArray(new InputType[0]));
    Map<ModelParam, String> reasons = new LinkedHashMap<>();
    Set<ModelParam> pruned = new HashSet<>();
    int before = 0;
    for (StructureGroup group : graph.groups()) {
      StructurePool pool = StructurePool.of(group, before, (Structures) recipe.granularity());
      Optional<String> reason = whyNot(pool);
      if (reason.isPresent()) {
        pool.scored().forEach(param -> reasons.put(param, reason.get()));
      } else {
        Objects.requireNonNull(byTarget.get(targetOf(pool))).add(pool);
        pruned.addAll(pool.scored());
        group.slices().stream()
            .filter(slice -> slice.role() != Role.READS)
            .forEach(slice -> pruned.add(slice.param()));
        before += group.size();
      }
    }
    for (ModelParam param : model.params()) {
      if (!pruned.contains(param)) {
        leftAlone.add(new LeftAlone(param, reason(param, graph, reasons)));
      }
    }
  }

  /** Groups by target, in the recipe's order; none may be empty. */
  Map<Optional<Target>, List<Pool>> byTarget() {
    return byTarget;
  }

  /** What no group scores, and whose outputs none removes. */
  List<LeftAlone> leftAlone() {
    return leftAlone;
  }

  private Optional<Target> targetOf(Pool pool) {
    return picks.targets().stream()
        .filter(target -> pool.scored().stream().anyMatch(target.filter()::matches))
        .findFirst();
  }

  private Optional<String> whyNot(StructurePool pool) {
    Structures shape = (Structures) recipe.granularity();
    if (!shape.takes(pool.group())) {
      return Optional.of("no " + shape);
    }
    if (pool.scored().stream().anyMatch(picks::leavesAlone)) {
      return Optional.of("left alone by the recipe");
    }
    if (targetOf(pool).isEmpty() && recipe.amount().isEmpty()) {
      return Optional.of("no target of the recipe");
    }
    if (pool.scored().isEmpty()) {
      return Optional.of("no weights read it");
    }
    return pool.scored().stream().flatMap(param -> whyNot(param, shape).stream()).findFirst();
  }

  /** Whether the criterion can score what a layer makes, or reads. */
  private Optional<String> whyNot(ModelParam param, Structures shape) {
    Granularity lines = shape.scoredBy() == Role.READS ? Granularity.row() : Granularity.column();
    Criterion criterion = recipe.criterion();
    boolean needsLines =
        criterion.scoresUnits()
            && criterion.signals().stream().noneMatch(s -> s.shape() == Signal.Shape.UNITS);
    return criterion
        .whyNot(param, lines)
        .or(() -> needsLines ? lines.whyNot(param) : Optional.empty());
  }

  private static String reason(
      ModelParam param, StructureGraph graph, Map<ModelParam, String> reasons) {
    if (param.notPrunable().isPresent()) {
      return param.notPrunable().get();
    }
    return Optional.ofNullable(reasons.get(param))
        .or(
            () ->
                graph.leftAlone().stream()
                    .filter(left -> left.layer().equals(param.layer()))
                    .map(left -> left.reason())
                    .findFirst())
        .orElse("its outputs can't be removed");
  }
}
