package io.github.dl4jpruning.examples.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.zip.ZipException;

/** Says what is wrong with a file: the JDK's exceptions often name it, and no more. */
final class Reasons {
  private Reasons() {}

  /** A sentence; that of the exception itself if it is one. */
  static String of(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return "There is no %s. Is the name right?".formatted(missing.getFile());
    }
    if (e instanceof AccessDeniedException denied) {
      return "%s can't be opened: this user may not. Choose another place, or change its permissions"
          .formatted(denied.getFile());
    }
    if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
      return "%s is a file, where a folder is wanted. Choose another name"
          .formatted(((FileSystemException) e).getFile());
    }
    if (e instanceof FileSystemException other) {
      return "%s can't be used: %s. Choose another place"
          .formatted(other.getFile(), other.getReason() == null ? "unknown" : other.getReason());
    }
    if (e instanceof ZipException) {
      return "A file is no zip, or is damaged (%s): get it anew".formatted(e.getMessage());
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
