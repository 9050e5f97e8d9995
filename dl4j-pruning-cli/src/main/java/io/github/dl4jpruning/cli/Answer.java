package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Console;
import io.github.dl4jpruning.cli.console.JsonText;

/** What a command has found or done. */
interface Answer {
  /** For people. */
  void print(Console console);

  /** For scripts. */
  JsonText json();
}
