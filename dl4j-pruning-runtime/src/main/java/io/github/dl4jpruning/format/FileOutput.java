package io.github.dl4jpruning.format;

import java.io.IOException;
import java.io.OutputStream;

/** Little-endian numbers and bytes, with a checksum of what was written since the last one. */
public final class FileOutput {
  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 16];
  private final Crc32c section = new Crc32c();
  private final Crc32c whole = new Crc32c();
  private int size;

  public FileOutput(OutputStream out) {
    this.out = out;
  }

  public void putByte(int value) throws IOException {
    if (size == buffer.length) {
      drain();
    }
    buffer[size++] = (byte) value;
  }

  public void putShort(int value) throws IOException {
    putByte(value);
    putByte(value >>> 8);
  }

  public void putInt(int value) throws IOException {
    putShort(value);
    putShort(value >>> 16);
  }

  public void putLong(long value) throws IOException {
    putInt((int) value);
    putInt((int) (value >>> 32));
  }

  public void putBytes(byte[] bytes, int length) throws IOException {
    drain();
    write(bytes, length);
  }

  /** Writes a part, and its checksum. */
  public void putPart(byte[] bytes) throws IOException {
    putBytes(bytes, bytes.length);
    putChecksum();
  }

  /** Writes the checksum of all bytes since the previous checksum. */
  public void putChecksum() throws IOException {
    drain();
    putInt((int) section.getValue());
    drain();
    section.reset();
  }

  /** Writes the checksum of all bytes so far, and passes on what is buffered. */
  public void finish() throws IOException {
    drain();
    putInt((int) whole.getValue());
    drain();
    out.flush();
  }

  private void drain() throws IOException {
    write(buffer, size);
    size = 0;
  }

  private void write(byte[] bytes, int length) throws IOException {
    section.update(bytes, 0, length);
    whole.update(bytes, 0, length);
    out.write(bytes, 0, length);
  }
}
