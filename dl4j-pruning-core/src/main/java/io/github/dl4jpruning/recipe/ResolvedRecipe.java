package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.mask.PrunedUnits;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.MaskSelector;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Pool;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A recipe applied to one network: explicit lists instead of filters.
 *
 * @param recipe where it comes from
 * @param groups the parameters of each target, in the recipe's order, the default last; none empty
 * @param leftAlone all parameters whose outputs stay, each with the reason
 * @param macs multiply-accumulate operations per weight, by parameter key; empty if no amount
 *     counts them
 */
public record ResolvedRecipe(
    PruningRecipe recipe, List<Group> groups, List<LeftAlone> leftAlone, Map<String, Long> macs) {
  /**
   * Parameters that share an amount and a schedule.
   *
   * @param description the filter, or what the rest is called
   * @param pools the parameters with their units, sorted by offset, at least one
   * @param amount how much in the end
   * @param schedule how it rises
   */
  public record Group(String description, List<Pool> pools, Amount amount, Schedule schedule) {
    /** Copies the list. */
    public Group {
      pools = List.copyOf(pools);
    }

    /**
     * The parameters.
     *
     * @return sorted by offset, at least one
     */
    public List<ModelParam> params() {
      return pools.stream().flatMap(pool -> pool.params().stream()).distinct().toList();
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
    macs = Map.copyOf(macs);
  }

  /**
   * Applies a recipe.
   *
   * @param recipe the recipe
   * @param model the network
   * @return the explicit form
   * @throws IllegalArgumentException if the recipe names something that does not exist, picks
   *     nothing that can be pruned, combines what does not go together, or asks for more than its
   *     limits allow
   */
  public static ResolvedRecipe of(PruningRecipe recipe, PrunableModel model) {
    return Resolver.resolve(
        recipe, model, Fit.countsMacs(recipe) ? Fit.macs(recipe, model) : Map.of());
  }

  /**
   * Applies a recipe whose operations were counted before.
   *
   * @param recipe the recipe
   * @param model the network
   * @param macs multiply-accumulate operations per weight, by parameter key
   * @return the explicit form
   * @throws IllegalArgumentException as {@link #of(PruningRecipe, PrunableModel)}
   */
  public static ResolvedRecipe of(
      PruningRecipe recipe, PrunableModel model, Map<String, Long> macs) {
    return Resolver.resolve(recipe, model, macs);
  }

  /**
   * All parameters that are pruned.
   *
   * @return group by group
   */
  public List<ModelParam> params() {
    return groups.stream().flatMap(group -> group.params().stream()).distinct().toList();
  }

  /**
   * The same parameters in another network, such as what is left of the first one.
   *
   * @param model has a parameter of each key
   * @return group by group
   */
  public List<ModelParam> paramsIn(PrunableModel model) {
    return params().stream().map(param -> model.param(param.key())).toList();
  }

  /**
   * All parameters that are pruned, with their units.
   *
   * @return group by group
   */
  public List<Pool> pools() {
    return groups.stream().flatMap(group -> group.pools().stream()).toList();
  }

  /**
   * The selector of a group.
   *
   * @param group one of this recipe's
   * @return a selector with the recipe's allocation and limits
   */
  public MaskSelector selector(Group group) {
    return new MaskSelector(recipe.allocation(), group.amount(), recipe.limits(), macs);
  }

  /**
   * The sparsity wanted over all pruned parameters at some progress.
   *
   * @param progress 0 to 1
   * @return 0 (included) to 1 (excluded), as whole units allow, in units (or what the amounts
   *     count); empty where a threshold makes sparsity a result
   */
  public OptionalDouble sparsityAt(double progress) {
    double removed = 0;
    double length = 0;
    for (Group group : groups) {
      OptionalDouble sparsity =
          selector(group)
              .sparsity(group.pools(), target -> group.schedule().sparsityAt(progress, target));
      if (sparsity.isEmpty()) {
        return sparsity;
      }
      removed += size(group) * sparsity.getAsDouble();
      length += size(group);
    }
    return OptionalDouble.of(removed / length);
  }

  /**
   * What masks prune, over all pruned parameters.
   *
   * @param masks by parameter key
   * @return in units; the sparsity in what the amounts count
   */
  public PrunedUnits reached(MaskStore masks) {
    double removed = 0;
    long kept = 0;
    long total = 0;
    Set<String> measures = new LinkedHashSet<>();
    for (Group group : groups) {
      MaskSelector selector = selector(group);
      removed += size(group) * selector.reached(group.pools(), masks);
      kept += MaskSelector.keptUnits(group.pools(), masks);
      total += size(group);
      measures.add(selector.countsUnits(group.pools()) ? units() : selector.noun(group.pools()));
    }
    return new PrunedUnits(
        units(), total - kept, total, removed / total, String.join(" or ", measures));
  }

  private static long size(Group group) {
    return group.pools().stream().mapToLong(pool -> pool.units().count()).sum();
  }

  /**
   * What will come out other than asked for: where each parameter keeps a unit though the target
   * would leave none, and where units are so large that less may remain than may.
   *
   * @return sentences for the user; usually none
   */
  public List<String> remarks() {
    return groups.stream()
        .flatMap(group -> selector(group).remarks(group.pools()).stream())
        .toList();
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
        .finalSparsities(group.pools())
        .anyMatch(target -> recipe.cadence().falls(group.schedule(), target));
  }

  /**
   * One line per group, such as {@code prune weights (0_W[784, 300]): 90 % of the weights, cubic,
   * by magnitude (L1)}, and one per reason to leave parameters alone.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Group group : groups) {
      text.append(
          String.format(
              Locale.ROOT,
              "prune %s%s (%s): %s, %s, by %s%n",
              group.description(),
              recipe.granularity() instanceof Granularity.Weight ? "" : ", " + recipe.granularity(),
              group.params(),
              group.amount() instanceof Amount.Sparsity
                  ? "%s of the %s".formatted(group.amount(), units())
                  : group.amount(),
              Words.of(group.schedule()),
              Words.of(recipe.criterion())));
    }
    leftAlone.stream()
        .collect(
            Collectors.groupingBy(
                LeftAlone::reason,
                LinkedHashMap::new,
                Collectors.mapping(LeftAlone::param, Collectors.toList())))
        .forEach(
            (reason, params) ->
                text.append(String.format(Locale.ROOT, "leave (%s): %s%n", params, reason)));
    return text.toString().stripTrailing();
  }

  private String units() {
    return recipe.granularity().units();
  }
}
