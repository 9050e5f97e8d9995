package io.github.dl4jpruning.cli.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** NumPy's files, as NumPy writes them. */
public final class Npy {
  private Npy() {}

  /** An array of bytes or of little-endian floats. */
  public static byte[] bytes(String type, boolean columns, String shape, float... values)
      throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n"
            .formatted(type, columns ? "True" : "False", shape);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(0x93);
    out.writeBytes("NUMPY");
    out.writeByte(1);
    out.writeByte(0);
    out.writeShort(Short.reverseBytes((short) header.length()));
    out.writeBytes(header);
    for (float value : values) {
      if (type.endsWith("1")) {
        out.writeByte((int) value);
      } else {
        out.writeInt(Integer.reverseBytes(Float.floatToIntBits(value)));
      }
    }
    return bytes.toByteArray();
  }

  /** An {@code .npz} of arrays by their names. */
  public static Path write(Path file, Map<String, byte[]> arrays) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
    return file;
  }
}
