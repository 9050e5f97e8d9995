package io.github.dl4jpruning.examples.spark;

import io.github.dl4jpruning.examples.data.DrawnDigits;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.data.ImageSource;
import io.github.dl4jpruning.examples.data.TrainTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.dataset.DataSet;

/** Digits as Spark has them. */
final class Images {
  /** Images of a minibatch. */
  static final int BATCH = 64;

  /** Less than a megabyte; Spark warns of tasks that carry more. */
  private static final int BATCHES_OF_A_SLICE = 4;

  private Images() {}

  /** MNIST from a folder; else digits that the program draws. */
  static TrainTest load(Optional<Path> folder) throws IOException {
    return folder.isPresent()
        ? ImageSource.mnist().load(folder.get())
        : new TrainTest(DrawnDigits.train(), DrawnDigits.test());
  }

  /** Minibatches, moved to the executors, where DL4J keeps them: they go out once. */
  static JavaRDD<DataSet> distribute(
      JavaSparkContext spark, ImageSet images, long seed, int workers) {
    List<DataSet> batches = new ArrayList<>();
    images.iterator(BATCH, seed).forEachRemaining(batches::add);
    int slices = 1 + batches.size() / BATCHES_OF_A_SLICE;
    return spark.parallelize(batches, slices).repartition(workers);
  }
}
