package io.github.dl4jpruning.examples.data;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a download so far, {@code NAME.part}, and where they came from, {@code
 * NAME.part.from}: an address and the entity tag that it gave, one a line. Not thread-safe.
 */
final class PartFile {

  private final Path target;
  private final Path bytes;
  private final Path from;

  PartFile(Path target) {
    this.target = target;
    this.bytes = target.resolveSibling(target.getFileName() + ".part");
    this.from = target.resolveSibling(target.getFileName() + ".part.from");
  }

  Path path() {
    return bytes;
  }

  long size() throws IOException {
    return Files.exists(bytes) ? Files.size(bytes) : 0;
  }

  OutputStream append() throws IOException {
    return Files.newOutputStream(bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Notes where the bytes come from; only a strong tag can be used to resume. */
  void from(URI address, Optional<String> tag) throws IOException {
    Optional<String> strong = tag.filter(t -> t.startsWith("\""));
    if (strong.isPresent()) {
      Files.write(from, List.of(address.toString(), strong.get()));
    } else {
      Files.deleteIfExists(from);
    }
  }

  /** Returns the tag of the bytes so far, if they came from this address. */
  Optional<String> tagOf(URI address) throws IOException {
    if (!Files.exists(from)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(from);
    boolean same = lines.size() == 2 && lines.get(0).equals(address.toString());
    return same ? Optional.of(lines.get(1)) : Optional.empty();
  }

  void delete() throws IOException {
    Files.deleteIfExists(bytes);
    Files.deleteIfExists(from);
  }

  /** Gives the bytes their own name, in one step. */
  void finish() throws IOException {
    Files.move(bytes, target, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(from);
  }
}
