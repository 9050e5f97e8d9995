package io.github.dl4jpruning.model.network;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Copies an object with all that it holds, so that copy and original share nothing that can change.
 * Works in memory only: nothing is ever read that was not written a moment before.
 */
final class SerialCopy {
  private SerialCopy() {}

  /**
   * A copy with everything in it.
   *
   * @return empty if something in it is not serializable, such as an anonymous class that holds on
   *     to an object around it
   */
  @SuppressWarnings("unchecked") // what is read was written as a T
  static <T extends Serializable> Optional<T> of(T original) {
    Recorder recorder = null;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      recorder = new Recorder(bytes);
      recorder.writeObject(original);
      recorder.flush();
    } catch (NotSerializableException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Player player =
        new Player(new ByteArrayInputStream(bytes.toByteArray()), recorder.classes)) {
      return Optional.of((T) player.readObject());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Remembers the classes, which may come from any class loader. */
  private static final class Recorder extends ObjectOutputStream {
    private final Map<String, Class<?>> classes = new HashMap<>();

    Recorder(ByteArrayOutputStream out) throws IOException {
      super(out);
    }

    @Override
    protected void annotateClass(Class<?> type) {
      classes.put(type.getName(), type);
    }
  }

  private static final class Player extends ObjectInputStream {
    private final Map<String, Class<?>> classes;

    Player(InputStream in, Map<String, Class<?>> classes) throws IOException {
      super(in);
      this.classes = classes;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      Class<?> known = classes.get(type.getName());
      return known != null ? known : super.resolveClass(type);
    }
  }
}
