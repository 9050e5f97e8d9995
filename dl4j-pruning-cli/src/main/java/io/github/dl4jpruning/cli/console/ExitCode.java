package io.github.dl4jpruning.cli.console;

/** What the command ends with; {@code docs/cli.md} lists the same. */
public final class ExitCode {
  /** All is done. */
  public static final int DONE = 0;

  /** A fault of this program. */
  public static final int FAULT = 1;

  /** Options that are unknown, missing, out of range, or contradict each other. */
  public static final int USAGE = 2;

  /** A file that can't be read, or is not what it should be. */
  public static final int UNREADABLE = 3;

  /** What was asked for does not fit the network, or its data. */
  public static final int UNFIT = 4;

  /** A result that can't be written. */
  public static final int UNWRITABLE = 5;

  private ExitCode() {}
}
