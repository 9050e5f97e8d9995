package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.MaskSelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A recipe applied to one network: explicit lists instead of filters.
 *
 * @param recipe where it comes from
 * @param groups the parameters of each target, in the recipe's order, the default last; none empty
 * @param leftAlone all other parameters, each with the reason
 */
public record ResolvedRecipe(PruningRecipe recipe, List<Group> groups, List<LeftAlone> leftAlone) {
  /** A schedule that is flat may wobble by so much. */
  private static final double ROUNDING = 1e-9;

  /**
   * Parameters that share an amount and a schedule.
   *
   * @param description the filter, or what the rest is called
   * @param params sorted by offset, at least one
   * @param amount how much in the end
   * @param schedule how it rises
   */
  public record Group(
      String description, List<ModelParam> params, Amount amount, Schedule schedule) {
    /** Copies the list. */
    public Group {
      params = List.copyOf(params);
    }
  }

  /**
   * A parameter that is not pruned.
   *
   * @param param the parameter
   * @param reason for the reader
   */
  public record LeftAlone(ModelParam param, String reason) {
    /** For example {@code fc1_b[300]: bias}. */
    @Override
    public String toString() {
      return param + ": " + reason;
    }
  }

  /** Copies the lists. */
  public ResolvedRecipe {
    groups = List.copyOf(groups);
    leftAlone = List.copyOf(leftAlone);
  }

  /**
   * Applies a recipe.
   *
   * @param recipe the recipe
   * @param params all parameters of the network, sorted by offset
   * @return the explicit form
   * @throws IllegalArgumentException if the recipe names something that does not exist, picks
   *     nothing that can be pruned, or asks for more than its floors allow
   */
  public static ResolvedRecipe of(PruningRecipe recipe, List<ModelParam> params) {
    recipe.targets().forEach(target -> target.filter().requireExists(params));
    recipe.leftAlone().forEach(filter -> filter.requireExists(params));

    Map<Optional<Target>, List<ModelParam>> byTarget = new LinkedHashMap<>();
    recipe.targets().forEach(target -> byTarget.put(Optional.of(target), new ArrayList<>()));
    recipe.amount().ifPresent(amount -> byTarget.put(Optional.empty(), new ArrayList<>()));
    List<LeftAlone> leftAlone = new ArrayList<>();
    for (ModelParam param : params) {
      Optional<Target> target =
          recipe.targets().stream().filter(t -> t.filter().matches(param)).findFirst();
      Optional<String> reason = whyLeftAlone(recipe, param, target);
      if (reason.isPresent()) {
        leftAlone.add(new LeftAlone(param, reason.get()));
      } else {
        byTarget.get(target).add(param);
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
    if (groups.isEmpty()) {
      throw new IllegalArgumentException(
          "The network has no parameter that can be pruned: " + leftAlone);
    }
    ResolvedRecipe resolved = new ResolvedRecipe(recipe, groups, leftAlone);
    resolved.requireKnownKeys();
    groups.forEach(group -> resolved.selector(group).requireReachable(group.params()));
    return resolved;
  }

  /**
   * All parameters that are pruned.
   *
   * @return group by group
   */
  public List<ModelParam> params() {
    return groups.stream().flatMap(group -> group.params().stream()).toList();
  }

  /**
   * The selector of a group.
   *
   * @param group one of this recipe's
   * @return a selector with the recipe's allocation and floors
   */
  public MaskSelector selector(Group group) {
    return new MaskSelector(recipe.allocation(), group.amount(), recipe.floors());
  }

  /**
   * The sparsity wanted over all pruned parameters at some progress.
   *
   * @param progress 0 to 1
   * @return 0 (included) to 1 (excluded), as whole weights allow
   */
  public double sparsityAt(double progress) {
    double removed = 0;
    double length = 0;
    for (Group group : groups) {
      double n = group.params().stream().mapToLong(ModelParam::length).sum();
      removed +=
          n
              * selector(group)
                  .sparsity(
                      group.params(), target -> group.schedule().sparsityAt(progress, target));
      length += n;
    }
    return removed / length;
  }

  /**
   * Whether a schedule falls anywhere between the first and the last mask change, so that weights
   * come back.
   *
   * @return true if weights come back
   */
  public boolean recovers() {
    return groups.stream().anyMatch(this::falls);
  }

  private boolean falls(Group group) {
    return selector(group)
        .finalSparsities(group.params())
        .anyMatch(target -> falls(group.schedule(), target, recipe.cadence()));
  }

  private static boolean falls(Schedule schedule, double target, Cadence cadence) {
    double before = 0;
    for (long at = cadence.first(); at <= cadence.last(); at = next(at, cadence)) {
      double sparsity = schedule.sparsityAt(cadence.progress(at), target);
      if (sparsity < before - ROUNDING) {
        return true;
      }
      before = sparsity;
    }
    return false;
  }

  private static long next(long at, Cadence cadence) {
    return at < cadence.last() ? Math.min(at + cadence.every(), cadence.last()) : at + 1;
  }

  private static Optional<String> whyLeftAlone(
      PruningRecipe recipe, ModelParam param, Optional<Target> target) {
    if (!param.isPrunable()) {
      return param.notPrunable();
    }
    if (recipe.leftAlone().stream().anyMatch(filter -> filter.matches(param))) {
      return Optional.of("left alone by the recipe");
    }
    return target.isEmpty() && recipe.amount().isEmpty()
        ? Optional.of("no target of the recipe")
        : Optional.empty();
  }

  private static Group group(
      PruningRecipe recipe, Optional<Target> target, List<ModelParam> members) {
    return new Group(
        target
            .map(t -> t.filter().toString())
            .orElse(recipe.targets().isEmpty() ? "weights" : "all other weights"),
        members,
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

  private void requireKnownKeys() {
    if (recipe.allocation() instanceof Allocation.PerParameter map) {
      List<String> pruned = params().stream().map(ModelParam::key).toList();
      for (String key : map.sparsities().keySet()) {
        if (!pruned.contains(key)) {
          throw new IllegalArgumentException(
              "The allocation names %s, but the recipe prunes %s".formatted(key, pruned));
        }
      }
    }
  }

  /** One line per group and per parameter left alone. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Group group : groups) {
      text.append(
          String.format(
              Locale.ROOT,
              "prune %s (%s): %s by %s%n",
              group.description(),
              group.params(),
              group.amount(),
              group.schedule()));
    }
    leftAlone.forEach(left -> text.append("leave ").append(left).append(System.lineSeparator()));
    return text.toString().stripTrailing();
  }
}
