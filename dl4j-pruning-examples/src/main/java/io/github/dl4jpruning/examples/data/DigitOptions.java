package io.github.dl4jpruning.examples.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which digits to learn, on the command line of several programs. */
public final class DigitOptions {
  @Option(
      names = "--dataset",
      defaultValue = "drawn",
      paramLabel = "NAME",
      description = "drawn: digits that this program draws; mnist. Default: drawn.")
  private DigitDataset dataset;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with MNIST's four files; else DL4J's cache, else a download.")
  private Path data;

  @Option(names = "--images", paramLabel = "N", description = "Use the first N training images.")
  private Integer count;

  /** Loads them. */
  public TrainTest load() throws IOException, InterruptedException {
    TrainTest all = dataset.load(Optional.ofNullable(data));
    return count == null ? all : new TrainTest(all.train().first(count), all.test());
  }

  /** The name of the data set. */
  @Override
  public String toString() {
    return dataset.toString();
  }
}
