package io.github.dl4jpruning.examples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PruneOnSparkTest {
  @ParameterizedTest
  @EnumSource
  void main_fewImages_prunesToTheTarget(Engine engine) {
    PrintStream screen = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    int code;
    try {
      code =
          PruneOnSpark.line(new PruneOnSpark())
              .execute("--engine", engine.toString(), "--images", "2560", "--epochs", "4");
    } finally {
      System.setOut(screen);
    }

    assertEquals(0, code);
    String text = out.toString(StandardCharsets.UTF_8);
    Matcher line =
        Pattern.compile("pruned 90\\.00 %, complete: ([0-9.]+) % of the test images right\n")
            .matcher(text);
    assertTrue(line.find(), text);
    assertTrue(Double.parseDouble(line.group(1)) > 25, text);
  }

  @Test
  void main_unknownEngine_saysWhatThereIs() {
    StringWriter errors = new StringWriter();

    int code =
        PruneOnSpark.line(new PruneOnSpark())
            .setErr(new PrintWriter(errors))
            .execute("--engine", "guessing");

    assertEquals(2, code);
    assertTrue(errors.toString().contains("[averaging, shared]"), errors::toString);
  }
}
