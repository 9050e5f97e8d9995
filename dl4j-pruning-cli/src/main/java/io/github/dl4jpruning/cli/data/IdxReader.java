package io.github.dl4jpruning.cli.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads IDX, the format of MNIST, with unsigned bytes and up to four axes, gzipped or not. */
final class IdxReader {
  private static final int UNSIGNED_BYTES = 0x08;
  private static final int MOST_AXES = 4;

  private IdxReader() {}

  /** Whether a file begins as IDX with bytes does, or with gzip's magic. */
  static boolean isIdx(byte[] start) {
    return isPlain(start) || (start[0] == 0x1f && start[1] == (byte) 0x8b);
  }

  private static boolean isPlain(byte[] start) {
    return start[0] == 0 && start[1] == 0 && start[2] == UNSIGNED_BYTES && start[3] <= MOST_AXES;
  }

  /** The array with its shape; no more memory is taken than the file fills. */
  static INDArray read(Path file) throws IOException {
    try (DataInputStream in = open(file)) {
      byte[] start = in.readNBytes(4);
      if (start.length < 4 || !isPlain(start) || start[3] < 1) {
        throw new IOException("%s is no IDX file of bytes".formatted(file));
      }
      long[] shape = new long[start[3]];
      long size = 1;
      for (int i = 0; i < shape.length; i++) {
        shape[i] = in.readInt();
        if (shape[i] < 1 || size * shape[i] > Integer.MAX_VALUE - 8L) {
          throw new IOException("%s says that an axis has %s values".formatted(file, shape[i]));
        }
        size *= shape[i];
      }
      byte[] bytes = in.readNBytes((int) size);
      if (bytes.length < size) {
        throw new IOException(
            "%s is cut short: it says %s values and has %s".formatted(file, size, bytes.length));
      }
      float[] values = new float[bytes.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = bytes[i] & 0xff;
      }
      return Nd4j.create(values, shape, 'c');
    } catch (EOFException e) {
      throw new IOException("%s is cut short".formatted(file), e);
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.mark(2);
    boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return new DataInputStream(zipped ? new GZIPInputStream(in, 1 << 16) : in);
  }
}
