package io.github.dl4jpruning.model.network;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array as ND4J writes it: a buffer with the shape, a buffer with the values. ND4J allocates
 * what either says of its length, so both are looked at first.
 */
final class StoredArray {
  /** The rank, shape and strides of 32 dimensions, and three numbers more. */
  private static final long LONGEST_SHAPE = 2 * 32 + 4;

  /** Both heads and the longest shape between them. */
  private static final int HEADS = 4096;

  private StoredArray() {}

  /**
   * Reads an array of numbers.
   *
   * @param entry the zip's entry, for messages
   * @param least elements that it must have
   * @param most elements that it may have
   */
  static INDArray read(InputStream stream, String entry, long least, long most) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stream, 1 << 16);
    in.mark(HEADS);
    try {
      DataInputStream head = new DataInputStream(in);
      long shape = length(head, entry);
      if (shape > LONGEST_SHAPE) {
        throw damaged(entry, "a shape of %s numbers".formatted(shape));
      }
      DataType type = type(head, entry);
      head.skipNBytes(shape * type.width());
      long length = length(head, entry);
      if (length < least || length > most) {
        throw damaged(
            entry,
            "%s numbers, where the network has %s"
                .formatted(length, least == most ? least : least + " to " + most));
      }
      if (!type(head, entry).isFPType()) {
        throw damaged(entry, "whole numbers");
      }
      in.reset();
      return Nd4j.read(new DataInputStream(in));
    } catch (EOFException e) {
      throw new IOException("its %s ends too early".formatted(entry), e);
    } catch (RuntimeException e) {
      throw damaged(entry, String.valueOf(e.getMessage()));
    }
  }

  /** Old buffers have an int where new ones have a long. */
  private static long length(DataInputStream head, String entry) throws IOException {
    String mode = head.readUTF();
    long length =
        switch (mode) {
          case "LONG_SHAPE", "MIXED_DATA_TYPES" -> head.readLong();
          case "HEAP", "JAVACPP", "DIRECT" -> head.readInt();
          default -> throw damaged(entry, "no array of ND4J's");
        };
    if (length < 0) {
      throw damaged(entry, "a length of " + length);
    }
    return length;
  }

  private static DataType type(DataInputStream head, String entry) throws IOException {
    String name = head.readUTF();
    try {
      return switch (name) {
        // ND4J's own names beside the constants'
        case "INT32" -> DataType.INT32;
        case "FLOAT16" -> DataType.FLOAT16;
        default -> DataType.valueOf(name);
      };
    } catch (IllegalArgumentException e) {
      throw damaged(entry, "values of type " + name);
    }
  }

  private static IOException damaged(String entry, String what) {
    return new IOException("its %s holds %s".formatted(entry, what));
  }
}
