package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.analysis.Score;
import io.github.dl4jpruning.analysis.Sensitivity;
import io.github.dl4jpruning.analysis.SensitivityAnalysis;
import io.github.dl4jpruning.analysis.Suggestion;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sparsities of layers by a scan: of a dense network, trained by the same plan on all but a twelfth
 * of the training images, scored on that twelfth.
 */
final class SensitivityScan {
  private static final Logger LOG = LoggerFactory.getLogger(SensitivityScan.class);
  private static final int VALIDATION_SHARE = 12;
  private static final int BATCH = 250;

  private SensitivityScan() {}

  /** The recipe with a sparsity for each layer, and the same in total. */
  static PruningRecipe recipe(
      PruningRecipe recipe, double sparsity, TrainingPlan plan, ImageSet train) {
    ImageSet.Split images = train.split(Math.max(1, train.count() / VALIDATION_SHARE), plan.seed());
    Model dense = new Trainer(plan, images.train(), Optional.empty(), 0).dense(now -> {}).network();
    Samples validation = Samples.of(images.validation().sequential(BATCH));
    Sensitivity sensitivity = SensitivityAnalysis.of(recipe, Score.accuracy(validation)).run(dense);
    Suggestion suggestion = sensitivity.suggest(sparsity);
    LOG.info("Scores by sparsity, one layer at a time:\n{}", sensitivity);
    LOG.info("So: {}", suggestion.sparsities());
    return suggestion.applyTo(recipe);
  }
}
