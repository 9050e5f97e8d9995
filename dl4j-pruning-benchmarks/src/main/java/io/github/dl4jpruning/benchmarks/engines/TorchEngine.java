package io.github.dl4jpruning.benchmarks.engines;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** torch, in a process of its own that answers when it is told to: torch_engine.py. */
final class TorchEngine implements Engine {
  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader replies;

  TorchEngine(Path python, Path script, Question question) throws IOException {
    process =
        new ProcessBuilder(
                python.toString(),
                script.toString(),
                question.name(),
                String.valueOf(question.batch()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    orders = process.outputWriter(StandardCharsets.UTF_8);
    replies = process.inputReader(StandardCharsets.UTF_8);
    if (!"ready".equals(replies.readLine())) {
      throw new IOException("torch does not start: %s %s".formatted(python, script));
    }
  }

  @Override
  public String name() {
    return "torch";
  }

  @Override
  public double millis(int times) {
    try {
      orders.write(times + "\n");
      orders.flush();
      return Double.parseDouble(replies.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
