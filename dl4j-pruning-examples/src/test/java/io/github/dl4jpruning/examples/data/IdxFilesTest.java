package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class IdxFilesTest {

  @TempDir Path folder;

  static byte[] bytes(int[] header, byte... body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int number : header) {
      out.writeInt(number);
    }
    out.write(body);
    return bytes.toByteArray();
  }

  static byte[] zip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  /** Images of one grey each. */
  static byte[] imageFile(int... greys) throws IOException {
    byte[] body = new byte[greys.length * 784];
    for (int i = 0; i < greys.length; i++) {
      Arrays.fill(body, i * 784, (i + 1) * 784, (byte) greys[i]);
    }
    return bytes(new int[] {0x803, greys.length, 28, 28}, body);
  }

  static byte[] labelFile(int... labels) throws IOException {
    byte[] body = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      body[i] = (byte) labels[i];
    }
    return bytes(new int[] {0x801, labels.length}, body);
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private void writeAll() throws IOException {
    write("train-images-idx3-ubyte", imageFile(0, 100, 255));
    write("train-labels-idx1-ubyte", labelFile(7, 0, 9));
    write("t10k-images-idx3-ubyte", imageFile(50));
    write("t10k-labels-idx1-ubyte", labelFile(1));
  }

  private static void assertMessage(String message, Executable action) {
    assertEquals(message, assertThrows(IOException.class, action).getMessage());
  }

  @Test
  void read_plainFiles_givesImagesAndLabels() throws IOException {
    writeAll();
    TrainTest data = IdxFiles.read(folder, "tiny", "from the desk");
    assertEquals("tiny", data.train().name());
    assertEquals("3 training images from the desk", data.train().description());
    assertEquals("1 test images from the desk", data.test().description());
    assertEquals(3, data.train().count());
    assertEquals(9, data.train().label(2));
    assertEquals(100 / 255f, data.train().image(1)[783]);
    assertEquals(50 / 255f, data.test().image(0)[0]);
  }

  @Test
  void read_zippedDottedAndMixedNames_givesTheSame() throws IOException {
    write("train-images.idx3-ubyte.gz", zip(imageFile(0, 100, 255)));
    write("train-labels-idx1-ubyte.gz", zip(labelFile(7, 0, 9)));
    write("t10k-images.idx3-ubyte", imageFile(50));
    write("t10k-labels-idx1-ubyte", labelFile(1));
    TrainTest data = IdxFiles.read(folder, "tiny", "");
    assertEquals(3, data.train().count());
    assertEquals(1f, data.train().image(2)[5]);
    assertEquals(1, data.test().label(0));
  }

  @Test
  void read_filesMissing_namesThem() throws IOException {
    writeAll();
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    Files.delete(folder.resolve("t10k-images-idx3-ubyte"));
    assertEquals(
        List.of("train-labels-idx1-ubyte", "t10k-images-idx3-ubyte"), IdxFiles.missing(folder));
    assertMessage(
        "The folder "
            + folder
            + " lacks 2 of the four MNIST files: train-labels-idx1-ubyte, t10k-images-idx3-ubyte."
            + " Wanted are train-images-idx3-ubyte, train-labels-idx1-ubyte,"
            + " t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, each with or without .gz",
        () -> IdxFiles.read(folder, "tiny", ""));
  }

  @Test
  void read_countsDiffer_throws() throws IOException {
    writeAll();
    Path labels = write("train-labels-idx1-ubyte", labelFile(7, 0));
    assertMessage(
        "Images and labels must be as many: "
            + folder.resolve("train-images-idx3-ubyte")
            + " has 3 images, "
            + labels
            + " has 2 labels",
        () -> IdxFiles.read(folder, "tiny", ""));
  }

  @Test
  void images_wrongMagic_throws() throws IOException {
    Path file = write("x", labelFile(1, 2, 3, 4, 5, 6, 7, 8));
    assertMessage(
        "An IDX image file starts with the number 0x00000803, but "
            + file
            + " starts with 0x00000801",
        () -> IdxFiles.images(file));
  }

  @Test
  void images_otherSize_throws() throws IOException {
    Path file = write("x", bytes(new int[] {0x803, 1, 32, 28}, new byte[896]));
    assertMessage(
        "Images must be 28x28 pixels, but " + file + " says 32x28", () -> IdxFiles.images(file));
  }

  @Test
  void images_cutShort_throws() throws IOException {
    byte[] whole = imageFile(1, 2);
    Path file = write("x", Arrays.copyOf(whole, whole.length - 1));
    assertMessage(
        file + " is cut short: its header asks for 1584 bytes, but it has 1583",
        () -> IdxFiles.images(file));
  }

  @Test
  void images_hugeCountInATinyFile_throwsWithoutTakingMemory() throws IOException {
    Path file = write("x", bytes(new int[] {0x803, 2_739_137, 28, 28}, new byte[784]));
    assertMessage(
        file + " is cut short: its header asks for 2147483424 bytes, but it has 800",
        () -> IdxFiles.images(file));
    Path more = write("y", bytes(new int[] {0x803, -1, 28, 28}, new byte[784]));
    assertMessage(
        "An IDX image file holds 1 to 2739137 images, but " + more + " says -1",
        () -> IdxFiles.images(more));
  }

  /** A million images: three quarters of a megabyte as a file, 1.5 gigabytes to be read. */
  @Test
  void images_zerosForMoreThanTheHeap_areRefusedBeforeTheyAreHeld() throws IOException {
    Path file = folder.resolve("zeros.gz");
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file)), 1 << 16))) {
      for (int number : new int[] {0x803, 1_000_000, 28, 28}) {
        out.writeInt(number);
      }
      byte[] zeros = new byte[784_000];
      for (int i = 0; i < 1_000; i++) {
        out.write(zeros);
      }
    }
    assertMessage(
        file
            + " has 747 MB of pixels; reading them takes 1495 MB of memory, and Java has 200 MB"
            + " left. Is it the right file? Then give Java more, with -Xmx",
        () -> IdxFiles.images(file, new Heap(() -> 200 << 20)));
    Path tiny = write("tiny", bytes(new int[] {0x803, 1_000_000, 28, 28}, new byte[784]));
    assertMessage(
        tiny + " is cut short: its header asks for 784000016 bytes, but it has 800",
        () -> IdxFiles.images(tiny, new Heap(() -> 200 << 20)));
    assertTrue(new Heap().holds(1));
    assertFalse(new Heap().holds(Runtime.getRuntime().maxMemory()));
  }

  @Test
  void images_headerCutShort_throws() throws IOException {
    Path file = write("x", new byte[] {0, 0, 8, 3, 0});
    assertMessage(
        file + " cannot be read: it ends too early. Get the file anew",
        () -> IdxFiles.images(file));
  }

  @Test
  void images_zipCutShortOrBroken_throws() throws IOException {
    byte[] zipped = zip(imageFile(1, 2));
    Path cut = write("cut.gz", Arrays.copyOf(zipped, zipped.length - 9));
    assertMessage(
        cut + " cannot be read: Unexpected end of ZLIB input stream. Get the file anew",
        () -> IdxFiles.images(cut));
    Path page = write("page.gz", "<html>not here</html>".getBytes(StandardCharsets.UTF_8));
    assertMessage(
        page + " cannot be read: Not in GZIP format. Get the file anew",
        () -> IdxFiles.images(page));
  }

  @Test
  void labels_tooLong_throws() throws IOException {
    Path file = write("x", bytes(new int[] {0x801, 1}, (byte) 1, (byte) 2));
    assertMessage(
        file + " is too long: its header asks for 9 bytes, but there are more",
        () -> IdxFiles.labels(file));
  }

  @Test
  void labels_outOfRange_throws() throws IOException {
    Path file = write("x", labelFile(3, 255));
    assertMessage(
        "Labels must be 0 to 9, but " + file + " has 255 at position 1",
        () -> IdxFiles.labels(file));
  }

  @Test
  void labels_good_areRead() throws IOException {
    assertArrayEquals(new byte[] {3, 1}, IdxFiles.labels(write("x", labelFile(3, 1))));
    assertTrue(IdxFiles.find(folder, "absent").isEmpty());
  }
}
