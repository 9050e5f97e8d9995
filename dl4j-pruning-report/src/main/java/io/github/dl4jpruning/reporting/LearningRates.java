package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.model.PrunableModel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.learning.config.IUpdater;

/** What steps a network's updaters make now. */
final class LearningRates {
  private LearningRates() {}

  /**
   * The learning rates of a network.
   *
   * @param iteration of DL4J's count
   * @return {@code learning_rate} if they are all the same, else {@code learning_rate_of/LAYER} for
   *     each; none where updaters have no learning rate
   */
  static Map<String, Double> of(PrunableModel model, int iteration) {
    Map<String, Double> rates = new LinkedHashMap<>();
    model
        .existingUpdater()
        .ifPresent(
            updater -> {
              for (UpdaterBlock block : updater.getUpdaterBlocks()) {
                IUpdater config = block.getGradientUpdater().getConfig();
                if (config.hasLearningRate()) {
                  double rate = config.getLearningRate(iteration, model.epochs());
                  block
                      .getLayersAndVariablesInBlock()
                      .forEach(
                          part ->
                              rates.putIfAbsent(
                                  "learning_rate_of/" + part.getLayer().getConfig().getLayerName(),
                                  rate));
                }
              }
            });
    return rates.values().stream().distinct().count() == 1
        ? Map.of("learning_rate", rates.values().iterator().next())
        : rates;
  }
}
