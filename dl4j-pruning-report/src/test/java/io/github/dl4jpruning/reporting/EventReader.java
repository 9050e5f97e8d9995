package io.github.dl4jpruning.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.shade.guava.hash.Hashing;
import org.nd4j.shade.protobuf.UnknownFieldSet;
import org.tensorflow.framework.Summary;

/**
 * Reads TensorBoard's event files by code that is not ours: TensorFlow's generated classes (ND4J
 * brings those of {@code Summary}, not of {@code Event}), protobuf's parser and Guava's CRC-32C.
 */
final class EventReader {
  private EventReader() {}

  /** One value of an event. */
  record Value(double wallTime, long step, Summary.Value value) {
    String tag() {
      return value.getTag();
    }

    float scalar() {
      return value.getSimpleValue();
    }
  }

  static List<Value> values(Path folder) throws IOException {
    List<Value> values = new ArrayList<>();
    for (Path file : WholeReport.filesIn(folder)) {
      List<byte[]> records = records(Files.readAllBytes(file));
      UnknownFieldSet first = UnknownFieldSet.parseFrom(records.get(0));
      assertEquals(
          "brain.Event:2", first.getField(3).getLengthDelimitedList().get(0).toStringUtf8());
      for (byte[] record : records.subList(1, records.size())) {
        UnknownFieldSet event = UnknownFieldSet.parseFrom(record);
        double wallTime = Double.longBitsToDouble(event.getField(1).getFixed64List().get(0));
        long step = event.getField(2).getVarintList().get(0);
        Summary summary =
            Summary.parseFrom(event.getField(5).getLengthDelimitedList().get(0).toByteArray());
        assertEquals(0, summary.getUnknownFields().asMap().size());
        summary.getValueList().forEach(value -> values.add(new Value(wallTime, step, value)));
      }
    }
    return values;
  }

  private static List<byte[]> records(byte[] file) {
    ByteBuffer rest = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (rest.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      rest.get(length);
      assertEquals(masked(length), rest.getInt());
      byte[] record =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      rest.get(record);
      assertEquals(masked(record), rest.getInt());
      records.add(record);
    }
    return records;
  }

  /** As TensorFlow's crc32c.h says: rotated right by 15 bits, and a constant added. */
  private static int masked(byte[] bytes) {
    int sum = Hashing.crc32c().hashBytes(bytes).asInt();
    return (sum >>> 15 | sum << 17) + 0xa282ead8;
  }
}
