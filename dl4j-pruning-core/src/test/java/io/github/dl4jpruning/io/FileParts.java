package io.github.dl4jpruning.io;

import io.github.dl4jpruning.format.ConfigurationText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A file's bytes with the places of its checksums, so that they can be made right again after a
 * change: what an attacker would do. Written after the layout's document, not after the reader.
 */
final class FileParts {
  private static final int DEFLATED_AT = 32;
  private static final int INFLATED_AT = 36;

  /** Where a part ends and its checksum begins. */
  final List<Integer> checksums = new ArrayList<>();

  /** Where four-byte sizes stand. */
  final List<Integer> sizes = new ArrayList<>(List.of(12, 20, 28, DEFLATED_AT, INFLATED_AT));

  private final byte[] file;
  private final int header;

  /** Of a file whose values are not shared. */
  FileParts(byte[] file) {
    this.file = file;
    ByteBuffer in = view(file);
    int version = in.getShort(8);
    header = 40 + 8 * (version - 1);
    checksums.add(header);
    int state = (int) in.getLong(20);
    int sections = in.getInt(28) + (state > 0 ? 1 : 0);
    int at = header + 4;
    for (int size = DEFLATED_AT; size < header; size += 8) {
      at += in.getInt(size);
      checksums.add(at);
      at += 4;
      if (size > INFLATED_AT) {
        sizes.addAll(List.of(size, size + 4));
      }
    }
    int shared = version > 1 ? 7 : 0;
    for (int i = 0; i < sections; i++) {
      int fields = at + 6 + in.getShort(at + 4) + 4 * in.get(at + 3);
      sizes.addAll(List.of(fields, fields + 4, fields + 8));
      checksums.add(fields + 12 + shared);
      at = fields + 16 + shared + in.getInt(fields + 8) + in.getInt(fields) * in.get(at + 2);
      checksums.add(at);
      at += 4;
    }
    checksums.add(at);
    if (at + 4 != file.length) {
      throw new IllegalArgumentException("ends at %s of %s".formatted(at + 4, file.length));
    }
  }

  /** The file, not to be changed. */
  byte[] bytes() {
    return file;
  }

  /** Makes all checksums of a changed copy right. */
  void seal(byte[] changed) {
    int from = 0;
    for (int at : checksums) {
      boolean last = at == file.length - 4;
      CRC32C crc = new CRC32C();
      int first = last ? 0 : from;
      crc.update(changed, first, at - first);
      view(changed).putInt(at, (int) crc.getValue());
      from = at + 4;
    }
  }

  String json() throws java.io.IOException {
    ByteBuffer in = view(file);
    byte[] deflated = new byte[in.getInt(DEFLATED_AT)];
    in.get(header + 4, deflated);
    return ConfigurationText.inflate(deflated, in.getInt(INFLATED_AT));
  }

  /** The same file, sealed, with another configuration. */
  byte[] with(String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    byte[] deflated = ConfigurationText.deflate(text);
    int rest = checksums.get(1);
    ByteBuffer out =
        ByteBuffer.allocate(header + 4 + deflated.length + file.length - rest)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(file, 0, header + 4).put(deflated).put(file, rest, file.length - rest);
    out.putInt(DEFLATED_AT, deflated.length).putInt(INFLATED_AT, text.length);
    byte[] changed = out.array();
    new FileParts(changed).seal(changed);
    return changed;
  }

  static ByteBuffer view(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }
}
