package io.github.dl4jpruning.format;

import java.io.IOException;
import java.io.InputStream;

/** Reads what {@link FileOutput} wrote. Never reads ahead of what is asked for. */
public final class FileInput {
  private final InputStream in;
  private final byte[] small = new byte[Long.BYTES];
  private final Crc32c section = new Crc32c();
  private final Crc32c whole = new Crc32c();
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
    int got = 0;
    for (int n = 0; n >= 0 && got < length; got += Math.max(0, n)) {
      n = in.read(target, got, length - got);
    }
    position += got;
    if (got < length) {
      throw new IOException(
          "it ends in " + place + ", at byte " + position + ": the file was cut off");
    }
    section.update(target, 0, length);
    whole.update(target, 0, length);
  }

  /** Reads a part of so many bytes, and compares its checksum. */
  public byte[] getPart(String name, int length) throws IOException {
    enter(name);
    byte[] bytes = new byte[length];
    getBytes(bytes, length);
    requireChecksum();
    return bytes;
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
    return new IOException(place + " is not valid: " + what);
  }

  private void compare(long computed) throws IOException {
    long stored = getInt();
    if (stored != computed) {
      throw new IOException(
          place
              + " is damaged: its checksum is "
              + Long.toHexString(computed)
              + ", the file says "
              + Long.toHexString(stored)
              + " (before byte "
              + position
              + ")");
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
