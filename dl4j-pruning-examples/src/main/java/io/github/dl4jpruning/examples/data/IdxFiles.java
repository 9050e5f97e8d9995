package io.github.dl4jpruning.examples.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the four files of MNIST, and of any data set in the same format (IDX, unsigned bytes, 28×28
 * pixels, labels 0 to 9), gzipped or not. What a header says is checked before it is believed: no
 * more memory is taken than a file's content fills, and none if it can't be had. Checksums don't
 * matter here. Stateless.
 */
final class IdxFiles {

  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  /** The four names, without {@code .gz}. */
  static final List<String> NAMES = List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);

  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;
  private static final int IMAGES_HEADER = 16;
  private static final int LABELS_HEADER = 8;

  private IdxFiles() {}

  /** Lists those of the four files that {@code folder} lacks, in each of their spellings. */
  static List<String> missing(Path folder) {
    return NAMES.stream().filter(name -> find(folder, name).isEmpty()).toList();
  }

  /**
   * Reads the four files.
   *
   * @param folder where they are
   * @param name the data set's short name
   * @param origin how the files came here, for the description
   * @throws IOException if a file is missing, unreadable, or not what its name says
   */
  static TrainTest read(Path folder, String name, String origin) throws IOException {
    List<String> missing = missing(folder);
    if (!missing.isEmpty()) {
      throw new IOException(
          "The folder %s lacks %s of the four MNIST files: %s. Wanted are %s, each with or without .gz"
              .formatted(
                  folder, missing.size(), String.join(", ", missing), String.join(", ", NAMES)));
    }
    return new TrainTest(
        read(folder, TRAIN_IMAGES, TRAIN_LABELS, name, "training images " + origin),
        read(folder, TEST_IMAGES, TEST_LABELS, name, "test images " + origin));
  }

  private static ImageSet read(Path folder, String images, String labels, String name, String what)
      throws IOException {
    Path imageFile = find(folder, images).orElseThrow();
    Path labelFile = find(folder, labels).orElseThrow();
    byte[] classes = labels(labelFile); // the short one first
    byte[] pixels = images(imageFile);
    int count = pixels.length / ImageShape.DIGITS.values();
    if (count != classes.length) {
      throw new IOException(
          "Images and labels must be as many: %s has %d images, %s has %d labels"
              .formatted(imageFile, count, labelFile, classes.length));
    }
    return ImageSet.of(name, count + " " + what, pixels, classes);
  }

  /** Finds a file by its name without {@code .gz}; the unzipped one goes first. */
  static Optional<Path> find(Path folder, String name) {
    String dotted = name.replace("-idx", ".idx");
    List<Path> found = new ArrayList<>();
    for (String spelling : List.of(name, dotted, name + ".gz", dotted + ".gz")) {
      Path file = folder.resolve(spelling);
      if (Files.isRegularFile(file)) {
        found.add(file);
      }
    }
    return found.stream().findFirst();
  }

  /**
   * Reads an image file.
   *
   * @return unsigned bytes, [n, 28, 28] row by row, n at least 1
   */
  static byte[] images(Path file) throws IOException {
    return images(file, new Heap());
  }

  static byte[] images(Path file, Heap heap) throws IOException {
    try (DataInputStream in = open(file)) {
      int count = count(file, in, IMAGES_MAGIC, "image");
      int rows = in.readInt();
      int columns = in.readInt();
      if (rows != ImageShape.DIGITS.side() || columns != ImageShape.DIGITS.side()) {
        throw new IOException(
            "Images must be 28x28 pixels, but %s says %dx%d".formatted(file, rows, columns));
      }
      int size = count * ImageShape.DIGITS.values();
      if (!heap.holds(size)) {
        requireLength(file, IMAGES_HEADER, size, skipped(in, size));
        throw heap.tooSmall(file.toString(), size);
      }
      return body(file, in, IMAGES_HEADER, size);
    } catch (EOFException | ZipException e) {
      throw broken(file, e);
    }
  }

  /**
   * Reads a label file.
   *
   * @return classes 0 to 9, [n], n at least 1
   */
  static byte[] labels(Path file) throws IOException {
    try (DataInputStream in = open(file)) {
      int count = count(file, in, LABELS_MAGIC, "label");
      byte[] labels = body(file, in, LABELS_HEADER, count);
      for (int i = 0; i < count; i++) {
        if (labels[i] < 0 || labels[i] >= ImageSet.CLASSES) {
          throw new IOException(
              "Labels must be 0 to 9, but %s has %d at position %d"
                  .formatted(file, labels[i] & 0xff, i));
        }
      }
      return labels;
    } catch (EOFException | ZipException e) {
      throw broken(file, e);
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      boolean zipped = file.toString().endsWith(".gz");
      return new DataInputStream(zipped ? new GZIPInputStream(raw, 1 << 16) : raw);
    } catch (IOException e) {
      raw.close();
      throw broken(file, e);
    }
  }

  private static int count(Path file, DataInputStream in, int magic, String kind)
      throws IOException {
    int found = in.readInt();
    if (found != magic) {
      throw new IOException(
          "An IDX %s file starts with the number 0x%08x, but %s starts with 0x%08x"
              .formatted(kind, magic, file, found));
    }
    int count = in.readInt();
    if (count < 1 || count > ImageShape.DIGITS.maxCount()) {
      throw new IOException(
          "An IDX %s file holds 1 to %d %ss, but %s says %d"
              .formatted(kind, ImageShape.DIGITS.maxCount(), kind, file, count));
    }
    return count;
  }

  private static byte[] body(Path file, DataInputStream in, int header, int size)
      throws IOException {
    // Grows with what is really read, so a wrong count in the header can't take memory.
    byte[] body = in.readNBytes(size);
    requireLength(file, header, size, body.length);
    if (in.read() >= 0) {
      throw new IOException(
          "%s is too long: its header asks for %d bytes, but there are more"
              .formatted(file, (long) header + size));
    }
    return body;
  }

  private static void requireLength(Path file, int header, int size, long has) throws IOException {
    if (has < size) {
      throw new IOException(
          "%s is cut short: its header asks for %d bytes, but it has %d"
              .formatted(file, (long) header + size, header + has));
    }
  }

  /** Counts what is there, up to the size, and holds none of it. */
  private static long skipped(DataInputStream in, int size) throws IOException {
    byte[] buffer = new byte[1 << 13];
    long has = 0;
    for (int n = 0; n >= 0 && has < size; n = in.read(buffer)) {
      has += n;
    }
    return has;
  }

  private static IOException broken(Path file, IOException cause) {
    String why = cause.getMessage() == null ? "it ends too early" : cause.getMessage();
    return new IOException("%s cannot be read: %s. Get the file anew".formatted(file, why), cause);
  }
}
