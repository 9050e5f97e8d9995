package io.github.dl4jpruning.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.data.Csv;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How does a pruned network answer in a server? From its small file, by the runtime alone: nothing
 * below imports DL4J or ND4J. One network serves all threads.
 */
@Command(
    name = "serve-pruned",
    description = "Answers over HTTP from a pruned network's small file, without DL4J.")
public final class ServePruned implements Callable<Integer> {
  private static final int MOST_BYTES = 16 << 20;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "A .dlp file with a program; without it, digits that the build has trained.")
  private Path file;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "On this machine only; 0 takes a free one. ${DEFAULT-VALUE} if not given.")
  private int port;

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Commands.main(new ServePruned(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    SparseNetwork network = network();
    HttpServer server = start(network);
    Screen.say(
        "%s%nAsk http://127.0.0.1:%s/answer with numbers between commas, one example a line:%n"
            + "  curl --data-binary @examples.csv http://127.0.0.1:%2$s/answer%nControl-C ends.",
        network.describe(), server.getAddress().getPort());
    Thread.currentThread().join(); // until somebody stops the process
    return 0;
  }

  /** The network, read once. */
  SparseNetwork network() throws IOException {
    if (file != null) {
      return SparseNetwork.read(file);
    }
    try (InputStream digits = ServePruned.class.getResourceAsStream("digits.dlp")) {
      return SparseNetwork.read(digits, SparseNetwork.DEFAULT_MAX_PARAMETERS);
    }
  }

  /** A thread for each core; each call answers in its own. */
  HttpServer start(SparseNetwork network) throws IOException {
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(here, 0);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            work -> {
              Thread thread = new Thread(work, "answers");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/answer", exchange -> answer(network, exchange));
    server.start();
    return server;
  }

  private static void answer(SparseNetwork network, HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] asked = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
      if (asked.length > MOST_BYTES) {
        reply(exchange, 413, "At most %s bytes of examples at once".formatted(MOST_BYTES));
        return;
      }
      try {
        float[] examples = Csv.numbers(new String(asked, StandardCharsets.UTF_8));
        String output = network.program().outputs().get(0);
        int width = network.session(1).outputSize(output);
        reply(exchange, 200, Csv.lines(network.predict(examples), width));
      } catch (IllegalArgumentException e) { // not numbers, or too many or few of them
        reply(exchange, 400, e.getMessage());
      }
    }
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/csv; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
