package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.analysis.ModelComparison;
import io.github.dl4jpruning.analysis.Sensitivity;
import io.github.dl4jpruning.analysis.TradeOff;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of a run when its report is made.
 *
 * @param facts of the user's own, with their values, in order
 * @param model the pruned network
 * @param masks of it
 * @param status empty if there was no listener
 * @param recipe empty if masks were given instead
 * @param history without changes if there was no listener
 * @param courses looks by network, in order
 * @param before the network as it was before pruning, if the user has it
 * @param comparison if the user made one
 * @param sensitivity likewise
 * @param tradeOff likewise
 */
record Run(
    Map<String, Object> facts,
    PrunableModel model,
    MaskStore masks,
    Optional<PruningStatus> status,
    Optional<ResolvedRecipe> recipe,
    PruningHistory history,
    Map<String, List<Course.Look>> courses,
    Optional<PrunableModel> before,
    Optional<ModelComparison> comparison,
    Optional<Sensitivity> sensitivity,
    Optional<TradeOff> tradeOff) {}
