package io.github.dl4jpruning.reporting;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * Serves one page to this machine alone: on 127.0.0.1, at a free port, below a random path that
 * other users of the machine do not know. Requests with another Host are refused, so that no
 * foreign page reaches it by a name that it lets point here (DNS rebinding). The JDK's own server.
 */
final class LiveServer {
  /** What is to be seen now. */
  interface Content {
    /** Never null; asked for by the server's threads. */
    Page now();
  }

  /**
   * A page.
   *
   * @param version another for each other page
   * @param html whole
   */
  record Page(long version, String html) {}

  private static final int TOKEN_BYTES = 16;
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline';"
          + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Content content;
  private final byte[] script;
  private final String token;
  private final HttpServer server;
  private final ExecutorService threads;

  private LiveServer(Content content) throws IOException {
    this.content = content;
    this.script = resource("live.js");
    this.token = newToken();
    this.server = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    this.threads = Executors.newFixedThreadPool(2, LiveServer::daemon);
  }

  /** Begins to serve; its threads keep no JVM alive. */
  static LiveServer start(Content content) throws IOException {
    LiveServer live = new LiveServer(content);
    live.server.createContext("/", live::answer);
    live.server.setExecutor(live.threads);
    // The server's own thread is a daemon if the one that starts it is.
    FutureTask<Boolean> started = new FutureTask<>(live.server::start, true);
    daemon(started).start();
    try {
      started.get();
    } catch (ExecutionException e) {
      throw new IOException("The live page can't be served: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted before the live page was served", e);
    }
    return live;
  }

  /** Where it is to be seen. */
  URI address() {
    return URI.create("http://%s/%s/".formatted(host(), token));
  }

  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Of IPv4, as its name in the address is; {@code getLoopbackAddress} may be that of IPv6. */
  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      if (!isFromHere(exchange.getRequestHeaders())) {
        send(exchange, 403, "text/plain", "This page is for its own machine only.\n");
      } else if (path.length != 3 || !isToken(path[1])) {
        send(exchange, 404, "text/plain", "Not found. Take the whole address from the log.\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, "text/plain", "Only to be looked at.\n");
      } else {
        answer(exchange, path[2]);
      }
    }
  }

  private void answer(HttpExchange exchange, String name) throws IOException {
    Page page = content.now();
    switch (name) {
      case "" -> send(exchange, 200, "text/html", page.html());
      case "page" -> {
        boolean known =
            Objects.equals(exchange.getRequestURI().getQuery(), "after=" + page.version());
        send(exchange, known ? 204 : 200, "text/html", page.html());
      }
      case "live.js" ->
          send(exchange, 200, "text/javascript", new String(script, StandardCharsets.UTF_8));
      default -> send(exchange, 404, "text/plain", "Not found.\n");
    }
  }

  private boolean isFromHere(Headers headers) {
    List<String> hosts = headers.getOrDefault("Host", List.of());
    String port = ":" + server.getAddress().getPort();
    return hosts.equals(List.of(host())) || hosts.equals(List.of("localhost" + port));
  }

  /** In the same time, however much of it is right. */
  private boolean isToken(String tried) {
    return MessageDigest.isEqual(
        tried.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type + "; charset=utf-8");
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    boolean empty = status == 204;
    exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
    if (!empty) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "dl4j-pruning-live-page");
    thread.setDaemon(true);
    return thread;
  }

  private static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = LiveServer.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
