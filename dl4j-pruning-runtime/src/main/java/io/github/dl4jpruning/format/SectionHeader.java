package io.github.dl4jpruning.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What precedes the values of one {@link Stretch}. Immutable. */
final class SectionHeader {
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

  /** The width of values that are indices into a table. */
  static final int SHARED = 1;

  private static final int MASKED = 1;
  private static final int FORTRAN = 2;
  private static final int HALF = 2;
  private static final int LONGEST_KEY = 65535;
  private static final int MOST_DIMENSIONS = 255;

  final Encoding encoding;
  final boolean masked;
  final int width;
  final int kept;
  final int stride;
  final int positions;
  final SharedTable.Sizes table;

  /**
   * A section's header.
   *
   * @param encoding where the values lie
   * @param masked whether the positions are a mask, rather than just where zeros are
   * @param width bytes of one value; 1 if they are indices into a table
   * @param kept how many values follow
   * @param stride of the positions' coder
   * @param positions bytes of the encoded positions; 0 if dense
   * @param table of shared values, with no entries if there is none
   */
  SectionHeader(
      Encoding encoding,
      boolean masked,
      int width,
      int kept,
      int stride,
      int positions,
      SharedTable.Sizes table) {
    this.encoding = encoding;
    this.masked = masked;
    this.width = width;
    this.kept = kept;
    this.stride = stride;
    this.positions = positions;
    this.table = table;
  }

  void write(Stretch stretch, int version, FileOutput out) throws IOException {
    out.putByte(encoding.code);
    out.putByte((masked ? MASKED : 0) | (stretch.fortran() ? FORTRAN : 0));
    out.putByte(width);
    out.putByte(stretch.shape().size());
    byte[] key = stretch.key().getBytes(StandardCharsets.UTF_8);
    if (key.length > LONGEST_KEY || stretch.shape().size() > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          stretch
              + " can't be saved: a key has at most "
              + LONGEST_KEY
              + " bytes, a shape at most "
              + MOST_DIMENSIONS
              + " dimensions");
    }
    out.putShort(key.length);
    out.putBytes(key, key.length);
    for (long size : stretch.shape()) {
      out.putInt((int) size);
    }
    out.putInt(kept);
    out.putInt(stride);
    out.putInt(positions);
    if (version > Header.FIRST) {
      table.write(out);
    }
    out.putChecksum();
  }

  /** What was read: a header, and the stretch that it is of. */
  static final class Read {
    final SectionHeader header;
    final Stretch stretch;

    Read(SectionHeader header, Stretch stretch) {
      this.header = header;
      this.stretch = stretch;
    }
  }

  /** Reads and checks what the file says of a stretch of the network. */
  static SectionHeader read(Stretch stretch, int networkWidth, int version, FileInput in)
      throws IOException {
    in.enter("the section of " + stretch);
    return read(stretch, stretch.from(), Integer.MAX_VALUE, networkWidth, version, in).header;
  }

  /**
   * Reads and checks what the file says of its next part, whatever it is.
   *
   * @param from its first element's place
   * @param most elements that it may have
   */
  static Read readAny(long from, long most, int networkWidth, int version, FileInput in)
      throws IOException {
    in.enter("the section at parameter " + from);
    return read(null, from, most, networkWidth, version, in);
  }

  private static Read read(
      Stretch expected, long from, long most, int networkWidth, int version, FileInput in)
      throws IOException {
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
    SharedTable.Sizes table =
        version > Header.FIRST ? SharedTable.Sizes.read(in) : SharedTable.Sizes.NONE;
    in.requireChecksum();

    String name = new String(key, StandardCharsets.UTF_8);
    boolean fortran = (flags & FORTRAN) != 0;
    Stretch stretch = expected == null ? stretch(name, shape, fortran, from, most, in) : expected;
    require(in, name.equals(stretch.key()), "it is named", name);
    require(in, stretch.hasShape(shape), "its shape is", shape);
    Encoding encoding = null;
    for (Encoding candidate : Encoding.values()) {
      encoding = candidate.code == code ? candidate : encoding;
    }
    require(in, encoding != null, "its encoding is", code);
    require(in, (flags & ~(MASKED | FORTRAN)) == 0, "its flags are", flags);
    require(in, fortran == stretch.fortran(), "its flags are", flags);
    boolean shared = version > Header.FIRST && width == SHARED;
    require(
        in, width == networkWidth || width == HALF || shared, "the bytes of a value are", width);
    table.check(shared, kept, in);
    require(in, kept <= stretch.length(), "its kept values are", kept);
    require(in, (flags & MASKED) == 0 || stretch.isParameter(), "its flags are", flags);
    int strides = encoding == Encoding.CODED ? stretch.length() : 1;
    require(in, stride < strides, "its stride is", stride);
    int bitmap = bitmapBytes(stretch.length());
    if (encoding == Encoding.DENSE) {
      require(in, kept == stretch.length(), "its kept values are", kept);
      require(in, positions == 0, "the bytes of its positions are", positions);
    } else if (encoding == Encoding.BITMAP) {
      require(in, positions == bitmap, "the bytes of its positions are", positions);
    } else {
      require(in, positions < bitmap, "the bytes of its positions are", positions);
    }
    return new Read(
        new SectionHeader(
            encoding,
            (flags & MASKED) != 0,
            width,
            (int) kept,
            (int) stride,
            (int) positions,
            table),
        stretch);
  }

  private static Stretch stretch(
      String name, List<Long> shape, boolean fortran, long from, long most, FileInput in)
      throws IOException {
    long length = 1;
    for (long size : shape) {
      length = size < 1 || size > most ? most + 1 : length * size;
      require(in, length <= most, "its shape is", shape);
    }
    return new Stretch(name, shape, fortran, from, (int) length, 0, false);
  }

  static int bitmapBytes(int length) {
    return (length + 7) >>> 3;
  }

  private static void require(FileInput in, boolean rule, String what, Object value)
      throws IOException {
    if (!rule) {
      throw in.damaged(what + " " + value);
    }
  }
}
