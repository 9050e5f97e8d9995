package io.github.dl4jpruning.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What precedes the values of one {@link Stretch}.
 *
 * @param encoding where the values lie
 * @param masked whether the positions are a mask, rather than just where zeros are
 * @param width bytes of one value
 * @param kept how many values follow
 * @param stride of the positions' coder
 * @param positions bytes of the encoded positions; 0 if dense
 */
record SectionHeader(
    Encoding encoding, boolean masked, int width, int kept, int stride, int positions) {
  /** Where a section's values lie. */
  enum Encoding {
    /** Everywhere. */
    DENSE(0),
    /** At the ones of a bitmap. */
    BITMAP(1),
    /** At the ones of a bitmap, which is written by {@link MaskEncoder}. */
    CODED(2);

    final int code;

    Encoding(int code) {
      this.code = code;
    }
  }

  private static final int MASKED = 1;
  private static final int FORTRAN = 2;
  private static final int HALF = 2;
  private static final int LONGEST_KEY = 65535;
  private static final int MOST_DIMENSIONS = 255;

  void write(Stretch stretch, FileOutput out) throws IOException {
    out.putByte(encoding.code);
    out.putByte((masked ? MASKED : 0) | (stretch.fortran() ? FORTRAN : 0));
    out.putByte(width);
    out.putByte(stretch.shape().size());
    byte[] key = stretch.key().getBytes(StandardCharsets.UTF_8);
    if (key.length > LONGEST_KEY || stretch.shape().size() > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          "%s can't be saved: a key has at most %s bytes, a shape at most %s dimensions"
              .formatted(stretch, LONGEST_KEY, MOST_DIMENSIONS));
    }
    out.putShort(key.length);
    out.putBytes(key, key.length);
    for (long size : stretch.shape()) {
      out.putInt((int) size);
    }
    out.putInt(kept);
    out.putInt(stride);
    out.putInt(positions);
    out.putChecksum();
  }

  /** Reads and checks what the file says of a stretch of the network. */
  static SectionHeader read(Stretch stretch, int networkWidth, FileInput in) throws IOException {
    in.enter("the section of " + stretch);
    int code = in.getByte();
    int flags = in.getByte();
    int width = in.getByte();
    int rank = in.getByte();
    byte[] key = new byte[in.getShort()];
    in.getBytes(key, key.length);
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      shape.add(in.getInt());
    }
    long kept = in.getInt();
    long stride = in.getInt();
    long positions = in.getInt();
    in.requireChecksum();
    String name = new String(key, StandardCharsets.UTF_8);
    require(in, name.equals(stretch.key()), "it is named", name);
    require(in, stretch.hasShape(shape), "its shape is", shape);
    Encoding encoding = null;
    for (Encoding candidate : Encoding.values()) {
      encoding = candidate.code == code ? candidate : encoding;
    }
    require(in, encoding != null, "its encoding is", code);
    require(in, (flags & ~(MASKED | FORTRAN)) == 0, "its flags are", flags);
    require(in, (flags & FORTRAN) != 0 == stretch.fortran(), "its flags are", flags);
    require(in, width == networkWidth || width == HALF, "the bytes of a value are", width);
    require(in, kept <= stretch.length(), "its kept values are", kept);
    require(in, (flags & MASKED) == 0 || stretch.isParameter(), "its flags are", flags);
    int strides = encoding == Encoding.CODED ? stretch.length() : 1;
    require(in, stride < strides, "its stride is", stride);
    int bitmap = bitmapBytes(stretch.length());
    switch (encoding) {
      case DENSE -> {
        require(in, kept == stretch.length(), "its kept values are", kept);
        require(in, positions == 0, "the bytes of its positions are", positions);
      }
      case BITMAP -> require(in, positions == bitmap, "the bytes of its positions are", positions);
      default -> require(in, positions < bitmap, "the bytes of its positions are", positions);
    }
    return new SectionHeader(
        encoding, (flags & MASKED) != 0, width, (int) kept, (int) stride, (int) positions);
  }

  static int bitmapBytes(int length) {
    return (length + 7) >>> 3;
  }

  private static void require(FileInput in, boolean rule, String what, Object value)
      throws IOException {
    if (!rule) {
      throw in.damaged("%s %s".formatted(what, value));
    }
  }
}
