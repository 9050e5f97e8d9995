package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.model.PrunableModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Option;

/** Labelled examples that a user names. */
public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Labelled examples: IDX, .csv, .npy, .npz, a folder of images by class, or what DL4J's"
              + " DataSet.save wrote.")
  private Path data;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Their labels, where those are a file of their own (IDX, .npy).")
  private Path labels;

  @Option(
      names = "--label-column",
      paramLabel = "COLUMN",
      defaultValue = "-1",
      description = "Of a .csv: its name, or its place from 0; the last by default.")
  private String labelColumn;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "What values are multiplied by; 1/255 for bytes of images, else 1.")
  private Optional<Double> scale = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Examples of a minibatch; 64 by default.")
  private int batch;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100000",
      description = "The most examples to read; 100000 by default.")
  private int limit;

  /** Whether there are any. */
  public boolean isGiven() {
    return data != null;
  }

  /** Checks the numbers, and that files are there, before long work. */
  public void check() throws Failure {
    if (batch < 1 || limit < 1) {
      throw Failure.usage(
          "--batch and --limit are at least 1, got %s and %s".formatted(batch, limit));
    }
    if (labels != null && data == null) {
      throw Failure.usage("--labels needs --data");
    }
    for (Path file :
        data == null ? List.<Path>of() : labels == null ? List.of(data) : List.of(data, labels)) {
      if (Files.notExists(file)) {
        throw Failure.unreadable("Can't read %s: there is no such file".formatted(file));
      }
    }
  }

  /**
   * Reads the examples.
   *
   * @param model what they are for
   * @param types its inputs; empty if unknown
   * @param assumed whether the types are only some that fit
   * @return in the shape that the network reads
   * @throws Failure if they can't be read, or do not fit
   */
  public LabelledData load(PrunableModel model, List<InputType> types, boolean assumed)
      throws Failure {
    check();
    if (data == null) {
      throw Failure.usage("This needs labelled examples: --data PATH");
    }
    Target target = Target.of(model, types, assumed);
    try {
      RawData raw = read(target);
      double factor = scale.orElse(raw.pixels() ? 1.0 / 255 : 1.0);
      INDArray features = factor == 1 ? raw.features() : raw.features().mul(factor);
      return target.fit(data, features, raw.labels(), batch, limit);
    } catch (IOException e) {
      throw Failure.unreadable(e);
    }
  }

  private RawData read(Target target) throws IOException, Failure {
    if (Files.isDirectory(data)) {
      InputType.InputTypeConvolutional size = target.image(data);
      return ImageFolder.read(
          data, (int) size.getHeight(), (int) size.getWidth(), (int) size.getChannels(), limit);
    }
    byte[] start = start(data);
    if (start.length < 4) {
      throw Failure.unreadable("%s is no data: it has %s bytes".formatted(data, start.length));
    }
    if (IdxReader.isIdx(start)) {
      return new RawData(IdxReader.read(data), labels(guessed()), true);
    }
    if (NpyReader.isNpy(start)) {
      return new RawData(NpyReader.read(data), labels(Optional.empty()), false);
    }
    if (start[0] == 'P' && start[1] == 'K') {
      return npz(NpyReader.readAll(data));
    }
    if (SavedDataSet.isDataSet(start) && start[1] == 0) {
      return SavedDataSet.read(data, start);
    }
    return CsvReader.read(data, labelColumn);
  }

  /** MNIST's names come in pairs. */
  private Optional<Path> guessed() {
    String name = data.getFileName().toString();
    Path other = data.resolveSibling(name.replace("images", "labels").replace("idx3", "idx1"));
    return Files.exists(other) && !other.equals(data) ? Optional.of(other) : Optional.empty();
  }

  private INDArray labels(Optional<Path> guessed) throws IOException, Failure {
    Path file =
        Optional.ofNullable(labels)
            .or(() -> guessed)
            .orElseThrow(
                () -> Failure.usage("%s has no labels: name them, --labels FILE".formatted(data)));
    byte[] start = start(file);
    return start.length >= 4 && NpyReader.isNpy(start)
        ? NpyReader.read(file)
        : IdxReader.read(file);
  }

  private RawData npz(Map<String, INDArray> arrays) throws Failure {
    for (List<String> names :
        List.of(List.of("x", "y"), List.of("features", "labels"), List.of("x_test", "y_test"))) {
      if (arrays.keySet().containsAll(names)) {
        return new RawData(arrays.get(names.get(0)), arrays.get(names.get(1)), false);
      }
    }
    throw Failure.unreadable(
        "%s holds %s: examples are named x and y, or features and labels"
            .formatted(data, arrays.keySet()));
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(4);
    }
  }
}
