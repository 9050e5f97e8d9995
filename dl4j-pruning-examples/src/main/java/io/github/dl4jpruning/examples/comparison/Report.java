package io.github.dl4jpruning.examples.comparison;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.dl4jpruning.analysis.Footprint;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.examples.console.Progress;
import io.github.dl4jpruning.examples.console.Versions;
import io.github.dl4jpruning.examples.data.Augmentation;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/**
 * What {@code report.json} holds; each field is documented in {@code docs/report-json.md}.
 *
 * @param startedAt ISO 8601, UTC
 * @param settings what was asked for
 * @param data what was learnt from and judged by
 * @param iterations training steps of each network
 * @param dense the network without pruning
 * @param pruned the same network with pruning; of filters, made smaller
 * @param fromScratch a network as small as the pruned one, trained alone; null unless filters are
 *     pruned
 * @param parameters one entry per parameter array of the pruned network, as it was before it was
 *     made smaller
 * @param totals sums over them
 * @param events each mask change
 * @param versions what took part
 */
record Report(
    String startedAt,
    Settings settings,
    Data data,
    long iterations,
    Result dense,
    Result pruned,
    @JsonInclude(JsonInclude.Include.NON_NULL) Result fromScratch,
    List<Parameter> parameters,
    Totals totals,
    List<Change> events,
    Versions versions) {

  /** What was asked for. */
  record Settings(
      String dataset,
      EvaluateOn evaluateOn,
      TrainingPlan training,
      PruningPlan pruning,
      Augmentation augmentation) {}

  /** What was learnt from and judged by; numbers of images. */
  record Data(
      String name,
      String train,
      String evaluated,
      int trainImages,
      int validationImages,
      int evaluatedImages,
      int trainAccuracyImages) {}

  /** One network after training; accuracies are 0 to 1; the cost is null if nobody asked. */
  record Result(
      double accuracy,
      double trainAccuracy,
      double gap,
      double trainingSeconds,
      List<Progress.Look> course,
      Files files,
      @JsonInclude(JsonInclude.Include.NON_NULL) Cost cost) {
    static Result of(TrainedNetwork trained, double accuracy, double trainAccuracy, Cost cost) {
      return new Result(
          accuracy,
          trainAccuracy,
          trainAccuracy - accuracy,
          trained.took().toNanos() / 1e9,
          trained.course(),
          Files.of(trained.network()),
          cost);
    }
  }

  /**
   * What a network takes on the disk, in bytes, without updater state.
   *
   * @param zip in DL4J's form
   * @param small in that of {@code PrunedModelFile}
   */
  public record Files(long zip, long small) {
    static Files of(Model network) {
      Footprint footprint = Footprint.of(network);
      return new Files(footprint.dl4jFileBytes(), footprint.fileBytes());
    }
  }

  /** One parameter array; sparsity is 0 to 1. */
  record Parameter(
      String key,
      String layer,
      List<Long> shape,
      long parameters,
      long kept,
      double sparsity,
      boolean masked) {
    static Parameter of(ModelParam param, Optional<Mask> mask) {
      return new Parameter(
          param.key(),
          param.layerClass().map(Report::word).orElse(param.layer()),
          param.shape(),
          param.length(),
          mask.map(Mask::kept).orElse(param.length()),
          mask.map(Mask::sparsity).orElse(0.0),
          mask.isPresent());
    }
  }

  /** Sums: of the parameters with a mask ("weights"), and of all. */
  record Totals(
      long weights,
      long keptWeights,
      double sparsity,
      long parameters,
      long keptParameters,
      double sparsityOfAll) {
    static Totals of(MaskStore masks, long parameters) {
      long removed = masks.length() - masks.kept();
      return new Totals(
          masks.length(),
          masks.kept(),
          masks.sparsity(),
          parameters,
          parameters - removed,
          (double) removed / parameters);
    }
  }

  /** One mask change. */
  record Change(
      String kind,
      long iteration,
      long epoch,
      double target,
      double sparsity,
      long removed,
      long returned,
      double milliseconds) {
    static Change of(PruningHistory.Change event) {
      return new Change(
          event.kind().name().toLowerCase(Locale.ROOT),
          event.iteration(),
          event.epoch(),
          event.target().orElseThrow(),
          event.sparsity(),
          event.removed(),
          event.returned(),
          event.took().toNanos() / 1e6);
    }
  }

  /** The parameters of a network beside their masks. */
  static List<Parameter> parameters(Model network, MaskStore masks) {
    return PrunableModel.of(network).params().stream()
        .map(param -> Parameter.of(param, masks.get(param.key())))
        .toList();
  }

  /** For example {@code convolution} for ConvolutionLayer, without what all of a kind share. */
  private static String word(Class<?> layer) {
    return layer.getSimpleName().replaceAll("^Batch|Layer$", "").toLowerCase(Locale.ROOT);
  }
}
