package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.cli.console.Failure;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads what DL4J's {@code MultiDataSet.save} has written. Not by its {@code load}, which runs the
 * code of whatever is serialized behind the arrays.
 */
final class SavedMultiDataSet {
  private static final int MOST_ARRAYS = 255;

  private SavedMultiDataSet() {}

  /** It begins with the number of its features' arrays. */
  static boolean isMultiDataSet(byte[] start) {
    return start[0] == 0 && start[1] == 0 && start[2] == 0 && start[3] != 0;
  }

  static RawData read(Path file, Target target) throws IOException, Failure {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int features = in.readInt();
      int labels = in.readInt();
      int masks = Math.max(in.readInt(), in.readInt());
      if (features < 1 || features > MOST_ARRAYS || labels < 1 || labels > MOST_ARRAYS) {
        throw noMultiDataSet(file);
      }
      if (masks != 0) {
        throw Failure.unreadable(
            "%s has masks over time steps, which are not read".formatted(file));
      }
      if (features != target.inputs().size() || labels != target.outputs().size()) {
        throw Failure.unfit(
            "%s has %s arrays of features and %s of labels, but the network has the inputs %s and the outputs %s"
                .formatted(file, features, labels, target.inputNames(), target.outputNames()));
      }
      RawData data = new RawData(arrays(in, features), arrays(in, labels), false);
      if (in.read() >= 0) {
        throw Failure.unreadable(
            "%s holds serialized objects, whose code would be run: save the MultiDataSet without metadata"
                .formatted(file));
      }
      return data;
    } catch (IOException | RuntimeException e) {
      throw noMultiDataSet(file);
    }
  }

  private static List<INDArray> arrays(DataInputStream in, int count) throws IOException {
    List<INDArray> arrays = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arrays.add(Nd4j.read(in));
    }
    return arrays;
  }

  private static Failure noMultiDataSet(Path file) {
    return Failure.unreadable("%s is no MultiDataSet that DL4J has saved".formatted(file));
  }
}
