package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.facts.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How two networks stand disturbed images: both see the same noise, which depends on the seed and
 * on an image's place among the samples, not on minibatches or threads.
 *
 * @param rows one for each noise, in the order given
 */
public record Robustness(List<Row> rows) {
  /**
   * Accuracies under one noise.
   *
   * @param noise such as {@code Gaussian[deviation=0.1]}
   * @param dense accuracy of the first network, 0 to 1
   * @param pruned of the second
   */
  public record Row(String noise, double dense, double pruned) {}

  /** Copies the list. */
  public Robustness {
    rows = List.copyOf(rows);
  }

  /**
   * Measures.
   *
   * @param dense a network of one input
   * @param pruned another of the same input
   * @param samples images [n, channels · height · width] or [n, channels, height, width], labelled
   *     one-hot
   * @param format the images' shape and range
   * @param seed of the noise
   * @param noises one for each kind and strength
   * @return a row for each
   * @throws IllegalArgumentException if the images are of another shape
   */
  public static Robustness of(
      Model dense, Model pruned, Samples samples, ImageFormat format, long seed, Noise... noises) {
    List<MultiDataSet> batches = samples.batches();
    List<Row> rows = new ArrayList<>();
    for (Noise noise : noises) {
      List<MultiDataSet> disturbed = new ArrayList<>();
      SplittableRandom streams = new SplittableRandom(seed);
      batches.forEach(batch -> disturbed.add(disturbed(batch, noise, format, streams)));
      rows.add(
          new Row(
              noise.toString(),
              Quality.evaluate(dense, disturbed).accuracy(),
              Quality.evaluate(pruned, disturbed).accuracy()));
    }
    return new Robustness(rows);
  }

  /**
   * Disturbs a minibatch.
   *
   * @param streams gives one generator to each image
   */
  static MultiDataSet disturbed(
      MultiDataSet batch, Noise noise, ImageFormat format, SplittableRandom streams) {
    INDArray features = batch.getFeatures(0);
    int images = (int) features.size(0);
    if (features.length() != (long) images * format.values()) {
      throw new IllegalArgumentException(
          "The features have shape %s, but the images are said to have %s channels of %s × %s"
              .formatted(
                  List.of(Arrays.stream(features.shape()).boxed().toArray()),
                  format.channels(),
                  format.height(),
                  format.width()));
    }
    double[] values = features.dup('c').data().asDouble();
    for (int i = 0; i < images; i++) {
      int from = i * format.values();
      double[] image = Arrays.copyOfRange(values, from, from + format.values());
      noise.disturb(image, format, streams.split());
      System.arraycopy(image, 0, values, from, image.length);
    }
    INDArray noisy =
        Nd4j.createFromArray(values).castTo(features.dataType()).reshape('c', features.shape());
    return new org.nd4j.linalg.dataset.MultiDataSet(noisy, batch.getLabels(0));
  }

  /**
   * A row for each noise.
   *
   * @return columns noise, dense, pruned, difference
   */
  public Table table() {
    return new Table(
        List.of("noise", "dense", "pruned", "difference"),
        rows.stream()
            .map(
                row ->
                    List.<Object>of(
                        row.noise(), row.dense(), row.pruned(), row.pruned() - row.dense()))
            .toList());
  }

  /** The table in plain text. */
  @Override
  public String toString() {
    return table().text();
  }
}
