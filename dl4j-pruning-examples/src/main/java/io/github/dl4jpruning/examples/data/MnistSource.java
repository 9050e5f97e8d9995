package io.github.dl4jpruning.examples.data;

import io.github.dl4jpruning.examples.data.Downloader.RemoteFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds MNIST: 60,000 training and 10,000 test images of handwritten digits (LeCun, Bottou, Bengio
 * and Haffner, 1998).
 *
 * <p>{@link #load(Path)} reads a folder and nothing else. {@link #load()} takes the folder where
 * Deeplearning4j keeps its own copy, if all four files are there and readable; else it downloads
 * them, once. Each says where the images came from: in a log line, and in {@link
 * ImageSet#description()}. There is no other data set to fall back to. Thread-safe, but one
 * download at a time.
 */
public final class MnistSource {

  private static final Logger log = LoggerFactory.getLogger(MnistSource.class);

  private static final String NAME = "mnist";

  private static final List<RemoteFile> FILES =
      List.of(
          new RemoteFile(
              IdxFiles.TRAIN_IMAGES + ".gz",
              9_912_422,
              "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
          new RemoteFile(
              IdxFiles.TRAIN_LABELS + ".gz",
              28_881,
              "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
          new RemoteFile(
              IdxFiles.TEST_IMAGES + ".gz",
              1_648_877,
              "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
          new RemoteFile(
              IdxFiles.TEST_LABELS + ".gz",
              4_542,
              "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"));

  /** Deeplearning4j's own host was switched off in 2024, and yann.lecun.com refuses downloads. */
  private static final List<URI> MIRRORS =
      List.of(
          URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
          URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"),
          URI.create("https://systemds.apache.org/assets/datasets/mnist/"),
          URI.create("https://raw.githubusercontent.com/fgnt/mnist/master/"));

  private final Path dl4jFolder;
  private final Path downloadFolder;
  private final List<URI> mirrors;
  private final List<RemoteFile> files;
  private final Downloader downloader;

  MnistSource(
      Path dl4jFolder,
      Path downloadFolder,
      List<URI> mirrors,
      List<RemoteFile> files,
      Downloader downloader) {
    this.dl4jFolder = dl4jFolder;
    this.downloadFolder = downloadFolder;
    this.mirrors = List.copyOf(mirrors);
    this.files = List.copyOf(files);
    this.downloader = downloader;
  }

  /**
   * Knows Deeplearning4j's folder ({@code ~/.deeplearning4j/data/MNIST}, or {@code data/MNIST}
   * below the system property {@code org.deeplearning4j.resources.directory}), our own ({@code
   * ~/.cache/dl4j-pruning/mnist}) and four public mirrors.
   *
   * @return where MNIST usually is
   */
  public static MnistSource standard() {
    Path home = Path.of(System.getProperty("user.home"));
    String dl4j =
        System.getProperty(
            "org.deeplearning4j.resources.directory", home.resolve(".deeplearning4j").toString());
    return new MnistSource(
        Path.of(dl4j, "data", "MNIST"),
        home.resolve(".cache").resolve("dl4j-pruning").resolve("mnist"),
        MIRRORS,
        FILES,
        new Downloader(Duration.ofSeconds(20), Duration.ofSeconds(30)));
  }

  /**
   * Reads the four files from a folder, whatever their checksum: any data in their format will do.
   *
   * @param folder has {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code
   *     t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each with or without {@code
   *     .gz}, or with a dot before {@code idx}
   * @return the images
   * @throws IOException if a file is missing, unreadable, or not what its name says
   */
  public TrainTest load(Path folder) throws IOException {
    return read(folder, "from the folder " + folder);
  }

  /**
   * Reads MNIST from Deeplearning4j's folder, else from our own, after a download if need be.
   *
   * @return the images
   * @throws IOException if the download fails; the message names every mirror with its reason, the
   *     four files, and where to put them
   * @throws InterruptedException if the thread was interrupted during the download; the next call
   *     resumes it
   */
  public TrainTest load() throws IOException, InterruptedException {
    List<String> missing = IdxFiles.missing(dl4jFolder);
    if (missing.isEmpty()) {
      try {
        return read(dl4jFolder, "from Deeplearning4j's folder " + dl4jFolder);
      } catch (IOException e) {
        log.warn("Deeplearning4j's copy of MNIST is no use: {}", e.getMessage());
      }
    } else {
      log.info("MNIST is not in {}: no {}", dl4jFolder, String.join(", ", missing));
    }
    try {
      for (RemoteFile file : files) {
        downloader.get(file, mirrors, downloadFolder);
      }
    } catch (IOException e) {
      throw new IOException(
          "MNIST could not be downloaded. %s\nGet %s from elsewhere, put them into %s, and start again; or name their folder with --data"
              .formatted(
                  e.getMessage(),
                  files.stream().map(RemoteFile::name).collect(Collectors.joining(", ")),
                  downloadFolder),
          e);
    }
    return read(downloadFolder, "downloaded to " + downloadFolder);
  }

  private static TrainTest read(Path folder, String origin) throws IOException {
    TrainTest data = IdxFiles.read(folder, NAME, origin);
    log.info("MNIST: {}; {}", data.train().description(), data.test().description());
    return data;
  }
}
