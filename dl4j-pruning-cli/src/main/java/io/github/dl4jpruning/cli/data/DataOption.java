package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.model.PrunableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import picocli.CommandLine.Option;

/** Labelled examples that a user names. */
public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Labelled examples: IDX, .csv, .npy, .npz, a folder of images by class, or what DL4J's"
              + " DataSet.save or MultiDataSet.save wrote.")
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
   * @return in the shapes that the network reads
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
      RawData raw =
          new DataFile(data, Optional.ofNullable(labels), labelColumn, limit).read(target);
      return target.fit(data, raw.scaled(scale), batch, limit);
    } catch (IOException e) {
      throw Failure.unreadable(e);
    }
  }
}
