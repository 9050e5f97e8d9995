package io.github.dl4jpruning.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static String said(String line) {
    StringWriter out = new StringWriter();
    new Console(new PrintWriter(out), new PrintWriter(out), 40, false).say(line);
    return out.toString();
  }

  @Test
  void say_longLine_breaksBetweenWordsButNotBeforePercent() {
    assertEquals(
        "accuracy: 95.40 % before, 95.40 %\n  pruned, 99.00 % fine-tuned\n",
        said("accuracy: 95.40 % before, 95.40 % pruned, 99.00 % fine-tuned"));
    assertEquals(
        "accuracy of this on all the data:\n  95.40 % before\n",
        said("accuracy of this on all the data: 95.40 % before"));
  }
}
