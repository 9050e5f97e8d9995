package io.github.dl4jpruning.cli.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What files of networks begin with; their names play no part. */
public enum FileKind {
  /** What DL4J's ModelSerializer, or a checkpoint of this library, is in. */
  ZIP("zip of DL4J", "PK\003\004"),
  /** This library's small file. */
  SMALL("small file (.dlp)", "\u0089DLP"),
  /** What Keras saves up to version 2: HDF5. */
  KERAS("Keras .h5", "\u0089HDF");

  private final String title;
  private final String start;

  FileKind(String title, String start) {
    this.title = title;
    this.start = start;
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
      String start = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
      return Arrays.stream(values()).filter(kind -> kind.start.equals(start)).findFirst();
    }
  }
}
