package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.cli.console.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Examples in a file, or a folder of images; what it is in is told by its first bytes.
 *
 * @param path where
 * @param labels a file of their own; empty if there is none, or it is to be guessed
 * @param labelColumn of a table
 * @param limit the most examples to read, where that saves time
 */
record DataFile(Path path, Optional<Path> labels, String labelColumn, int limit) {
  private static final List<List<String>> PAIRS =
      List.of(List.of("x", "y"), List.of("features", "labels"), List.of("x_test", "y_test"));

  RawData read(Target target) throws IOException, Failure {
    boolean folder = Files.isDirectory(path);
    byte[] start = folder ? new byte[0] : start(path);
    if (!folder && start.length < 4) {
      throw Failure.unreadable("%s is no data: it has %s bytes".formatted(path, start.length));
    }
    if (!folder && start[0] == 'P' && start[1] == 'K') {
      return npz(NpyReader.readAll(path), target);
    }
    if (!folder && SavedMultiDataSet.isMultiDataSet(start)) {
      return SavedMultiDataSet.read(path, target);
    }
    if (!target.isSingle()) {
      throw Failure.unfit(
          "The network has the inputs %s and the outputs %s: --data is an .npz with arrays of these names, or what MultiDataSet.save wrote"
              .formatted(target.inputNames(), target.outputNames()));
    }
    return folder ? images(target) : single(start);
  }

  private RawData images(Target target) throws IOException, Failure {
    InputType.InputTypeConvolutional size = target.inputs().get(0).image(path);
    return ImageFolder.read(
        path, (int) size.getHeight(), (int) size.getWidth(), (int) size.getChannels(), limit);
  }

  private RawData single(byte[] start) throws IOException, Failure {
    if (IdxReader.isIdx(start)) {
      return RawData.of(IdxReader.read(path), labels(guessed()), true);
    }
    if (NpyReader.isNpy(start)) {
      return RawData.of(NpyReader.read(path), labels(Optional.empty()), false);
    }
    if (SavedDataSet.isDataSet(start) && start[1] == 0) {
      return SavedDataSet.read(path, start);
    }
    return CsvReader.read(path, labelColumn);
  }

  /** MNIST's names come in pairs. */
  private Optional<Path> guessed() {
    String name = path.getFileName().toString();
    Path other = path.resolveSibling(name.replace("images", "labels").replace("idx3", "idx1"));
    return Files.exists(other) && !other.equals(path) ? Optional.of(other) : Optional.empty();
  }

  private INDArray labels(Optional<Path> guessed) throws IOException, Failure {
    Path file =
        labels
            .or(() -> guessed)
            .orElseThrow(
                () -> Failure.usage("%s has no labels: name them, --labels FILE".formatted(path)));
    byte[] start = start(file);
    return start.length >= 4 && NpyReader.isNpy(start)
        ? NpyReader.read(file)
        : IdxReader.read(file);
  }

  private RawData npz(Map<String, INDArray> arrays, Target target) throws Failure {
    List<String> inputs = target.inputNames();
    List<String> outputs = target.outputNames();
    if (Stream.concat(inputs.stream(), outputs.stream()).allMatch(arrays::containsKey)) {
      return new RawData(
          inputs.stream().map(arrays::get).toList(),
          outputs.stream().map(arrays::get).toList(),
          false);
    }
    if (!target.isSingle()) {
      throw Failure.unreadable(
          "%s holds %s: its arrays are named as the network's inputs %s and outputs %s"
              .formatted(path, arrays.keySet(), inputs, outputs));
    }
    for (List<String> names : PAIRS) {
      if (arrays.keySet().containsAll(names)) {
        return RawData.of(arrays.get(names.get(0)), arrays.get(names.get(1)), false);
      }
    }
    throw Failure.unreadable(
        "%s holds %s: examples are named x and y, or features and labels"
            .formatted(path, arrays.keySet()));
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(4);
    }
  }
}
