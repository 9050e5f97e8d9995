package io.github.dl4jpruning.examples;

import io.github.dl4jpruning.analysis.ModelComparison;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.facts.LatencyComparison;
import io.github.dl4jpruning.reporting.Course;
import io.github.dl4jpruning.reporting.PruningReport;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.factory.Nd4j;

/** The page that shows a comparison of networks. */
final class RunPage {
  private static final int BATCH = 250;
  private static final int TIMED_IMAGES = 64;
  private static final int PAIRS = 20;

  private RunPage() {}

  /**
   * Measures what the page tells besides the report's figures.
   *
   * @param outcome a dense network and a pruned one, at least
   * @param judge images of the closing accuracies
   */
  static PruningReport of(Comparison.Outcome outcome, ImageSet judge) {
    Report report = outcome.report();
    Report.Settings settings = report.settings();
    TrainedNetwork dense = outcome.trained().get(0);
    TrainedNetwork pruned = outcome.trained().get(1);
    Model small = pruned.network();
    PruningReport page =
        pruned
            .page()
            .orElseThrow()
            .titled("%s, %s".formatted(settings.training().model().title(), settings.dataset()))
            .fact("images learnt from", report.data().train())
            .fact("accuracy is of", report.data().evaluated())
            .fact("epochs", settings.training().epochs())
            .fact("images per training step", settings.training().batch())
            .fact("learning rate", settings.training().learningRate())
            .fact("L2", settings.training().l2())
            .fact("seed of the training", settings.training().seed())
            .with(
                ModelComparison.of(dense.network(), small, samples(outcome.seen()), samples(judge))
                    .with(
                        LatencyComparison.measure(
                            dense.network(),
                            small,
                            PAIRS,
                            Nd4j.zeros(TIMED_IMAGES, judge.shape().values()))))
            .with("dense", looks(dense))
            .with("pruned", looks(pruned));
    return outcome.trained().size() > 2
        ? page.with("from scratch", looks(outcome.trained().get(2)))
        : page;
  }

  private static Samples samples(ImageSet images) {
    return Samples.of(images.sequential(BATCH));
  }

  private static List<Course.Look> looks(TrainedNetwork trained) {
    return trained.course().stream()
        .map(look -> new Course.Look(look.iteration(), look.accuracy(), look.loss()))
        .toList();
  }
}
