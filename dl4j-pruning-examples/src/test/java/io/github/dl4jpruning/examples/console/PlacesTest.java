package io.github.dl4jpruning.examples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
  @TempDir Path folder;

  @Test
  void requireFolder_new_isMadeAndLeftEmpty() throws IOException {
    Path wanted = folder.resolve("a").resolve("b");

    Places.requireFolder("--folder", wanted);

    try (var files = Files.list(wanted)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void requireFolder_belowAFile_saysWhichOne() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertMessage(
        "Nothing can be written to the folder %s: %s is a file. Choose another --report-dir"
            .formatted(file.resolve("sub"), file),
        () -> Places.requireFolder("--report-dir", file.resolve("sub")));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void requireFolder_proc_saysMoreThanItsName() {
    IOException e =
        assertThrows(
            IOException.class, () -> Places.requireFolder("--folder", Path.of("/proc/nope")));

    assertTrue(
        e.getMessage().startsWith("Nothing can be written to the folder /proc/nope: "),
        e.getMessage());
    assertTrue(e.getMessage().endsWith(". Choose another --folder"), e.getMessage());
    assertTrue(e.getMessage().contains(" /proc. "), e.getMessage());
  }

  @Test
  void requireFile_aFolder_isRefused() {
    assertMessage(
        folder + " is a folder, where a file is to be written. Choose another --report",
        () -> Places.requireFile("--report", folder));
  }

  @Test
  void reasons_bareNames_becomeSentences() {
    assertEquals(
        "There is no /nowhere.zip. Is the name right?",
        Reasons.of(new NoSuchFileException("/nowhere.zip")));
    assertEquals(
        "/root/x can't be opened: this user may not. Choose another place, or change its permissions",
        Reasons.of(new AccessDeniedException("/root/x")));
    assertEquals(
        "/tmp/x is a file, where a folder is wanted. Choose another name",
        Reasons.of(new FileAlreadyExistsException("/tmp/x")));
    assertEquals(
        "/tmp/x can't be used: No space left. Choose another place",
        Reasons.of(new FileSystemException("/tmp/x", null, "No space left")));
    assertEquals(
        "A file is no zip, or is damaged (zip END header not found): get it anew",
        Reasons.of(new ZipException("zip END header not found")));
    assertEquals("The disk is full", Reasons.of(new IOException("The disk is full")));
  }

  private static void assertMessage(String message, Executable action) {
    assertEquals(message, assertThrows(IOException.class, action).getMessage());
  }
}
