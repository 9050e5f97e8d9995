package io.github.dl4jpruning.cli.console;

import java.io.IOException;
import java.util.stream.Collectors;

/** Ends a command: one line that says what is wrong and how to mend it, and an exit code. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private Failure(int exitCode, String message, Throwable cause) {
    super(message.lines().map(String::strip).collect(Collectors.joining(" ")), cause);
    this.exitCode = exitCode;
  }

  /** The options can't be meant so. */
  public static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message, null);
  }

  /** A file is not what it should be. */
  public static Failure unreadable(String message) {
    return new Failure(ExitCode.UNREADABLE, message, null);
  }

  /** The same, as the library has found. */
  public static Failure unreadable(IOException cause) {
    return new Failure(ExitCode.UNREADABLE, String.valueOf(cause.getMessage()), cause);
  }

  /** What was asked for does not fit. */
  public static Failure unfit(String message) {
    return new Failure(ExitCode.UNFIT, message, null);
  }

  /** The same, as the library has found. */
  public static Failure unfit(RuntimeException cause) {
    return new Failure(ExitCode.UNFIT, String.valueOf(cause.getMessage()), cause);
  }

  /** A result can't be written. */
  public static Failure unwritable(String message) {
    return new Failure(ExitCode.UNWRITABLE, message, null);
  }

  /** The same, as the system says. */
  public static Failure unwritable(IOException cause) {
    return new Failure(ExitCode.UNWRITABLE, String.valueOf(cause.getMessage()), cause);
  }

  /** What the program ends with. */
  public int exitCode() {
    return exitCode;
  }
}
