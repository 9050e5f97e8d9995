package io.github.dl4jpruning.cli.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads NumPy's {@code .npy} and {@code .npz}. Not by ND4J's own reader, which believes the header
 * and reads on behind the end of a short file.
 */
final class NpyReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern HEADER =
      Pattern.compile(
          "'descr':\\s*'([<>|=])([fiub])(\\d)'.*'fortran_order':\\s*(True|False).*'shape':\\s*\\(([\\d, L]*)\\)");
  private static final int LONGEST_HEADER = 1 << 16;

  private NpyReader() {}

  static boolean isNpy(byte[] start) {
    return Arrays.equals(start, Arrays.copyOf(MAGIC, start.length));
  }

  static INDArray read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(in, file.toString());
    }
  }

  /** The arrays of an {@code .npz}, by their names. */
  static Map<String, INDArray> readAll(Path file) throws IOException {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(".npy")) {
          String name = entry.getName().substring(0, entry.getName().length() - 4);
          arrays.put(name, read(zip, file + ", " + name));
        }
      }
    }
    return arrays;
  }

  private static INDArray read(InputStream stream, String name) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))) {
      throw new IOException("%s is no array of NumPy's".formatted(name));
    }
    byte[] size = in.readNBytes(start[6] == 1 ? 2 : 4);
    long length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = (length << 8) | (size[i] & 0xff);
    }
    if (length > LONGEST_HEADER) {
      throw new IOException("%s has a header of %s bytes".formatted(name, length));
    }
    String header = new String(in.readNBytes((int) length), StandardCharsets.ISO_8859_1);
    Matcher found = HEADER.matcher(header);
    if (!found.find()) {
      throw new IOException(
          "%s holds %s: numbers are read, in bytes, integers or floats"
              .formatted(name, header.strip()));
    }
    return values(in, found, name);
  }

  private static INDArray values(DataInputStream in, Matcher header, String name)
      throws IOException {
    long[] shape =
        Arrays.stream(header.group(5).split("[, L]+", 0))
            .filter(axis -> !axis.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    int width = Integer.parseInt(header.group(3));
    long count = 1;
    for (long axis : shape) {
      count *= axis;
      if (count < 1 || count * width > Integer.MAX_VALUE - 8L) {
        throw new IOException("%s has no values, or too many".formatted(name));
      }
    }
    byte[] bytes = in.readNBytes((int) count * width);
    if (bytes.length < count * width) {
      throw new IOException(
          "%s is cut short: it says %s values and has %s"
              .formatted(name, count, bytes.length / width));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.order(header.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(buffer, header.group(2).charAt(0), width, name);
    }
    boolean columns = header.group(4).equals("True");
    return Nd4j.create(values, shape.length == 0 ? new long[] {1} : shape, columns ? 'f' : 'c');
  }

  private static float value(ByteBuffer from, char kind, int width, String name)
      throws IOException {
    return switch (kind + "" + width) {
      case "f4" -> from.getFloat();
      case "f8" -> (float) from.getDouble();
      case "u1", "b1" -> from.get() & 0xff;
      case "i1" -> from.get();
      case "i2" -> from.getShort();
      case "u2" -> from.getShort() & 0xffff;
      case "i4" -> from.getInt();
      case "i8" -> from.getLong();
      default ->
          throw new IOException(
              "%s has values of %s%s: save them as float32".formatted(name, kind, width));
    };
  }
}
