package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.cli.console.Failure;
import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.dataset.DataSet;

/** Reads what DL4J's {@code DataSet.save} has written. */
final class SavedDataSet {
  /** In the first byte: serialized Java objects follow, whose code would be run. */
  private static final int METADATA = 32;

  private SavedDataSet() {}

  static boolean isDataSet(byte[] start) {
    return (start[0] & 3) == 3 && start[0] > 0;
  }

  static RawData read(Path file, byte[] start) throws IOException, Failure {
    if ((start[0] & METADATA) != 0) {
      throw Failure.unreadable(
          "%s holds serialized objects, whose code would be run: save the DataSet without metadata"
              .formatted(file));
    }
    DataSet data = new DataSet();
    try {
      data.load(file.toFile());
    } catch (RuntimeException e) {
      throw Failure.unreadable("%s is no DataSet that DL4J has saved".formatted(file));
    }
    if (data.getFeaturesMaskArray() != null || data.getLabelsMaskArray() != null) {
      throw Failure.unreadable("%s has masks over time steps, which are not read".formatted(file));
    }
    return RawData.of(data.getFeatures(), data.getLabels(), false);
  }
}
