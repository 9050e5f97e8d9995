package io.github.dl4jpruning.examples.data;

import io.github.dl4jpruning.examples.data.Downloader.RemoteFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a data set that its publisher gives away: MNIST, 60,000 training and 10,000 test images of
 * handwritten digits (LeCun, Bottou, Bengio and Haffner, 1998), or CIFAR-10, 50,000 and 10,000
 * small photographs (Krizhevsky, 2009).
 *
 * <p>{@link #load(Path)} reads a folder and nothing else. {@link #load()} takes the folder where
 * Deeplearning4j keeps its own copy, if all files are there and readable; else it downloads them,
 * once. Each says where the images came from: in a log line, and in {@link ImageSet#description()}.
 * There is no other data set to fall back to. Thread-safe, but one download at a time.
 */
public final class ImageSource {

  private static final Logger log = LoggerFactory.getLogger(ImageSource.class);

  private static final List<RemoteFile> CIFAR_FILES =
      List.of(
          new RemoteFile(
              CifarFiles.ARCHIVE,
              170_052_171,
              "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"));

  private static final List<URI> CIFAR_MIRRORS =
      List.of(URI.create("https://www.cs.toronto.edu/~kriz/"));

  private static final List<RemoteFile> MNIST_FILES =
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
  private static final List<URI> MNIST_MIRRORS =
      List.of(
          URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
          URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"),
          URI.create("https://systemds.apache.org/assets/datasets/mnist/"),
          URI.create("https://raw.githubusercontent.com/fgnt/mnist/master/"));

  /** A layout of files. */
  private enum Format {
    IDX {
      @Override
      List<String> missing(Path folder) {
        return IdxFiles.missing(folder);
      }

      @Override
      TrainTest read(Path folder, String name, String origin) throws IOException {
        return IdxFiles.read(folder, name, origin);
      }
    },
    CIFAR {
      @Override
      List<String> missing(Path folder) {
        return CifarFiles.missing(folder);
      }

      @Override
      TrainTest read(Path folder, String name, String origin) throws IOException {
        return CifarFiles.read(folder, name, origin);
      }
    };

    abstract List<String> missing(Path folder);

    abstract TrainTest read(Path folder, String name, String origin) throws IOException;
  }

  /**
   * Where a data set may be.
   *
   * @param dl4jFolder Deeplearning4j's copy
   * @param downloadFolder ours
   * @param mirrors folders' addresses, each with a slash at its end
   * @param files what to get from one of them
   */
  record Places(Path dl4jFolder, Path downloadFolder, List<URI> mirrors, List<RemoteFile> files) {
    Places {
      mirrors = List.copyOf(mirrors);
      files = List.copyOf(files);
    }

    private static Places standard(
        String dl4jName, String name, List<URI> mirrors, List<RemoteFile> files) {
      Path home = Path.of(System.getProperty("user.home"));
      String dl4j =
          System.getProperty(
              "org.deeplearning4j.resources.directory", home.resolve(".deeplearning4j").toString());
      return new Places(
          Path.of(dl4j, "data", dl4jName),
          home.resolve(".cache").resolve("dl4j-pruning").resolve(name),
          mirrors,
          files);
    }
  }

  private final String title;
  private final Format format;
  private final Places places;
  private final Downloader downloader;

  private ImageSource(String title, Format format, Places places, Downloader downloader) {
    this.title = title;
    this.format = format;
    this.places = places;
    this.downloader = downloader;
  }

  /**
   * MNIST. Knows Deeplearning4j's folder ({@code ~/.deeplearning4j/data/MNIST}, or {@code
   * data/MNIST} below the system property {@code org.deeplearning4j.resources.directory}), our own
   * ({@code ~/.cache/dl4j-pruning/mnist}) and four public mirrors. A folder has {@code
   * train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and
   * {@code t10k-labels-idx1-ubyte}, each with or without {@code .gz}, or with a dot before {@code
   * idx}.
   *
   * @return where MNIST usually is
   */
  public static ImageSource mnist() {
    return mnist(Places.standard("MNIST", "mnist", MNIST_MIRRORS, MNIST_FILES), patient());
  }

  static ImageSource mnist(Places places, Downloader downloader) {
    return new ImageSource("MNIST", Format.IDX, places, downloader);
  }

  /**
   * CIFAR-10. Knows {@code data/cifar10} in Deeplearning4j's folder, where its own copy is of no
   * use here (it is made of PNG files), our own folder ({@code ~/.cache/dl4j-pruning/cifar-10}) and
   * the publisher's address. A folder has {@code data_batch_N.bin}, as many as there are, {@code
   * test_batch.bin} and, if the classes have other names, {@code batches.meta.txt}; or {@code
   * cifar-10-binary.tar.gz}.
   *
   * @return where CIFAR-10 usually is
   */
  public static ImageSource cifar10() {
    return cifar10(Places.standard("cifar10", "cifar-10", CIFAR_MIRRORS, CIFAR_FILES), patient());
  }

  static ImageSource cifar10(Places places, Downloader downloader) {
    return new ImageSource("CIFAR-10", Format.CIFAR, places, downloader);
  }

  private static Downloader patient() {
    return new Downloader(Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  /**
   * Reads a folder, whatever the checksums of its files: any data in their format will do.
   *
   * @param folder has the files
   * @return the images
   * @throws IOException if a file is missing, unreadable, or not what its name says
   */
  public TrainTest load(Path folder) throws IOException {
    return read(folder, "from the folder " + folder);
  }

  /**
   * Reads a folder if one is named, else looks for the data.
   *
   * @param folder as for {@link #load(Path)}; empty to call {@link #load()}
   * @return the images
   * @throws IOException as those do
   * @throws InterruptedException as {@link #load()} does
   */
  public TrainTest load(Optional<Path> folder) throws IOException, InterruptedException {
    return folder.isPresent() ? load(folder.get()) : load();
  }

  /**
   * Reads Deeplearning4j's folder, else our own, after a download if need be.
   *
   * @return the images
   * @throws IOException if the download fails; the message names every mirror with its reason, the
   *     files, and where to put them
   * @throws InterruptedException if the thread was interrupted during the download; the next call
   *     resumes it
   */
  public TrainTest load() throws IOException, InterruptedException {
    Path dl4j = places.dl4jFolder();
    List<String> missing = format.missing(dl4j);
    if (missing.isEmpty()) {
      try {
        return read(dl4j, "from Deeplearning4j's folder " + dl4j);
      } catch (IOException e) {
        log.warn("Deeplearning4j's copy of {} is no use: {}", title, e.getMessage());
      }
    } else {
      log.info("{} is not in {}: no {}", title, dl4j, String.join(", ", missing));
    }
    Path own = places.downloadFolder();
    try {
      for (RemoteFile file : places.files()) {
        downloader.get(file, places.mirrors(), own);
      }
    } catch (IOException e) {
      throw new IOException(
          "%s could not be downloaded. %s\nGet %s from elsewhere, put %s into %s, and start again; or name %s folder with --data"
              .formatted(
                  title,
                  e.getMessage(),
                  places.files().stream().map(RemoteFile::name).collect(Collectors.joining(", ")),
                  places.files().size() == 1 ? "it" : "them",
                  own,
                  places.files().size() == 1 ? "its" : "their"),
          e);
    }
    return read(own, "downloaded to " + own);
  }

  private TrainTest read(Path folder, String origin) throws IOException {
    TrainTest data = format.read(folder, title.toLowerCase(Locale.ROOT), origin);
    log.info("{}: {}; {}", title, data.train().description(), data.test().description());
    return data;
  }
}
