package io.github.dl4jpruning.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final byte[] OLD = {1, 2, 3};
  private static final byte[] NEW = {4, 5};

  @TempDir Path folder;

  @AfterEach
  void nothingElseIsLeft() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".tmp")).toList());
    }
  }

  @Test
  void write_newFile_isThere() throws IOException {
    Path file = folder.resolve("a.dlp");

    AtomicFile.write(file, out -> out.write(NEW));

    assertArrayEquals(NEW, Files.readAllBytes(file));
  }

  @Test
  void write_whileWriting_earlierFileIsWhole() throws IOException {
    Path file = Files.write(folder.resolve("a.dlp"), OLD);

    AtomicFile.write(
        file,
        out -> {
          out.write(NEW);
          assertArrayEquals(OLD, Files.readAllBytes(file));
        });

    assertArrayEquals(NEW, Files.readAllBytes(file));
  }

  @Test
  void write_contentFails_earlierFileIsWhole() throws IOException {
    Path file = Files.write(folder.resolve("a.dlp"), OLD);

    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFile.write(
                file,
                out -> {
                  out.write(NEW);
                  throw new IllegalStateException();
                }));

    assertArrayEquals(OLD, Files.readAllBytes(file));
  }

  @Test
  void write_link_replacesItsTarget() throws IOException {
    Path file = Files.write(folder.resolve("a.dlp"), OLD);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    AtomicFile.write(link, out -> out.write(NEW));

    assertTrue(Files.isSymbolicLink(link));
    assertArrayEquals(NEW, Files.readAllBytes(file));
  }

  @Test
  void write_missingFolder_refused() {
    Path file = folder.resolve("none").resolve("a.dlp");

    assertEquals(
        "Can't save %s: there is no folder %s. Create it first".formatted(file, file.getParent()),
        message(file));
  }

  @Test
  void write_folderInPlaceOfFile_refused() {
    assertEquals(
        "Can't save %s: it is a folder. Give a file's name".formatted(folder), message(folder));
  }

  @Test
  void write_longName_fits() throws IOException {
    Path file = folder.resolve("n".repeat(250));

    AtomicFile.write(file, out -> out.write(NEW));

    assertArrayEquals(NEW, Files.readAllBytes(file));
  }

  @Test
  void write_contentRunsOutOfSpace_saysSoAndKeepsEarlierFile() throws IOException {
    Path file = Files.write(folder.resolve("a.dlp"), OLD);

    IOException e =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(NEW);
                      throw new IOException("No space left on device");
                    }));

    assertEquals(
        "Can't save %s: in %s: No space left on device. The earlier file is untouched"
            .formatted(file, folder.toRealPath()),
        e.getMessage());
    assertArrayEquals(OLD, Files.readAllBytes(file));
  }

  @Test
  void write_threadInterrupted_saysSoAndKeepsEarlierFile() throws IOException {
    Path file = Files.write(folder.resolve("a.dlp"), OLD);
    Thread.currentThread().interrupt();

    String message = message(file);

    assertTrue(Thread.interrupted());
    assertTrue(message.contains("ClosedByInterruptException. The earlier file"), message);
    assertArrayEquals(OLD, Files.readAllBytes(file));
  }

  @Test
  void write_diskReallyFull_saysSoAndKeepsEarlierFile() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString()),
        "needs the right to mount a small file system");
    try {
      Path file = Files.write(small.resolve("a.dlp"), OLD);
      byte[] large = new byte[1 << 17];

      String message =
          assertThrows(IOException.class, () -> AtomicFile.write(file, out -> out.write(large)))
              .getMessage();

      assertEquals(
          "Can't save %s: in %s: No space left on device. The earlier file is untouched"
              .formatted(file, small.toRealPath()),
          message);
      assertArrayEquals(OLD, Files.readAllBytes(file));
      try (Stream<Path> left = Files.list(small)) {
        assertEquals(List.of(file), left.toList());
      }
    } finally {
      run("umount", small.toString());
    }
  }

  @Test
  void write_readOnlyFileSystem_saysSo() throws Exception {
    Path fixed = Files.createDirectory(folder.resolve("fixed"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "ro,size=64k", "tmpfs", fixed.toString()),
        "needs the right to mount a small file system");
    try {
      Path file = fixed.resolve("a.dlp");

      assertEquals(
          "Can't save %s: in %s: Read-only file system. Nothing was left there"
              .formatted(file, fixed.toRealPath()),
          message(file));
    } finally {
      run("umount", fixed.toString());
    }
  }

  @Test
  void write_folderWithoutWriteRight_saysSo() throws IOException {
    Path fixed = Files.createDirectory(folder.resolve("fixed"));
    assumeTrue(fixed.toFile().setWritable(false), "needs permissions on files");
    assumeTrue(!Files.isWritable(fixed), "this user may write everywhere");
    Path file = fixed.resolve("a.dlp");

    assertEquals(
        "Can't save %s: the folder %s can't be written to. Nothing was left there"
            .formatted(file, fixed.toRealPath()),
        message(file));
    assertTrue(fixed.toFile().setWritable(true));
  }

  @Test
  void write_openingFails_saysSo() {
    Path file = folder.resolve("a.dlp");

    IOException e =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> out.write(NEW),
                    temporary -> {
                      throw new java.nio.file.AccessDeniedException(temporary.toString());
                    }));

    assertTrue(e.getMessage().contains("can't be written to. Nothing was left there"));
  }

  @Test
  void write_forced_beforeTheMove() throws IOException {
    Path file = Files.write(folder.resolve("a.dlp"), OLD);
    List<FileChannel> opened = new ArrayList<>();

    AtomicFile.write(
        file,
        out -> out.write(NEW),
        temporary -> {
          FileChannel channel =
              FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          opened.add(channel);
          return channel;
        });

    assertEquals(1, opened.size());
    assertArrayEquals(NEW, Files.readAllBytes(file));
  }

  /** Every look at the file finds one of the writers' contents, whole. */
  @Test
  void write_twoProcessesAndAThread_neverTorn() throws Exception {
    Path file = folder.resolve("shared.dlp");
    save(file, (byte) 9);
    List<Process> writers = new ArrayList<>();
    for (String value : List.of("1", "2")) {
      writers.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  AtomicFileTest.class.getName(),
                  file.toString(),
                  value)
              .inheritIO()
              .start());
    }
    boolean[] seen = new boolean[10];
    while (writers.stream().anyMatch(Process::isAlive)) {
      save(file, (byte) 9);
      for (int look = 0; look < 20; look++) {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
        byte first = content.get();
        byte[] expected = content(first);
        assertArrayEquals(expected, content.array());
        seen[first] = true;
      }
    }
    for (Process writer : writers) {
      assertTrue(writer.waitFor(10, TimeUnit.SECONDS));
      assertEquals(0, writer.exitValue());
    }
    assertTrue(seen[1] && seen[2] && seen[9], Arrays.toString(seen));
  }

  /** Saves to the path of the first argument, again and again, the value of the second. */
  public static void main(String[] args) throws IOException {
    for (int i = 0; i < 100; i++) {
      save(Path.of(args[0]), Byte.parseByte(args[1]));
    }
  }

  private static void save(Path file, byte value) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          for (byte b : content(value)) {
            out.write(b);
          }
        });
  }

  /** Of a length of its own. */
  private static byte[] content(byte value) {
    byte[] content = new byte[300 * value];
    Arrays.fill(content, value);
    return content;
  }

  private static String message(Path file) {
    return assertThrows(IOException.class, () -> AtomicFile.write(file, out -> out.write(NEW)))
        .getMessage();
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
