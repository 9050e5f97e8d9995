package io.github.dl4jpruning.format;

import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Weight;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program as bytes, as {@code docs/file-format.md} states them; not yet deflated. */
public final class ProgramBytes {
  private static final int NO_TIME = 255;
  private static final int INTS = 0;
  private static final int NUMBER = 1;
  private static final int TEXT = 2;

  private final ByteBuffer in;

  private ProgramBytes(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Writes a program.
   *
   * @throws IllegalArgumentException if it takes more than 4 MiB
   */
  public static byte[] of(Program program) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeShort(program.inputs().size());
      for (Input input : program.inputs()) {
        text(out, input.name());
        ints(out, input.shape());
        out.writeByte(input.isSeries() ? input.time() : NO_TIME);
        out.writeByte(input.isEven() ? 1 : 0);
      }
      out.writeInt(program.operations().size());
      for (Operation operation : program.operations()) {
        write(operation, out);
      }
      out.writeShort(program.outputs().size());
      for (String output : program.outputs()) {
        text(out, output);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("The program can't be written: " + e.getMessage(), e);
    }
    if (bytes.size() > Header.MAX_CONFIGURATION) {
      throw new IllegalArgumentException(
          "The program takes "
              + bytes.size()
              + " bytes, but a pruned network's file holds at most "
              + Header.MAX_CONFIGURATION);
    }
    return bytes.toByteArray();
  }

  private static void ints(DataOutputStream out, int... values) throws IOException {
    out.writeShort(values.length);
    for (int value : values) {
      out.writeInt(value);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0xFFFF) {
      throw new IOException("a name has more than 65535 bytes");
    }
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static void write(Operation operation, DataOutputStream out) throws IOException {
    text(out, operation.op().name());
    text(out, operation.output());
    out.writeShort(operation.inputs().size());
    for (String input : operation.inputs()) {
      text(out, input);
    }
    out.writeByte(operation.attributes().size());
    for (String name : operation.attributes()) {
      Object value = operation.value(name);
      text(out, name);
      if (value instanceof int[]) {
        out.writeByte(INTS);
        ints(out, (int[]) value);
      } else if (value instanceof Float) {
        out.writeByte(NUMBER);
        out.writeFloat((Float) value);
      } else {
        out.writeByte(TEXT);
        text(out, (String) value);
      }
    }
    out.writeByte(operation.weights().size());
    for (Map.Entry<String, Weight> entry : operation.weights().entrySet()) {
      Weight weight = entry.getValue();
      text(out, entry.getKey());
      text(out, weight.parameter());
      ints(out, weight.stored());
      out.writeInt(weight.from());
      out.writeInt(weight.to());
      ints(out, weight.axes());
      ints(out, weight.shape());
    }
  }

  /**
   * Reads a program, and checks it. Takes memory in proportion to the bytes.
   *
   * @throws IOException if they are no program; the message says what is wrong
   */
  public static Program read(byte[] bytes) throws IOException {
    ProgramBytes reader = new ProgramBytes(ByteBuffer.wrap(bytes));
    try {
      Program program = reader.program();
      if (reader.in.hasRemaining()) {
        throw new IOException(
            "the program is not valid: " + reader.in.remaining() + " bytes follow its end");
      }
      return program;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException("the program is not valid: " + e.getMessage(), e);
    }
  }

  private Program program() throws IOException {
    List<Input> inputs = new ArrayList<>();
    for (int i = shortNumber(); i > 0; i--) {
      inputs.add(input());
    }
    List<Operation> operations = new ArrayList<>();
    int count = number();
    if (count < 0 || count > Program.MOST_OPERATIONS) {
      throw new IOException("the program is not valid: it has " + count + " operations");
    }
    for (int i = 0; i < count; i++) {
      operations.add(operation());
    }
    return Program.of(inputs, operations, texts());
  }

  private Input input() throws IOException {
    String name = text();
    int[] shape = ints();
    int time = byteNumber();
    boolean even = byteNumber() == 1;
    if (time == NO_TIME) {
      return Input.of(name, shape);
    }
    Input series = Input.series(name, time, shape);
    return even ? series.even() : series;
  }

  private Operation operation() throws IOException {
    String kind = text();
    Op op = null;
    for (Op candidate : Op.values()) {
      op = candidate.name().equals(kind) ? candidate : op;
    }
    if (op == null) {
      throw new IOException(
          "the program has an operation " + kind + ", which this version does not know");
    }
    String output = text();
    Operation operation = Operation.of(op, output, texts().toArray(new String[0]));
    for (int i = byteNumber(); i > 0; i--) {
      String name = text();
      switch (byteNumber()) {
        case INTS:
          operation = operation.with(name, ints());
          break;
        case NUMBER:
          operation = operation.withNumber(name, Float.intBitsToFloat(number()));
          break;
        default:
          operation = operation.with(name, text());
      }
    }
    for (int i = byteNumber(); i > 0; i--) {
      String role = text();
      operation = operation.with(role, weight());
    }
    return operation;
  }

  private Weight weight() throws IOException {
    String parameter = text();
    int[] stored = ints();
    int from = number();
    int to = number();
    int[] axes = ints();
    int[] shape = ints();
    return Weight.of(parameter, stored).rows(from, to).transposed(axes).reshaped(shape);
  }

  private List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = shortNumber(); i > 0; i--) {
      texts.add(text());
    }
    return texts;
  }

  private String text() throws IOException {
    byte[] bytes = new byte[room(shortNumber())];
    in.get(bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      throw new IOException("the program is not valid: a name is no text");
    }
    return text;
  }

  private int[] ints() throws IOException {
    int[] values = new int[room(4 * shortNumber()) / 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.getInt();
    }
    return values;
  }

  private int room(int bytes) throws IOException {
    if (bytes > in.remaining()) {
      throw new IOException("the program is not valid: it was cut off");
    }
    return bytes;
  }

  private int byteNumber() throws IOException {
    room(1);
    return in.get() & 0xFF;
  }

  private int shortNumber() throws IOException {
    room(2);
    return in.getShort() & 0xFFFF;
  }

  private int number() throws IOException {
    room(4);
    return in.getInt();
  }
}
