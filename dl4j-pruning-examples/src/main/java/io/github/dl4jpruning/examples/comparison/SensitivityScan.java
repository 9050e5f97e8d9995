package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.analysis.Score;
import io.github.dl4jpruning.analysis.Sensitivity;
import io.github.dl4jpruning.analysis.SensitivityAnalysis;
import io.github.dl4jpruning.analysis.Suggestion;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.recipe.PruningRecipe;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sparsities of layers by a scan: of a dense network, trained by the same plan on all but a twelfth
 * of the training images, scored on that twelfth.
 */
public final class SensitivityScan {
  private static final Logger LOG = LoggerFactory.getLogger(SensitivityScan.class);
  private static final int VALIDATION_SHARE = 12;
  private static final int BATCH = 250;

  private SensitivityScan() {}

  /** The recipe with a sparsity for each layer, and the same in total. */
  public static PruningRecipe recipe(
      PruningRecipe recipe, double sparsity, TrainingPlan plan, ImageSet train) {
    ImageSet.Split images = train.split(Math.max(1, train.count() / VALIDATION_SHARE), plan.seed());
    Model dense = plan.network(images.train(), 1);
    DataSetIterator batches = images.train().iterator(plan.batch(), plan.seed());
    for (int epoch = 0; epoch < plan.epochs(); epoch++) {
      ((NeuralNetwork) dense).fit(batches);
    }
    Samples validation = Samples.of(images.validation().sequential(BATCH));
    Sensitivity sensitivity = SensitivityAnalysis.of(recipe, Score.accuracy(validation)).run(dense);
    Suggestion suggestion = sensitivity.suggest(sparsity);
    LOG.info("Scores by sparsity, one layer at a time:\n{}", sensitivity);
    LOG.info("So: {}", suggestion.sparsities());
    return suggestion.applyTo(recipe);
  }
}
