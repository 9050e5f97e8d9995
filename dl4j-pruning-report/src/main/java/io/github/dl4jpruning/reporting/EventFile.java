package io.github.dl4jpruning.reporting;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A file of TensorBoard's events: records of TensorFlow's TFRecord format, each a length and a
 * message, with a masked CRC-32C of either. A new file is begun each time; TensorBoard takes all of
 * a folder for one run, so that a resumed training goes on in it.
 */
final class EventFile implements Closeable {
  private static final String VERSION = "brain.Event:2";

  /** TensorFlow masks its sums, since a sum over data that holds sums is a weak one. */
  private static final int MASK_DELTA = 0xa282ead8;

  private final OutputStream out;
  private final InstantSource clock;

  private EventFile(OutputStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /**
   * Begins a file.
   *
   * @param folder of the run; made if it is not there
   * @param clock of the events' times
   */
  static EventFile in(Path folder, InstantSource clock) throws IOException {
    Files.createDirectories(folder);
    EventFile file = new EventFile(create(folder, clock.instant().getEpochSecond()), clock);
    file.write(new ProtoBytes().text(3, VERSION), 0);
    return file;
  }

  /** TensorBoard looks for {@code tfevents} in the name, and reads files in the names' order. */
  private static OutputStream create(Path folder, long seconds) throws IOException {
    for (int number = 0; ; number++) {
      String name = "events.out.tfevents.%010d.dl4j-pruning.%d".formatted(seconds, number);
      try {
        return Files.newOutputStream(folder.resolve(name), StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException e) {
        // Another run began in the same second.
      }
    }
  }

  /**
   * Appends an event; it is in the file when this returns, so that nobody has to close it.
   *
   * @param step training steps done
   * @param values of {@link Summaries}
   */
  void add(long step, List<ProtoBytes> values) throws IOException {
    ProtoBytes summary = new ProtoBytes();
    values.forEach(value -> summary.message(1, value));
    write(new ProtoBytes().message(5, summary), step);
  }

  private void write(ProtoBytes what, long step) throws IOException {
    Instant now = clock.instant();
    ProtoBytes event = new ProtoBytes().decimal(1, now.toEpochMilli() / 1000.0).number(2, step);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    // Fields may stand in any order: a message is the bytes of its parts.
    both.writeBytes(event.toBytes());
    both.writeBytes(what.toBytes());
    byte[] message = both.toByteArray();
    byte[] length = new byte[Long.BYTES];
    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putLong(message.length);
    byte[] all = new byte[Long.BYTES + 2 * Integer.BYTES + message.length];
    ByteBuffer.wrap(all)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(length)
        .putInt(maskedSum(length))
        .put(message)
        .putInt(maskedSum(message));
    out.write(all);
    out.flush();
  }

  static int maskedSum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return Integer.rotateRight((int) sum.getValue(), 15) + MASK_DELTA;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
