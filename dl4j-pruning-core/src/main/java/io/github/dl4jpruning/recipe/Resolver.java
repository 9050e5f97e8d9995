package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.ResolvedRecipe.Group;
import io.github.dl4jpruning.recipe.ResolvedRecipe.LeftAlone;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Pool;
import io.github.dl4jpruning.structure.Structures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Applies recipes to networks. */
final class Resolver {
  private Resolver() {}

  static ResolvedRecipe resolve(PruningRecipe recipe, PrunableModel model, Map<String, Long> macs) {
    if (!(recipe.granularity() instanceof Structures)) {
      return resolve(recipe, model.params(), macs);
    }
    Picks picks = Picks.of(recipe, model.params());
    StructureResolver structures = new StructureResolver(recipe, picks, model);
    List<Group> groups = new ArrayList<>();
    structures
        .byTarget()
        .forEach(
            (target, pools) -> {
              if (!pools.isEmpty()) {
                groups.add(groupOf(recipe, target, pools));
              } else if (target.isPresent()) {
                throw nothingPicked(target.get(), model.params(), structures.leftAlone());
              }
            });
    return checked(recipe, groups, structures.leftAlone(), macs);
  }

  static ResolvedRecipe resolve(
      PruningRecipe recipe, List<ModelParam> params, Map<String, Long> macs) {
    Picks picks = Picks.of(recipe, params);
    Map<Optional<Target>, List<ModelParam>> byTarget = new LinkedHashMap<>();
    picks.targets().forEach(target -> byTarget.put(Optional.of(target), new ArrayList<>()));
    recipe.amount().ifPresent(amount -> byTarget.put(Optional.empty(), new ArrayList<>()));
    List<LeftAlone> leftAlone = new ArrayList<>();
    for (ModelParam param : params) {
      Optional<Target> target =
          picks.targets().stream().filter(t -> t.filter().matches(param)).findFirst();
      Optional<String> reason = whyLeftAlone(recipe, picks, param, target);
      if (reason.isPresent()) {
        leftAlone.add(new LeftAlone(param, reason.get()));
      } else {
        Objects.requireNonNull(byTarget.get(target)).add(param);
      }
    }

    List<Group> groups = new ArrayList<>();
    byTarget.forEach(
        (target, members) -> {
          if (!members.isEmpty()) {
            groups.add(group(recipe, target, members));
          } else if (target.isPresent()) {
            throw nothingPicked(target.get(), params, leftAlone);
          }
        });
    return checked(recipe, groups, leftAlone, macs);
  }

  private static ResolvedRecipe checked(
      PruningRecipe recipe, List<Group> groups, List<LeftAlone> leftAlone, Map<String, Long> macs) {
    if (groups.isEmpty()) {
      throw new IllegalArgumentException(
          "The network has no parameter that can be pruned: " + leftAlone);
    }
    ResolvedRecipe resolved = new ResolvedRecipe(recipe, groups, leftAlone, macs);
    requireKnownKeys(resolved);
    Fit.require(resolved);
    groups.forEach(group -> resolved.selector(group).requireReachable(group.pools()));
    return resolved;
  }

  private static Optional<String> whyLeftAlone(
      PruningRecipe recipe, Picks picks, ModelParam param, Optional<Target> target) {
    if (!param.isPrunable()) {
      return param.notPrunable();
    }
    if (picks.leavesAlone(param)) {
      return Optional.of("left alone by the recipe");
    }
    if (target.isEmpty() && recipe.amount().isEmpty()) {
      return Optional.of("no target of the recipe");
    }
    return recipe
        .granularity()
        .whyNot(param)
        .or(() -> recipe.criterion().whyNot(param, recipe.granularity()));
  }

  private static Group group(
      PruningRecipe recipe, Optional<Target> target, List<ModelParam> members) {
    return groupOf(
        recipe,
        target,
        members.stream().map(param -> recipe.granularity().pool(param).orElseThrow()).toList());
  }

  private static Group groupOf(PruningRecipe recipe, Optional<Target> target, List<Pool> pools) {
    return new Group(
        target
            .map(t -> t.filter().toString())
            .orElse(recipe.targets().isEmpty() ? "weights" : "all other weights"),
        pools,
        target.flatMap(Target::amount).or(recipe::amount).orElseThrow(),
        target.flatMap(Target::schedule).orElse(recipe.schedule()));
  }

  private static IllegalArgumentException nothingPicked(
      Target target, List<ModelParam> params, List<LeftAlone> leftAlone) {
    List<String> picked =
        leftAlone.stream()
            .filter(left -> target.filter().matches(left.param()))
            .map(LeftAlone::toString)
            .toList();
    boolean takenEarlier = params.stream().filter(target.filter()::matches).count() > picked.size();
    String nothing =
        "The target \"%s\" picks nothing that can be pruned".formatted(target.filter());
    if (takenEarlier) {
      return new IllegalArgumentException(
          nothing + " and is not an earlier target's: the first target that matches has it");
    }
    return new IllegalArgumentException(
        nothing
            + (picked.isEmpty()
                ? ". The network has " + params.stream().map(ModelParam::key).toList()
                : ": " + picked));
  }

  private static void requireKnownKeys(ResolvedRecipe resolved) {
    if (resolved.recipe().allocation() instanceof Allocation.PerParameter map) {
      List<String> pruned = resolved.pools().stream().map(Pool::key).toList();
      for (String key : map.sparsities().keySet()) {
        if (!pruned.contains(key)) {
          throw new IllegalArgumentException(
              "The allocation names %s, but the recipe prunes %s".formatted(key, pruned));
        }
      }
    }
  }
}
