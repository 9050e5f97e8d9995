package io.github.dl4jpruning.data;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;

/** Where a {@link ResumableIterator} gets its minibatches from. */
interface EpochSource {
  /**
   * Goes to a place.
   *
   * @return how many batches were there to be skipped: fewer than asked for if the epoch is shorter
   */
  int start(DataPosition position);

  boolean hasNext();

  DataSet next();

  boolean canRestart();

  int batch();

  int inputColumns();

  int totalOutcomes();

  List<String> labels();

  void setPreProcessor(DataSetPreProcessor preProcessor);

  Optional<DataSetPreProcessor> preProcessor();
}
