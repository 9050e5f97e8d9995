package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFilesTest {

  private static final String NAMES = "a0\nb1\nc2\nd3\ne4\nf5\ng6\nh7\ni8\nj9\n\n";

  @TempDir Path folder;

  /** Records whose red, green and blue are label, label + 1 and label + 2 all over. */
  static byte[] batch(int... labels) {
    byte[] bytes = new byte[labels.length * 3073];
    for (int i = 0; i < labels.length; i++) {
      int at = i * 3073;
      bytes[at] = (byte) labels[i];
      for (int channel = 0; channel < 3; channel++) {
        int start = at + 1 + channel * 1024;
        Arrays.fill(bytes, start, start + 1024, (byte) (labels[i] + channel));
      }
    }
    return bytes;
  }

  static byte[] archive(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry("cifar-10-batches-bin/" + file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return IdxFilesTest.zip(bytes.toByteArray());
  }

  private void write(String name, byte... content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private void writeBatches() throws IOException {
    write("data_batch_1.bin", batch(3, 4));
    write("test_batch.bin", batch(7));
  }

  private TrainTest read() throws IOException {
    return CifarFiles.read(folder, "cifar-10", "from here");
  }

  private String failure() {
    return assertThrows(IOException.class, this::read).getMessage();
  }

  @Test
  void read_singleFiles_takesAllBatchesInTheirOrder() throws IOException {
    writeBatches();
    write("data_batch_10.bin", batch(9));
    write("data_batch_2.bin", batch(5));
    write("batches.meta.txt", NAMES.getBytes(StandardCharsets.UTF_8));
    TrainTest data = read();

    ImageSet train = data.train();
    assertEquals("cifar-10", train.name());
    assertEquals("4 training images (batch 1, 2, 10) from here", train.description());
    assertEquals("1 test images from here", data.test().description());
    assertEquals(ImageShape.COLOUR, train.shape());
    int[] expected = {3, 4, 5, 9};
    for (int i = 0; i < 4; i++) {
      assertEquals(expected[i], train.label(i));
      assertEquals(expected[i] / 255f, train.image(i)[0]);
      assertEquals((expected[i] + 1) / 255f, train.image(i)[1024]);
      assertEquals((expected[i] + 2) / 255f, train.image(i)[3071]);
    }
    assertEquals(
        List.of("a0", "b1", "c2", "d3", "e4", "f5", "g6", "h7", "i8", "j9"), train.classNames());
  }

  @Test
  void read_noNames_takesTheOfficialOnes() throws IOException {
    writeBatches();
    assertEquals("frog", read().train().classNames().get(6));
  }

  @Test
  void read_archive_isTheSameAsItsFiles() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("readme.html", new byte[] {1});
    files.put("test_batch.bin", batch(7));
    files.put("data_batch_2.bin", batch(5));
    files.put("data_batch_1.bin", batch(3, 4));
    files.put("batches.meta.txt", NAMES.getBytes(StandardCharsets.UTF_8));
    write("cifar-10-binary.tar.gz", archive(files));
    TrainTest data = read();

    assertEquals("3 training images (batch 1, 2) from here", data.train().description());
    assertEquals(5, data.train().label(2));
    assertEquals(7, data.test().label(0));
    assertEquals("j9", data.test().classNames().get(9));
  }

  @Test
  void read_innerFolder_isFound() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
    Files.write(inner.resolve("data_batch_1.bin"), batch(1));
    Files.write(inner.resolve("test_batch.bin"), batch(2));
    assertEquals(1, read().train().count());
  }

  @Test
  void read_nothing_saysWhatIsWanted() {
    assertEquals(
        "The folder "
            + folder
            + " lacks data_batch_1.bin and test_batch.bin. Wanted are data_batch_1.bin (and 2 to 5,"
            + " as many as you have) and test_batch.bin; or cifar-10-binary.tar.gz",
        failure());
  }

  @Test
  void read_noTestBatch_says() throws IOException {
    write("data_batch_1.bin", batch(1));
    assertTrue(failure().startsWith("The folder " + folder + " lacks test_batch.bin. Wanted"));
  }

  @Test
  void read_cutShort_says() throws IOException {
    writeBatches();
    write("data_batch_1.bin", Arrays.copyOf(batch(1, 2), 3073 + 50));
    assertEquals(
        folder.resolve("data_batch_1.bin")
            + " is cut short: an image takes 3073 bytes, and its last one has 50. Get the file anew",
        failure());
  }

  @Test
  void read_empty_says() throws IOException {
    writeBatches();
    write("test_batch.bin");
    assertEquals(
        "A batch has 1 to 100000 images, but " + folder.resolve("test_batch.bin") + " has none",
        failure());
  }

  @Test
  void read_wrongLabel_says() throws IOException {
    writeBatches();
    write("data_batch_1.bin", batch(1, 200));
    assertEquals(
        "Labels must be 0 to 9, but " + folder.resolve("data_batch_1.bin") + " has 200 at image 1",
        failure());
  }

  @Test
  void read_nineNames_says() throws IOException {
    writeBatches();
    write("batches.meta.txt", NAMES.substring(3).getBytes(StandardCharsets.UTF_8));
    assertEquals(
        folder.resolve("batches.meta.txt")
            + " must have the names of 10 classes, one a line, but has 9 lines",
        failure());
  }

  @Test
  void read_archiveCutShort_says() throws IOException {
    byte[] whole = archive(Map.of("data_batch_1.bin", batch(1), "test_batch.bin", batch(2)));
    write("cifar-10-binary.tar.gz", Arrays.copyOf(whole, whole.length / 2));
    String message = failure();
    assertTrue(
        message.startsWith(folder.resolve("cifar-10-binary.tar.gz") + " cannot be read: "),
        message);
    assertTrue(message.endsWith(". Get the file anew"), message);
  }

  @Test
  void read_archiveIsNoArchive_says() throws IOException {
    write("cifar-10-binary.tar.gz", new byte[100]);
    assertEquals(
        folder.resolve("cifar-10-binary.tar.gz")
            + " cannot be read: Not in GZIP format. Get the file anew",
        failure());
  }

  @Test
  void read_archiveWithoutTest_says() throws IOException {
    write("cifar-10-binary.tar.gz", archive(Map.of("data_batch_1.bin", batch(1))));
    assertEquals(
        folder.resolve("cifar-10-binary.tar.gz") + " lacks test_batch.bin. Get the file anew",
        failure());
  }

  @Test
  void read_wrongLabelInArchive_saysWhere() throws IOException {
    write(
        "cifar-10-binary.tar.gz",
        archive(Map.of("data_batch_1.bin", batch(99), "test_batch.bin", batch(2))));
    assertEquals(
        "Labels must be 0 to 9, but "
            + folder.resolve("cifar-10-binary.tar.gz")
            + ": data_batch_1.bin has 99 at image 0",
        failure());
  }
}
