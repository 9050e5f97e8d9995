package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.data.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Examples in the shape that a network reads.
 *
 * @param features along the first axis
 * @param labels likewise
 * @param batch examples of a minibatch, at least 1
 */
public record LabelledData(INDArray features, INDArray labels, int batch) {
  /** How many there are. */
  public long count() {
    return features.size(0);
  }

  /** In minibatches, in order. */
  public Samples samples() {
    return Samples.of(batches(0, count()));
  }

  /** In minibatches, for training. */
  public DataSetIterator iterator() {
    List<DataSet> single = batches(0, count());
    return new ListDataSetIterator<>(
        single.stream().flatMap(b -> b.asList().stream()).toList(), batch);
  }

  /** The first examples alone. */
  public INDArray firstFeatures(long most) {
    return part(features, 0, Math.min(most, count()));
  }

  /** A part of the examples. */
  public LabelledData part(long from, long to) {
    return new LabelledData(part(features, from, to), part(labels, from, to), batch);
  }

  /** In another order: files are often sorted by class. */
  public LabelledData shuffled(long seed) {
    DataSet all = new DataSet(features.dup(), labels.dup());
    all.shuffle(seed);
    return new LabelledData(all.getFeatures(), all.getLabels(), batch);
  }

  private List<DataSet> batches(long from, long to) {
    List<DataSet> batches = new ArrayList<>();
    for (long start = from; start < to; start += batch) {
      long end = Math.min(to, start + batch);
      batches.add(new DataSet(part(features, start, end), part(labels, start, end)));
    }
    return batches;
  }

  /** A copy of examples {@code from} to {@code to}, exclusively. */
  static INDArray part(INDArray array, long from, long to) {
    INDArrayIndex[] index = new INDArrayIndex[array.rank()];
    Arrays.fill(index, NDArrayIndex.all());
    index[0] = NDArrayIndex.interval(from, to);
    return array.get(index).dup('c');
  }
}
