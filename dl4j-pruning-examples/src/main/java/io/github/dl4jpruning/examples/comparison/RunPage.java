package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.analysis.ModelComparison;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.examples.console.Progress;
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
   * @param report all figures
   * @param trained a dense network and a pruned one, at least
   * @param seen images that were learnt from, as many as judge
   * @param judge images of the closing accuracies
   */
  static PruningReport of(
      Report report, List<TrainedNetwork> trained, ImageSet seen, ImageSet judge) {
    Report.Settings settings = report.settings();
    TrainedNetwork dense = trained.get(0);
    TrainedNetwork pruned = trained.get(1);
    Model small = pruned.network();
    PruningReport page =
        pruned
            .page()
            .orElseThrow()
            .titled("%s, %s".formatted(settings.training().model().title(), settings.dataset()))
            .fact("images learnt from", images(report.data().trainImages(), report.data().train()))
            .fact(
                "accuracy is of",
                images(report.data().evaluatedImages(), report.data().evaluated()))
            .fact("epochs", settings.training().epochs())
            .fact("images per training step", settings.training().batch())
            .fact("learning rate", settings.training().learningRate())
            .fact("L2", settings.training().l2())
            .fact("seed of the training", settings.training().seed())
            .with(
                ModelComparison.of(dense.network(), small, samples(seen), samples(judge))
                    .with(
                        LatencyComparison.measure(
                            dense.network(),
                            small,
                            PAIRS,
                            Nd4j.zeros(TIMED_IMAGES, judge.shape().values()))))
            .with("dense", looks(dense.course()))
            .with("pruned", looks(pruned.course()));
    return trained.size() > 2 ? page.with("from scratch", looks(trained.get(2).course())) : page;
  }

  /** For example {@code 270: the first 300 of 5000 things drawn by the program; training part}. */
  private static String images(int count, String description) {
    return description.startsWith(count + " ") ? description : count + ": " + description;
  }

  private static Samples samples(ImageSet images) {
    return Samples.of(images.sequential(BATCH));
  }

  static List<Course.Look> looks(List<Progress.Look> course) {
    return course.stream()
        .map(look -> new Course.Look(look.iteration(), look.accuracy(), look.loss()))
        .toList();
  }
}
