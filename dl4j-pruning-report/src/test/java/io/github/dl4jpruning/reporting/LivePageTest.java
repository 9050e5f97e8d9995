package io.github.dl4jpruning.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.PruningListener;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePageTest {
  @TempDir Path folder;
  private final MultiLayerNetwork net = Runs.layers();
  private final PruningListener pruner = new PruningListener(Runs.HALF);
  private LivePage page;

  @BeforeEach
  void start() throws IOException {
    page = LivePage.on(pruner).titled(WholeReport.HOSTILE).fact("epochs", 1).start();
  }

  @AfterEach
  void stop() throws IOException {
    page.close();
  }

  private String get(String path) throws IOException {
    return ask("GET " + page.address().getPath() + path, page.address().getAuthority());
  }

  /** By hand: the JDK's clients set Host themselves. */
  private String ask(String what, String host) throws IOException {
    try (Socket socket = connect(page.address().getPort())) {
      String request = "%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(what, host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  private static Document html(String answer) {
    return Jsoup.parse(answer.substring(answer.indexOf("\r\n\r\n")));
  }

  @Test
  void page_beforeDuringAndAfterTraining_isOfThen() throws IOException {
    net.setListeners(pruner, page);
    assertTrue(get("").startsWith("HTTP/1.1 200 OK\r\n"));
    assertEquals("The first training step is awaited.", html(get("")).select("#waiting p").text());

    net.fit(Runs.iterator(8), 1);
    Document first = html(get(""));
    assertEquals("1", first.selectFirst("html").attr("data-version"));
    assertTrue(first.select("#result p").text().contains("iterations to go"), first::html);
    assertEquals("live.js", first.select("script").attr("src"));
    assertEquals(1, first.select("script").size());
    assertEquals(WholeReport.HOSTILE, first.title());
    assertTrue(get("page?after=1").startsWith("HTTP/1.1 204 "));

    int port = page.address().getPort();
    page.close();
    assertThrows(ConnectException.class, () -> connect(port));
  }

  @Test
  void page_nobodyLooks_isNotDrawn() throws Exception {
    net.setListeners(pruner, page);
    Thread.sleep(1); // the clock moves
    net.fit(Runs.iterator(8), 1);

    assertEquals("0", html(get("")).selectFirst("html").attr("data-version"));
  }

  @Test
  void page_closedWithFile_endsAsTheReport() throws IOException {
    Path file = folder.resolve("new").resolve("report.html");
    try (LivePage other = LivePage.on(pruner).endsAs(file).start()) {
      net.setListeners(pruner, other);
      net.fit(Runs.iterator(8), 1);
    }

    Document report = Jsoup.parse(Files.readString(file));
    assertTrue(report.select("#result p").text().contains("complete"), report::html);
    assertEquals(0, report.select("script").size());
    assertEquals("8", report.select("#time table").last().select("tr").last().child(1).text());
  }

  @Test
  void requests_foreignHost_refused() throws IOException {
    String path = "GET " + page.address().getPath();
    int port = page.address().getPort();

    for (String host :
        List.of("evil.example", "evil.example:" + port, "127.0.0.1", "127.0.0.1:1", "")) {
      assertTrue(ask(path, host).startsWith("HTTP/1.1 403 "), host);
    }
    assertTrue(ask(path, "localhost:" + port).startsWith("HTTP/1.1 200 "));
  }

  @Test
  void requests_wrongToken_notFound() throws IOException {
    String host = page.address().getAuthority();
    String token = page.address().getPath().split("/", -1)[1];
    assertEquals(32, token.length());

    for (String path :
        List.of(
            "/",
            "/page",
            "/" + "0".repeat(32) + "/",
            "/" + token,
            "/" + token + "/x",
            "/" + token + "/../" + token + "/",
            "//" + token + "/")) {
      String answer = ask("GET " + path, host);
      assertTrue(answer.startsWith("HTTP/1.1 404 "), path + ": " + answer);
      assertFalse(answer.contains("awaited"), path);
    }
  }

  @Test
  void requests_otherMethods_refused() throws IOException {
    String path = page.address().getPath();

    for (String method : List.of("POST", "PUT", "DELETE")) {
      assertTrue(
          ask(method + " " + path, page.address().getAuthority()).startsWith("HTTP/1.1 405 "));
    }
  }

  @Test
  void answers_headers_allowNothingFromOutside() throws IOException {
    String answer = get("");

    assertTrue(
        answer.contains("\r\nContent-security-policy: default-src 'none'; script-src 'self'"));
    assertTrue(answer.contains("\r\nX-content-type-options: nosniff\r\n"));
    assertTrue(answer.contains("\r\nReferrer-policy: no-referrer\r\n"));
    assertTrue(answer.contains("\r\nCache-control: no-store\r\n"));
    assertTrue(get("live.js").contains("fetch("));
  }

  @Test
  void server_otherAddressesOfThisMachine_notListening() throws IOException {
    for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(card.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          try (Socket socket = new Socket()) {
            InetSocketAddress there = new InetSocketAddress(address, page.address().getPort());
            assertThrows(ConnectException.class, () -> socket.connect(there, 2_000));
          }
        }
      }
    }
  }

  @Test
  void threads_ofTheServer_keepNoJvmAlive() {
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().matches("HTTP-Dispatcher|dl4j-pruning-live-page"))
            .allMatch(Thread::isDaemon));
  }

  @Test
  void start_again_throws() {
    assertEquals(
        "This page is served already, at " + page.address(),
        assertThrows(IllegalStateException.class, page::start).getMessage());
  }

  @Test
  void address_notServed_throws() {
    assertEquals(
        "The page is not served: call start()",
        assertThrows(IllegalStateException.class, () -> LivePage.on(pruner).address())
            .getMessage());
  }

  @Test
  void iterationDone_anothersNetwork_refused() throws IOException {
    Runs.fit(Runs.layers(), pruner);
    net.setListeners(page);

    assertThrows(IllegalStateException.class, () -> net.fit(Runs.iterator(1), 1));
  }

  @Test
  void address_twoPages_differInTheirTokens() throws IOException {
    try (LivePage other = LivePage.on(pruner).start()) {
      URI one = page.address();
      URI two = other.address();
      assertFalse(one.getPath().equals(two.getPath()));
      assertFalse(one.getPort() == two.getPort());
    }
  }
}
