package io.github.dl4jpruning.reporting;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Chromium without a window, steered by its own protocol (DevTools) over a WebSocket. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private Browser(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Where this machine has it. */
  static Optional<Path> installed() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser start(Path program, Path profile) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("log").toFile())
            .start();
    Path told = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(told) || Files.readAllLines(told).isEmpty()) {
      assertTrue(process.isAlive() && System.nanoTime() < end, "Chromium does not start");
      Thread.sleep(100);
    }
    return new Browser(process, Integer.parseInt(Files.readAllLines(told).get(0)));
  }

  /** Opens a page in a tab of its own. */
  Tab open(URI address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?" + address))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return new Tab(URI.create(JSON.readTree(answer).get("webSocketDebuggerUrl").asText()));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** One tab. */
  final class Tab implements WebSocket.Listener {
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private int calls;

    private Tab(URI address) {
      socket = client.newWebSocketBuilder().buildAsync(address, this).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        answers.add(part.toString());
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    JsonNode call(String method, Map<String, ?> params) throws IOException, InterruptedException {
      int id = ++calls;
      String text = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", params));
      socket.sendText(text, true).join();
      while (true) {
        String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertTrue(answer != null, "Chromium does not answer to " + method);
        JsonNode node = JSON.readTree(answer);
        if (node.path("id").asInt() == id) {
          assertTrue(!node.has("error"), answer);
          return node.get("result");
        }
      }
    }

    /** The value of an expression of JavaScript, as text. */
    String value(String expression) throws IOException, InterruptedException {
      JsonNode result =
          call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")"));
      return result.at("/result/value").asText();
    }

    /** Waits until a condition of JavaScript holds. */
    void await(String condition) throws IOException, InterruptedException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!value(condition).equals("true")) {
        assertTrue(System.nanoTime() < end, () -> "In vain: " + condition);
        Thread.sleep(50);
      }
    }

    void resize(int width, int height) throws IOException, InterruptedException {
      call(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    void prefer(String scheme) throws IOException, InterruptedException {
      call(
          "Emulation.setEmulatedMedia",
          Map.of(
              "features", new Object[] {Map.of("name", "prefers-color-scheme", "value", scheme)}));
    }

    byte[] picture() throws IOException, InterruptedException {
      JsonNode shot = call("Page.captureScreenshot", Map.of("captureBeyondViewport", false));
      return Base64.getDecoder().decode(shot.get("data").asText());
    }
  }
}
