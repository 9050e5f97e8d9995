package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.data.ResumableMultiIterator;
import io.github.dl4jpruning.data.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Examples in the shapes that a network reads.
 *
 * @param features for each input, along the first axis
 * @param labels for each output, likewise
 * @param batch examples of a minibatch, at least 1
 */
public record LabelledData(List<INDArray> features, List<INDArray> labels, int batch) {
  /** How many there are. */
  public long count() {
    return features.get(0).size(0);
  }

  /** Whether the first output tells classes, at which accuracy is measured. */
  public boolean hasClasses() {
    return labels.get(0).size(1) > 1;
  }

  /** In minibatches, in order. */
  public Samples samples() {
    List<MultiDataSet> batches = new ArrayList<>();
    for (long start = 0; start < count(); start += batch) {
      batches.add(part(start, Math.min(count(), start + batch)).whole());
    }
    return Samples.ofMulti(batches);
  }

  /** In minibatches, for training: in another order in each epoch, files are often sorted. */
  public MultiDataSetIterator iterator(long seed) {
    return ResumableMultiIterator.of(whole(), batch, seed);
  }

  /** A part of the examples. */
  public LabelledData part(long from, long to) {
    return new LabelledData(
        features.stream().map(array -> part(array, from, to)).toList(),
        labels.stream().map(array -> part(array, from, to)).toList(),
        batch);
  }

  /** In another order. */
  public LabelledData shuffled(long seed) {
    LabelledData copy = part(0, count());
    List<INDArray> all = Stream.concat(copy.features.stream(), copy.labels.stream()).toList();
    List<int[]> axes =
        all.stream().map(array -> IntStream.range(1, array.rank()).toArray()).toList();
    Nd4j.shuffle(all, new Random(seed), axes);
    return copy;
  }

  private MultiDataSet whole() {
    return new MultiDataSet(features.toArray(INDArray[]::new), labels.toArray(INDArray[]::new));
  }

  /** A copy of examples {@code from} to {@code to}, exclusively. */
  static INDArray part(INDArray array, long from, long to) {
    INDArrayIndex[] index = new INDArrayIndex[array.rank()];
    Arrays.fill(index, NDArrayIndex.all());
    index[0] = NDArrayIndex.interval(from, to);
    return array.get(index).dup('c');
  }
}
