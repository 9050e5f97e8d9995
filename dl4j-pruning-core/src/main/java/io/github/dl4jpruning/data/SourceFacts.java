package io.github.dl4jpruning.data;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** What DL4J asks a DataSetIterator for besides minibatches. */
interface SourceFacts {
  int inputColumns();

  int totalOutcomes();

  List<String> labels();

  void setPreProcessor(DataSetPreProcessor preProcessor);

  /** Null for none, as DL4J has it. */
  @Nullable DataSetPreProcessor preProcessor();

  /** The same minibatch, changed in place where nobody else does it. */
  DataSet preProcessed(DataSet batch);

  /** Of the iterators inside, which do their own preprocessing. */
  record OfIterators(IteratorPerEpoch<DataSet, DataSetIterator> source) implements SourceFacts {
    @Override
    public int inputColumns() {
      return source.current().inputColumns();
    }

    @Override
    public int totalOutcomes() {
      return source.current().totalOutcomes();
    }

    @Override
    public List<String> labels() {
      return source.current().getLabels();
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
      source.prepare(iterator -> iterator.setPreProcessor(preProcessor));
    }

    @Override
    public @Nullable DataSetPreProcessor preProcessor() {
      return source.current().getPreProcessor();
    }

    @Override
    public DataSet preProcessed(DataSet batch) {
      return batch;
    }
  }

  /** Of examples in memory. */
  final class OfExamples implements SourceFacts {
    private final DataSet first;
    private @Nullable DataSetPreProcessor preProcessor;

    OfExamples(DataSet first) {
      this.first = first;
    }

    @Override
    public int inputColumns() {
      return perExample(first.getFeatures());
    }

    @Override
    public int totalOutcomes() {
      return perExample(first.getLabels());
    }

    private static int perExample(INDArray array) {
      return array.rank() < 2 ? 1 : (int) array.size(1);
    }

    @Override
    public List<String> labels() {
      return first.getLabelNamesList();
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor own) {
      preProcessor = own;
    }

    @Override
    public @Nullable DataSetPreProcessor preProcessor() {
      return preProcessor;
    }

    @Override
    public DataSet preProcessed(DataSet batch) {
      if (preProcessor != null) {
        preProcessor.preProcess(batch);
      }
      return batch;
    }
  }
}
