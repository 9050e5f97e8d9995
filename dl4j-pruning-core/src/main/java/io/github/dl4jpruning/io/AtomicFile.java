package io.github.dl4jpruning.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/**
 * Saves a file wholly or not at all: into a temporary file of the same folder, forced to the disk,
 * then moved over the target in one step. What stops in between (a full disk, an exception, a lost
 * process) leaves the earlier file as it was; all but the last also remove the temporary file,
 * whose name is {@code .NAME.HEX.tmp}. Any number of threads and processes may save to one path:
 * the last move wins.
 */
public final class AtomicFile {
  private static final SecureRandom NAMES = new SecureRandom();
  private static final int LONGEST_NAME = 100;

  /** Writes the content. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes it.
     *
     * @param out receives the bytes; buffering is up to the writer
     * @throws IOException if the stream fails; nothing is saved then
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Opens a new file for writing. */
  interface Opener {
    FileChannel open(Path file) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Saves, replacing what is there; a symbolic link's target, not the link.
   *
   * @param file where; its folder must exist
   * @param content what
   * @throws IOException if it can't be saved; an earlier file is then untouched
   */
  public static void write(Path file, Content content) throws IOException {
    write(
        file,
        content,
        temporary ->
            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  static void write(Path file, Content content, Opener opener) throws IOException {
    Path target = file.toAbsolutePath().normalize();
    if (Files.exists(target)) {
      target = target.toRealPath();
    }
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException("Can't save %s: it is a folder. Give a file's name".formatted(file));
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "Can't save %s: there is no folder %s. Create it first".formatted(file, folder));
    }
    Path temporary = folder.resolve(temporaryName(target));
    boolean moved = false;
    try {
      save(temporary, content, opener);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
    } catch (IOException e) {
      throw new IOException(
          "Can't save %s: %s. %s"
              .formatted(
                  file,
                  reason(e, folder),
                  Files.exists(target)
                      ? "The earlier file is untouched"
                      : "Nothing was left there"),
          e);
    } finally {
      if (!moved) {
        delete(temporary);
      }
    }
    forceFolder(folder);
  }

  private static void save(Path temporary, Content content, Opener opener) throws IOException {
    try (FileChannel channel = opener.open(temporary)) {
      OutputStream out = Channels.newOutputStream(channel);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  private static String temporaryName(Path target) {
    String name = target.getFileName().toString();
    name = name.substring(0, Math.min(name.length(), LONGEST_NAME));
    return ".%s.%s.tmp".formatted(name, Long.toHexString(NAMES.nextLong()));
  }

  private static String reason(IOException e, Path folder) {
    if (e instanceof AccessDeniedException) {
      return "the folder %s can't be written to".formatted(folder);
    }
    if (e instanceof FileSystemException problem && problem.getReason() != null) {
      return "in %s: %s".formatted(folder, problem.getReason());
    }
    return "in %s: %s".formatted(folder, e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private static void delete(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException ignored) {
      // The first failure is the one to tell; a folder that can't be written has no such file.
    }
  }

  /** Makes the move itself last. Some systems can't open a folder: there it is up to them. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException ignored) {
      // The file is in place and whole.
    }
  }
}
