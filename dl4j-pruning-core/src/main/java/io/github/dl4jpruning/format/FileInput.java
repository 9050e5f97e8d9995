package io.github.dl4jpruning.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/** Reads what {@link FileOutput} wrote. Never reads ahead of what is asked for. */
public final class FileInput {
  private final InputStream in;
  private final byte[] small = new byte[Long.BYTES];
  private final CRC32C section = new CRC32C();
  private final CRC32C whole = new CRC32C();
  private String place = "the header";
  private long position;

  /** The stream should be buffered. */
  public FileInput(InputStream in) {
    this.in = in;
  }

  /** Names what is read from here on, for messages. */
  public void enter(String name) {
    place = name;
  }

  public int getByte() throws IOException {
    return (int) getNumber(1);
  }

  public int getShort() throws IOException {
    return (int) getNumber(Short.BYTES);
  }

  /** A number of 32 bits without sign. */
  public long getInt() throws IOException {
    return getNumber(Integer.BYTES);
  }

  public long getLong() throws IOException {
    return getNumber(Long.BYTES);
  }

  /** Fills the first bytes of an array. */
  public void getBytes(byte[] target, int length) throws IOException {
    int got = in.readNBytes(target, 0, length);
    position += got;
    if (got < length) {
      throw new IOException(
          "it ends in %s, at byte %s: the file was cut off".formatted(place, position));
    }
    section.update(target, 0, length);
    whole.update(target, 0, length);
  }

  /** Reads and compares the checksum of all bytes since the previous one. */
  public void requireChecksum() throws IOException {
    compare(section.getValue());
    section.reset();
  }

  /** Reads and compares the checksum of all bytes so far; nothing may follow. */
  public void requireEnd() throws IOException {
    enter("the checksum of the whole");
    compare(whole.getValue());
    if (in.read() >= 0) {
      throw new IOException("something follows its end, at byte " + position);
    }
  }

  public IOException damaged(String what) {
    return new IOException("%s is not valid: %s".formatted(place, what));
  }

  private void compare(long computed) throws IOException {
    long stored = getInt();
    if (stored != computed) {
      throw new IOException(
          "%s is damaged: its checksum is %s, the file says %s (before byte %s)"
              .formatted(place, Long.toHexString(computed), Long.toHexString(stored), position));
    }
  }

  private long getNumber(int bytes) throws IOException {
    getBytes(small, bytes);
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = (value << 8) | (small[i] & 0xFF);
    }
    return value;
  }
}
