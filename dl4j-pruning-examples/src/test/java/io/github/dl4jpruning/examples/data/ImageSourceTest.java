package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dl4jpruning.examples.data.Downloader.RemoteFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourceTest {

  private final Map<String, byte[]> official = new LinkedHashMap<>();

  @TempDir Path temp;
  private Path dl4j;
  private Path own;
  private MirrorServer mirror;
  private MirrorServer empty;

  @BeforeEach
  void prepare() throws IOException {
    dl4j = temp.resolve("dl4j");
    own = temp.resolve("own");
    official.put("train-images-idx3-ubyte.gz", IdxFilesTest.zip(IdxFilesTest.imageFile(1, 2, 3)));
    official.put("train-labels-idx1-ubyte.gz", IdxFilesTest.zip(IdxFilesTest.labelFile(1, 2, 3)));
    official.put("t10k-images-idx3-ubyte.gz", IdxFilesTest.zip(IdxFilesTest.imageFile(4, 5)));
    official.put("t10k-labels-idx1-ubyte.gz", IdxFilesTest.zip(IdxFilesTest.labelFile(4, 5)));
    mirror = new MirrorServer(official);
    empty = new MirrorServer(Map.of());
  }

  @AfterEach
  void stopServers() {
    mirror.close();
    empty.close();
  }

  private ImageSource source(URI... mirrors) {
    List<RemoteFile> files =
        official.entrySet().stream()
            .map(file -> DownloaderTest.remoteFile(file.getKey(), file.getValue()))
            .toList();
    return ImageSource.mnist(
        new ImageSource.Places(dl4j, own, List.of(mirrors), files),
        new Downloader(Duration.ofSeconds(30), Duration.ofSeconds(30)));
  }

  private void fill(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : official.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  @Test
  void load_folderGiven_readsItAndNothingElse() throws Exception {
    Path given = temp.resolve("given");
    fill(given);
    fill(dl4j);
    TrainTest data = source(mirror.address()).load(given);
    assertEquals("mnist", data.train().name());
    assertEquals("3 training images from the folder " + given, data.train().description());
    assertEquals("2 test images from the folder " + given, data.test().description());
    assertEquals(List.of(), mirror.requests());
  }

  @Test
  void load_folderGivenButIncomplete_throwsWithoutLookingElsewhere() throws Exception {
    Path given = temp.resolve("given");
    fill(given);
    fill(dl4j);
    Files.delete(given.resolve("t10k-labels-idx1-ubyte.gz"));
    assertEquals(
        "The folder "
            + given
            + " lacks 1 of the four MNIST files: t10k-labels-idx1-ubyte. Wanted are"
            + " train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte,"
            + " t10k-labels-idx1-ubyte, each with or without .gz",
        assertThrows(IOException.class, () -> source(mirror.address()).load(given)).getMessage());
    assertEquals(List.of(), mirror.requests());
  }

  @Test
  void load_dl4jHasAll_readsThose() throws Exception {
    fill(dl4j);
    TrainTest data = source(mirror.address()).load();
    assertEquals(
        "3 training images from Deeplearning4j's folder " + dl4j, data.train().description());
    assertEquals(List.of(), mirror.requests());
  }

  @Test
  void load_dl4jHasABrokenFile_downloads() throws Exception {
    fill(dl4j);
    Files.write(dl4j.resolve("t10k-images-idx3-ubyte.gz"), new byte[7]);
    assertEquals(
        "2 test images downloaded to " + own, source(mirror.address()).load().test().description());
  }

  @Test
  void load_nothingThere_downloadsOnce() throws Exception {
    TrainTest data = source(empty.address(), mirror.address()).load();
    assertEquals("3 training images downloaded to " + own, data.train().description());
    assertEquals(2, data.train().label(1));
    assertEquals(5 / 255f, data.test().image(1)[0]);
    source(mirror.address()).load();
    assertEquals(4, mirror.requests().size());
  }

  @Test
  void load_allMirrorsDead_saysWhatToPutWhere() throws Exception {
    IOException failure =
        assertThrows(IOException.class, () -> source(empty.address(), empty.address()).load());
    String file = "\n  " + empty.address() + "train-images-idx3-ubyte.gz: HTTP status 404";
    assertEquals(
        "MNIST could not be downloaded. No mirror delivered train-images-idx3-ubyte.gz:"
            + file
            + file
            + "\nGet train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,"
            + " t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz from elsewhere, put them into "
            + own
            + ", and start again; or name their folder with --data",
        failure.getMessage());
  }

  @Test
  void load_cifar_downloadsTheArchive() throws Exception {
    byte[] archive =
        CifarFilesTest.archive(
            Map.of(
                "data_batch_1.bin",
                CifarFilesTest.batch(1, 2),
                "test_batch.bin",
                CifarFilesTest.batch(3)));
    try (MirrorServer server = new MirrorServer(Map.of("cifar-10-binary.tar.gz", archive))) {
      server.breaks.set(1);
      server.breakAfter = 100;
      TrainTest data = cifar(archive, server.address()).load(Optional.empty());
      assertEquals("cifar-10", data.train().name());
      assertEquals("2 training images (batch 1) downloaded to " + own, data.train().description());
      cifar(archive, server.address()).load();
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void load_cifarNowhere_saysWhatToPutWhere() {
    assertEquals(
        "CIFAR-10 could not be downloaded. No mirror delivered cifar-10-binary.tar.gz:\n  "
            + empty.address()
            + "cifar-10-binary.tar.gz: HTTP status 404\n"
            + "Get cifar-10-binary.tar.gz from elsewhere, put it into "
            + own
            + ", and start again; or name its folder with --data",
        assertThrows(IOException.class, () -> cifar(new byte[9], empty.address()).load())
            .getMessage());
  }

  private ImageSource cifar(byte[] archive, URI... mirrors) {
    return ImageSource.cifar10(
        new ImageSource.Places(
            dl4j,
            own,
            List.of(mirrors),
            List.of(DownloaderTest.remoteFile("cifar-10-binary.tar.gz", archive))),
        new Downloader(Duration.ofSeconds(30), Duration.ofSeconds(30)));
  }

  @Test
  void load_realCifar_hasTheKnownCounts() throws Exception {
    Path folder = shared("cifar-10");
    assumeTrue(CifarFiles.missing(folder).isEmpty(), "CIFAR-10 is not in " + folder);
    TrainTest data = ImageSource.cifar10().load(folder);
    assertEquals(10_000, data.test().count());
    assertArrayEquals(
        new int[] {1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000},
        histogram(data.test()));
    assertEquals("cat", data.test().classNames().get(data.test().label(0)));
  }

  @Test
  void load_realMnist_hasTheKnownCounts() throws Exception {
    Path folder = shared("mnist");
    assumeTrue(IdxFiles.missing(folder).isEmpty(), "MNIST is not in " + folder);
    TrainTest data = ImageSource.mnist().load(folder);
    assertArrayEquals(
        new int[] {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949},
        histogram(data.train()));
    assertArrayEquals(
        new int[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, histogram(data.test()));
  }

  /** {@code ../shared/data/…} beside the project, whichever of its folders the test runs in. */
  private static Path shared(String name) {
    Path here = Path.of("").toAbsolutePath();
    Path project = Files.exists(here.resolve("dl4j-pruning-core")) ? here : here.getParent();
    return project.resolveSibling("shared").resolve("data").resolve(name);
  }

  private static int[] histogram(ImageSet images) {
    int[] counts = new int[10];
    for (int i = 0; i < images.count(); i++) {
      counts[images.label(i)]++;
    }
    return counts;
  }
}
