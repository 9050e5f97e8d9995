package io.github.dl4jpruning.examples.data;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A mirror on the loopback address that can be told to misbehave, and notes what it was asked. */
final class MirrorServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Transfers still to be broken off. */
  final AtomicInteger breaks = new AtomicInteger();

  /** Bytes of the body before a transfer breaks. */
  volatile int breakAfter;

  /** Whether a break is a silence instead of an end. */
  volatile boolean stalls;

  volatile boolean ranges = true;
  volatile String etag = "\"one\"";

  /** Whether an answer says how long it is. */
  volatile boolean tellsLength = true;

  MirrorServer(Map<String, byte[]> files) throws IOException {
    this.files = files;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create(
        "http://"
            + server.getAddress().getAddress().getHostAddress()
            + ":"
            + server.getAddress().getPort()
            + "/mnist/");
  }

  /** Each request so far: the file's name, its Range and its If-Range. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers asked = exchange.getRequestHeaders();
      String name = exchange.getRequestURI().getPath().replace("/mnist/", "");
      String range = asked.getFirst("Range");
      String ifRange = asked.getFirst("If-Range");
      requests.add(name + " " + range + " " + ifRange);
      byte[] file = files.get(name);
      if (file == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("ETag", etag);
      int start = 0;
      if (ranges && range != null && (ifRange == null || ifRange.equals(etag))) {
        start = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        if (start >= file.length) {
          exchange.sendResponseHeaders(416, -1);
          return;
        }
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes %d-%d/%d".formatted(start, file.length - 1, file.length));
      }
      byte[] body = Arrays.copyOfRange(file, start, file.length);
      exchange.sendResponseHeaders(start > 0 ? 206 : 200, tellsLength ? body.length : 0);
      if (breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.getResponseBody().write(body, 0, Math.min(breakAfter, body.length - 1));
        exchange.getResponseBody().flush();
        if (stalls) {
          closing.await();
        }
      } else {
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
