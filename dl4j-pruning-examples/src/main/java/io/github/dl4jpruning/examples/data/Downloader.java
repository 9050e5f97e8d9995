package io.github.dl4jpruning.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads files whose size and SHA-256 are known, from the first mirror that delivers.
 *
 * <p>Bytes go to {@code NAME.part} beside the wanted file, which is renamed in one step once its
 * checksum is right: a file under its own name is always whole. A broken transfer goes on where it
 * broke, in this run or a later one and from whichever mirror, with an HTTP range request; the
 * entity tag, where a mirror gives one, keeps a changed file from being glued to an old one, and
 * the checksum catches all else. A server that ignores ranges sends everything again. What the
 * checksum refuses is deleted. Not for two processes or threads at once in one folder.
 */
final class Downloader {

  /**
   * A file to get.
   *
   * @param name its name on each mirror and in the folder
   * @param bytes its exact size, above 0
   * @param sha256 its SHA-256, 64 lower-case hexadecimal digits
   */
  record RemoteFile(String name, long bytes, String sha256) {}

  private static final Logger log = LoggerFactory.getLogger(Downloader.class);

  /** Transfers tried from one mirror before the next one's turn. */
  private static final int ATTEMPTS = 4;

  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final HttpClient client;
  private final Duration answerWithin;
  private final Duration silence;

  /**
   * Creates a downloader.
   *
   * @param answerWithin the longest wait for a connection, and for the start of an answer; above 0
   * @param silence the longest wait for more of an answer, above 0
   */
  Downloader(Duration answerWithin, Duration silence) {
    this.answerWithin = answerWithin;
    this.silence = silence;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(answerWithin)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /**
   * Gets a file, unless a good one is there.
   *
   * @param file what to get
   * @param mirrors where from, in this order; each is a folder's address and ends in a slash
   * @param folder where to; made if need be
   * @return the file, whole and checked
   * @throws IOException if no mirror delivers it; the message has a line for each, with its reason
   * @throws InterruptedException if the thread was interrupted; what came so far is kept
   */
  Path get(RemoteFile file, List<URI> mirrors, Path folder)
      throws IOException, InterruptedException {
    Path target = folder.resolve(file.name());
    if (Files.isRegularFile(target) && sha256(target).equals(file.sha256())) {
      return target;
    }
    Files.createDirectories(folder);
    PartFile part = new PartFile(target);
    StringBuilder reasons = new StringBuilder();
    for (URI mirror : mirrors) {
      URI address = mirror.resolve(file.name());
      Optional<String> reason = get(file, address, part);
      if (reason.isEmpty()) {
        log.info("Downloaded {} ({} bytes) from {}", target, file.bytes(), address);
        return target;
      }
      log.warn("Could not get {}: {}", address, reason.get());
      reasons.append("\n  ").append(address).append(": ").append(reason.get());
    }
    throw new IOException("No mirror delivered " + file.name() + ":" + reasons);
  }

  /** Returns why this address did not deliver, or nothing if it did. */
  private Optional<String> get(RemoteFile file, URI address, PartFile part)
      throws IOException, InterruptedException {
    String reason = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long before = part.size();
      boolean resumed = true;
      try {
        if (before < file.bytes()) {
          resumed = transfer(file, address, part);
        }
      } catch (IOException e) {
        reason = reason(e);
        if (part.size() == before) {
          return Optional.of(reason);
        }
        continue;
      }
      String found = sha256(part.path());
      if (found.equals(file.sha256())) {
        part.finish();
        return Optional.empty();
      }
      reason = "wrong content, SHA-256 is %s instead of %s".formatted(found, file.sha256());
      part.delete();
      if (!resumed) {
        return Optional.of(reason);
      }
    }
    return Optional.of(reason);
  }

  /** Fetches what is missing; returns whether it was added to bytes of an earlier transfer. */
  private boolean transfer(RemoteFile file, URI address, PartFile part)
      throws IOException, InterruptedException {
    long have = part.size();
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(answerWithin);
    if (have > 0) {
      log.info("Resuming {} at byte {} of {}", address, have, file.bytes());
      request.header("Range", "bytes=" + have + "-");
      part.tagOf(address).ifPresent(tag -> request.header("If-Range", tag));
    }
    HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      if (status == RANGE_NOT_SATISFIABLE) {
        part.delete();
        throw new IOException(
            "no more than %d of %d bytes are there".formatted(have, file.bytes()));
      }
      boolean resumes = status == PARTIAL && startsAt(have, response);
      if (!resumes && status != OK) {
        throw new IOException("HTTP status " + status);
      }
      long start = resumes ? have : 0;
      OptionalLong announced = response.headers().firstValueAsLong("Content-Length");
      if (announced.isPresent() && start + announced.getAsLong() != file.bytes()) {
        throw new IOException(
            "wrong size, %d bytes instead of %d"
                .formatted(start + announced.getAsLong(), file.bytes()));
      }
      if (!resumes) {
        part.delete();
      }
      part.from(address, response.headers().firstValue("ETag"));
      append(body, part, file.bytes());
      return resumes;
    }
  }

  private void append(InputStream body, PartFile part, long wanted) throws IOException {
    long size = part.size();
    try (OutputStream out = part.append()) {
      byte[] buffer = new byte[1 << 16];
      // One byte more than wanted is enough for the checksum to notice a body that is too long.
      while (size <= wanted) {
        int asked = (int) Math.min(buffer.length, wanted + 1 - size);
        int read = read(body, buffer, asked, "after %d of %d bytes".formatted(size, wanted));
        if (read < 0) {
          break;
        }
        out.write(buffer, 0, read);
        size += read;
      }
    }
    if (size < wanted) {
      throw new IOException("the transfer ended after %d of %d bytes".formatted(size, wanted));
    }
  }

  /** Reads as {@link InputStream#read(byte[], int, int)}, but waits no longer than allowed. */
  private int read(InputStream body, byte[] buffer, int length, String where) throws IOException {
    AtomicBoolean silent = new AtomicBoolean();
    Runnable hangUp =
        () -> {
          silent.set(true);
          close(body);
        };
    CompletableFuture<Void> alarm =
        CompletableFuture.runAsync(
            hangUp, CompletableFuture.delayedExecutor(silence.toMillis(), TimeUnit.MILLISECONDS));
    try {
      int read = body.read(buffer, 0, length);
      if (!silent.get()) {
        return read;
      }
    } catch (IOException e) {
      if (!silent.get()) {
        throw new IOException("the transfer broke %s (%s)".formatted(where, reason(e)), e);
      }
    } finally {
      alarm.cancel(false);
    }
    throw new IOException("nothing came for %d ms %s".formatted(silence.toMillis(), where));
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      log.debug("A silent transfer did not close", e);
    }
  }

  private static boolean startsAt(long byteIndex, HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Content-Range")
        .filter(range -> range.startsWith("bytes " + byteIndex + "-"))
        .isPresent();
  }

  private static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host's name is unknown";
      }
    }
    if (e instanceof ConnectException) {
      return "no connection";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
