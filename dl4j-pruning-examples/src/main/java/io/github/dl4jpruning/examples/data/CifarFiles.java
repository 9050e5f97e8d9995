package io.github.dl4jpruning.examples.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads CIFAR-10's binary version: {@code data_batch_N.bin}, as many as are there, {@code
 * test_batch.bin} and {@code batches.meta.txt}, in a folder or in {@code cifar-10-binary.tar.gz}. A
 * batch is records of one label and 1024 red, 1024 green and 1024 blue values, row by row. No more
 * memory is taken than a file's content fills. Checksums don't matter here.
 */
final class CifarFiles {

  static final String ARCHIVE = "cifar-10-binary.tar.gz";
  static final String TEST = "test_batch.bin";

  private static final String META = "batches.meta.txt";

  /** The folder inside of the archive, and often around the files. */
  private static final String INNER = "cifar-10-batches-bin";

  private static final Pattern TRAIN = Pattern.compile("data_batch_(\\d{1,9})\\.bin");

  private static final int RECORD = 1 + ImageShape.COLOUR.values();

  /** An official batch has 10,000. */
  private static final int MOST_RECORDS = 100_000;

  /** What {@code batches.meta.txt} holds, for those who lack it. */
  private static final List<String> NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  /** Records of each file, by its number. */
  private final TreeMap<Integer, byte[]> train = new TreeMap<>();

  private Optional<byte[]> test = Optional.empty();
  private List<String> names = NAMES;

  private CifarFiles() {}

  /** Lists what {@code folder} lacks: nothing if it has the archive or batches of both parts. */
  static List<String> missing(Path folder) {
    List<String> missing = new ArrayList<>();
    Path files = filesIn(folder);
    if (!Files.isRegularFile(folder.resolve(ARCHIVE)) || hasBatches(files)) {
      if (names(files).stream().noneMatch(name -> TRAIN.matcher(name).matches())) {
        missing.add("data_batch_1.bin");
      }
      if (!Files.isRegularFile(files.resolve(TEST))) {
        missing.add(TEST);
      }
    }
    return missing;
  }

  /**
   * Reads a folder; single files go before the archive.
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
          "The folder %s lacks %s. Wanted are data_batch_1.bin (and 2 to 5, as many as you have) and %s; or %s"
              .formatted(folder, String.join(" and ", missing), TEST, ARCHIVE));
    }
    CifarFiles content = new CifarFiles();
    Path files = filesIn(folder);
    if (hasBatches(files)) {
      for (String file : names(files)) {
        content.take(file, files.resolve(file));
      }
    } else {
      content.unpack(folder.resolve(ARCHIVE));
    }
    String batches =
        " training images (batch " + join(content.train.keySet().stream()) + ") " + origin;
    return new TrainTest(
        content.images(name, batches, List.copyOf(content.train.values())),
        content.images(name, " test images " + origin, List.of(content.test.orElseThrow())));
  }

  private void take(String name, Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      take(name, file.toString(), Files.size(file), in);
    }
  }

  private void unpack(Path archive) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive), 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null;
          entry = tar.getNextTarEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile()) {
          take(name, archive + ": " + name, entry.getSize(), tar);
        }
      }
    } catch (BadContentException e) {
      throw e;
    } catch (IOException e) {
      String why = e.getMessage() == null ? "it ends too early" : e.getMessage();
      throw new IOException("%s cannot be read: %s. Get the file anew".formatted(archive, why), e);
    }
    if (train.isEmpty() || test.isEmpty()) {
      throw new IOException(
          "%s lacks %s. Get the file anew"
              .formatted(archive, train.isEmpty() ? "data_batch_1.bin" : TEST));
    }
  }

  /** Reads a file if its name is known; no more of it than its size says. */
  private void take(String name, String where, long size, InputStream in) throws IOException {
    Matcher number = TRAIN.matcher(name);
    if (number.matches()) {
      train.put(Integer.valueOf(number.group(1)), batch(where, size, in));
    } else if (name.equals(TEST)) {
      test = Optional.of(batch(where, size, in));
    } else if (name.equals(META)) {
      names = classNames(where, in);
    }
  }

  private static byte[] batch(String where, long size, InputStream in) throws IOException {
    requireHeap(where, Math.min(size, (long) MOST_RECORDS * RECORD));
    byte[] bytes = in.readNBytes(MOST_RECORDS * RECORD + 1);
    if (bytes.length == 0 || bytes.length > MOST_RECORDS * RECORD) {
      throw new BadContentException(
          "A batch has 1 to %s images, but %s has %s"
              .formatted(MOST_RECORDS, where, bytes.length == 0 ? "none" : "more"));
    }
    if (bytes.length % RECORD != 0) {
      throw new BadContentException(
          "%s is cut short: an image takes %s bytes, and its last one has %s. Get the file anew"
              .formatted(where, RECORD, bytes.length % RECORD));
    }
    for (int i = 0; i < bytes.length; i += RECORD) {
      if (bytes[i] < 0 || bytes[i] >= ImageSet.CLASSES) {
        throw new BadContentException(
            "Labels must be 0 to 9, but %s has %s at image %s"
                .formatted(where, bytes[i] & 0xff, i / RECORD));
      }
    }
    return bytes;
  }

  private static List<String> classNames(String where, InputStream in) throws IOException {
    List<String> names =
        new String(in.readNBytes(1 << 12), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    if (names.size() != ImageSet.CLASSES) {
      throw new BadContentException(
          "%s must have the names of %s classes, one a line, but has %s lines"
              .formatted(where, ImageSet.CLASSES, names.size()));
    }
    return names;
  }

  private ImageSet images(String name, String what, List<byte[]> batches) throws IOException {
    int count = batches.stream().mapToInt(batch -> batch.length / RECORD).sum();
    if (count > ImageShape.COLOUR.maxCount()) {
      throw new IOException(
          "At most %s images can be held, but there are %s"
              .formatted(ImageShape.COLOUR.maxCount(), count));
    }
    requireHeap(name, (long) count * ImageShape.COLOUR.values());
    byte[] pixels = new byte[count * ImageShape.COLOUR.values()];
    byte[] labels = new byte[count];
    int image = 0;
    for (byte[] batch : batches) {
      ByteArrayInputStream in = new ByteArrayInputStream(batch);
      while (in.available() > 0) {
        labels[image] = (byte) in.read();
        in.readNBytes(pixels, image * ImageShape.COLOUR.values(), ImageShape.COLOUR.values());
        image++;
      }
    }
    return ImageSet.of(name, count + what, ImageShape.COLOUR, names, pixels, labels);
  }

  private static void requireHeap(String where, long bytes) throws IOException {
    Heap heap = new Heap();
    if (!heap.holds(bytes)) {
      throw new BadContentException(heap.tooSmall(where, bytes).getMessage());
    }
  }

  /** The folder itself, or the one inside of it that the archive unpacks to. */
  private static Path filesIn(Path folder) {
    Path inner = folder.resolve(INNER);
    return !hasBatches(folder) && Files.isDirectory(inner) ? inner : folder;
  }

  private static boolean hasBatches(Path folder) {
    return names(folder).stream()
        .anyMatch(name -> TRAIN.matcher(name).matches() || name.equals(TEST));
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted(Comparator.naturalOrder())
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String join(Stream<Integer> numbers) {
    return String.join(", ", numbers.map(String::valueOf).toList());
  }

  /** What a file holds is wrong, and the message says where. */
  private static final class BadContentException extends IOException {
    private static final long serialVersionUID = 1L;

    BadContentException(String message) {
      super(message);
    }
  }
}
