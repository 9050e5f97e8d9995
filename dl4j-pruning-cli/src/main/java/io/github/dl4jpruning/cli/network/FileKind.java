package io.github.dl4jpruning.cli.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What files of networks begin with; their names play no part. */
public enum FileKind {
  /** What DL4J's ModelSerializer, or a checkpoint of this library, is in. */
  ZIP("zip of DL4J", 'P', 'K', 3, 4),
  /** This library's small file. */
  SMALL("small file (.dlp)", 0x89, 'D', 'L', 'P'),
  /** What Keras saves up to version 2: HDF5. */
  KERAS("Keras .h5", 0x89, 'H', 'D', 'F');

  private final String title;
  private final byte[] start;

  FileKind(String title, int... start) {
    this.title = title;
    this.start = new byte[start.length];
    for (int i = 0; i < start.length; i++) {
      this.start[i] = (byte) start[i];
    }
  }

  /** In words. */
  public String title() {
    return title;
  }

  /**
   * Looks at a file's first bytes.
   *
   * @return empty if it is none of these
   * @throws IOException if it can't be read
   */
  static Optional<FileKind> of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(4);
      return Arrays.stream(values()).filter(kind -> Arrays.equals(kind.start, start)).findFirst();
    }
  }
}
