package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.examples.data.Downloader.RemoteFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloaderTest {

  private static final int SIZE = 200_000;
  private static final String NAME = "digits.gz";

  private final byte[] content = new byte[SIZE];
  private final byte[] forged = new byte[SIZE];
  private final Downloader downloader =
      new Downloader(Duration.ofSeconds(30), Duration.ofSeconds(30));

  @TempDir Path temp;
  private Path folder;
  private RemoteFile wanted;
  private MirrorServer good;
  private MirrorServer bad;
  private MirrorServer empty;

  @BeforeEach
  void startServers() throws IOException {
    folder = temp.resolve("new").resolve("folder");
    new SplittableRandom(1).nextBytes(content);
    new SplittableRandom(2).nextBytes(forged);
    wanted = remoteFile(NAME, content);
    good = new MirrorServer(Map.of(NAME, content));
    bad = new MirrorServer(Map.of(NAME, forged));
    empty = new MirrorServer(Map.of());
  }

  @AfterEach
  void stopServers() {
    good.close();
    bad.close();
    empty.close();
  }

  static RemoteFile remoteFile(String name, byte[] content) {
    return new RemoteFile(name, content.length, sha256(content));
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void get(MirrorServer... mirrors) throws IOException, InterruptedException {
    Path file =
        downloader.get(wanted, Stream.of(mirrors).map(MirrorServer::address).toList(), folder);
    assertEquals(folder.resolve(NAME), file);
    assertArrayEquals(content, Files.readAllBytes(file));
    assertEquals(List.of(NAME), files());
  }

  private String failure(URI... mirrors) {
    return assertThrows(IOException.class, () -> downloader.get(wanted, List.of(mirrors), folder))
        .getMessage();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void leavePart(byte[] bytes, int count) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(NAME + ".part"), Arrays.copyOf(bytes, count));
  }

  @Test
  void get_goodMirror_writesTheFileAndNothingElse() throws Exception {
    get(good);
    assertEquals(List.of(NAME + " null null"), good.requests());
  }

  @Test
  void get_goodFileThere_asksNobody() throws Exception {
    get(good);
    get(good);
    assertEquals(1, good.requests().size());
  }

  @Test
  void get_badFileThere_replacesIt() throws Exception {
    Files.createDirectories(folder);
    Files.write(folder.resolve(NAME), forged);
    get(good);
  }

  @Test
  void get_transferBroken_resumesWhereItBroke() throws Exception {
    good.breaks.set(1);
    good.breakAfter = 70_000;
    get(good);
    assertEquals(2, good.requests().size());
    assertTrue(
        good.requests().get(1).matches("digits.gz bytes=[1-9]\\d*- \"one\""),
        good.requests()::toString);
  }

  @Test
  void get_everyTransferBroken_keepsThePartForTheNextRun() throws Exception {
    good.breaks.set(4);
    good.breakAfter = 30_000;
    String message = failure(good.address());
    assertTrue(
        message.matches(
            "No mirror delivered digits.gz:\n  "
                + good.address()
                + "digits.gz: the transfer broke after [1-9]\\d* of 200000 bytes \\(.+\\)"),
        message);
    assertEquals(4, good.requests().size());
    assertEquals(List.of("digits.gz.part", "digits.gz.part.from"), files());
    get(good);
    assertTrue(good.requests().get(4).startsWith("digits.gz bytes="));
    assertTrue(good.requests().get(4).endsWith(" \"one\""));
  }

  @Test
  void get_brokenOnOneMirror_goesOnFromTheNext() throws Exception {
    bad.close();
    bad = new MirrorServer(Map.of(NAME, content));
    bad.breaks.set(99);
    bad.breakAfter = 20_000;
    get(bad, good);
    assertTrue(
        good.requests().get(0).matches("digits.gz bytes=[1-9]\\d*- null"),
        good.requests()::toString);
  }

  @Test
  void get_serverIgnoresRange_startsOver() throws Exception {
    good.ranges = false;
    good.breaks.set(1);
    good.breakAfter = 70_000;
    get(good);
    assertTrue(good.requests().get(1).startsWith("digits.gz bytes="));
  }

  @Test
  void get_fileChangedOnTheServer_startsOver() throws Exception {
    bad.breaks.set(4);
    bad.breakAfter = 10_000;
    failure(bad.address());
    Path from = folder.resolve(NAME + ".part.from");
    Files.write(from, List.of(good.address() + NAME, "\"zero\""));
    get(good);
    assertEquals(1, good.requests().size());
    assertTrue(good.requests().get(0).endsWith("- \"zero\""));
  }

  @Test
  void get_weakTag_isNotUsedToResume() throws Exception {
    good.etag = "W/\"one\"";
    good.breaks.set(1);
    good.breakAfter = 70_000;
    get(good);
    assertTrue(good.requests().get(1).endsWith("- null"));
  }

  @Test
  void get_partOfAnotherFile_isThrownAwayAndTheSameMirrorAskedAgain() throws Exception {
    leavePart(forged, 500);
    get(good);
    assertEquals(List.of(NAME + " bytes=500- null", NAME + " null null"), good.requests());
  }

  @Test
  void get_partIsWholeFile_isRenamedWithoutARequest() throws Exception {
    leavePart(content, SIZE);
    get(good);
    assertEquals(List.of(), good.requests());
  }

  @Test
  void get_partTooLong_startsOver() throws Exception {
    leavePart(content, SIZE + 1);
    get(good);
    assertEquals(List.of(NAME + " null null"), good.requests());
  }

  @Test
  void get_rangeRefused_startsOver() throws Exception {
    MirrorServer shorter = new MirrorServer(Map.of(NAME, new byte[400]));
    try (shorter) {
      leavePart(content, 500);
      get(shorter, good);
      assertEquals(List.of(NAME + " bytes=500- null", NAME + " null null"), shorter.requests());
      assertEquals(List.of(NAME + " null null"), good.requests());
    }
  }

  @Test
  void get_wrongChecksum_asksTheNextMirrorForAllOfIt() throws Exception {
    get(bad, good);
    assertEquals(List.of(NAME + " null null"), bad.requests());
    assertEquals(List.of(NAME + " null null"), good.requests());
  }

  @Test
  void get_wrongLengthUnannounced_isRefused() throws Exception {
    MirrorServer shorter = new MirrorServer(Map.of(NAME, new byte[400]));
    MirrorServer longer = new MirrorServer(Map.of(NAME, new byte[SIZE + 70_000]));
    try (shorter;
        longer) {
      shorter.tellsLength = false;
      longer.tellsLength = false;
      String message = failure(shorter.address(), longer.address());
      assertEquals(
          "No mirror delivered digits.gz:\n  "
              + shorter.address()
              + "digits.gz: no more than 400 of 200000 bytes are there\n  "
              + longer.address()
              + "digits.gz: wrong content, SHA-256 is "
              + sha256(new byte[SIZE + 1])
              + " instead of "
              + wanted.sha256(),
          message);
      assertEquals(List.of(), files());
    }
  }

  @Test
  void get_allMirrorsDead_namesEachWithItsReason() throws Exception {
    URI closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }
    MirrorServer shorter = new MirrorServer(Map.of(NAME, new byte[400]));
    try (shorter) {
      assertEquals(
          "No mirror delivered digits.gz:"
              + ("\n  " + empty.address() + "digits.gz: HTTP status 404")
              + ("\n  " + closed + "digits.gz: no connection")
              + ("\n  " + shorter.address() + "digits.gz: wrong size, 400 bytes instead of 200000")
              + ("\n  " + bad.address() + "digits.gz: wrong content, SHA-256 is ")
              + (sha256(forged) + " instead of " + sha256(content)),
          failure(empty.address(), closed, shorter.address(), bad.address()));
    }
    assertEquals(List.of(), files());
  }

  @Test
  void get_serverFallsSilent_givesUp() throws Exception {
    good.breaks.set(99);
    good.breakAfter = 1000;
    good.stalls = true;
    Downloader hasty = new Downloader(Duration.ofSeconds(30), Duration.ofMillis(300));
    IOException failure =
        assertThrows(IOException.class, () -> hasty.get(wanted, List.of(good.address()), folder));
    assertTrue(
        failure
            .getMessage()
            .matches(
                "(?s)No mirror delivered digits.gz:\n  .*: nothing came for 300 ms after \\d+ of"
                    + " 200000 bytes"),
        failure.getMessage());
    good.breaks.set(0);
    get(good);
  }
}
