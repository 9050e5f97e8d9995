package io.github.dl4jpruning.checkpoint;

import io.github.dl4jpruning.format.FileInput;
import io.github.dl4jpruning.format.FileOutput;
import io.github.dl4jpruning.format.NetworkKind;
import io.github.dl4jpruning.format.Numbers;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.SavedArray;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A {@link RunState} as bytes: magic, version, small values, arrays, checksums. */
final class RunStateFile {
  private static final long MAGIC = 0x4b4843_50_4c44L; // "DLPCHK"
  private static final int VERSION = 2;
  private static final String ORIGIN = "origin";
  private static final String LEFT = "origin's positions that are left";

  /** Of one array: more than any network's parameters in memory. */
  private static final int CHUNK = 1 << 20;

  private RunStateFile() {}

  static void write(RunState state, OutputStream out) throws IOException {
    FileOutput file = new FileOutput(out);
    file.putLong(MAGIC);
    file.putInt(VERSION);
    ValueWriter values = new ValueWriter(file);
    values.put(state.memory().clock().map(RunStateFile::clock));
    values.put(boxed(state.memory().guardBest()));
    values.put(boxed(state.memory().guardLatest()));
    values.put(List.of(state.machine().backend(), state.machine().threads()));
    values.put(List.of(state.random().root(), state.random().node()));
    values.put(state.inStep());
    values.put(state.position().map(SavedPosition::list));
    values.put(boxed(state.score()));
    Map<String, byte[]> arrays = new TreeMap<>();
    Map<String, Object> sizes = new TreeMap<>();
    state.recipe().ifPresent(recipe -> add(arrays, sizes, "recipe", recipe.bytes(), 0L));
    state
        .masks()
        .masks()
        .forEach(
            (key, mask) ->
                add(arrays, sizes, "mask " + key, Numbers.bytes(mask.words()), mask.shape()));
    SavedMemory memory = state.memory();
    memory.removals().forEach((k, v) -> add(arrays, sizes, "removed " + k, Numbers.bytes(v), 0L));
    memory.arrays().forEach((k, v) -> add(arrays, sizes, "array " + k, v.bytes(), v.steps()));
    state.origin().ifPresent(origin -> add(arrays, sizes, origin));
    List<Object> table = new ArrayList<>();
    arrays.forEach((name, bytes) -> table.add(List.of(name, bytes.length, sizes.get(name))));
    values.put(table);
    file.putChecksum();
    for (byte[] bytes : arrays.values()) {
      file.putBytes(bytes, bytes.length);
    }
    file.finish();
  }

  private static List<Object> clock(SavedMemory.Clock clock) {
    return List.of(
        clock.step(), clock.epoch(), clock.epochIsNew(), clock.betweenEpochs(), clock.state());
  }

  private static Optional<Double> boxed(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  private static void add(
      Map<String, byte[]> arrays,
      Map<String, Object> sizes,
      String name,
      byte[] bytes,
      Object detail) {
    arrays.put(name, bytes);
    sizes.put(name, detail);
  }

  private static void add(
      Map<String, byte[]> arrays, Map<String, Object> sizes, Origin.Saved origin) {
    byte[] configuration = origin.configuration().getBytes(StandardCharsets.UTF_8);
    add(arrays, sizes, ORIGIN, configuration, origin.kind().name());
    add(arrays, sizes, LEFT, origin.left().toByteArray(), 0L);
  }

  static RunState read(InputStream stream) throws IOException {
    FileInput in = new FileInput(new BufferedInputStream(stream));
    if (in.getLong() != MAGIC) {
      throw new IOException("it is no checkpoint of this library");
    }
    long version = in.getInt();
    if (version < 1 || version > VERSION) {
      throw new IOException(
          "it has version %s, and this library reads versions 1 to %s: use a newer one"
              .formatted(version, VERSION));
    }
    in.enter("the state's head");
    ValueReader values = new ValueReader(in);
    try {
      Optional<List<?>> clock = optionalList(values);
      OptionalDouble best = number(values.get(Optional.class));
      OptionalDouble latest = number(values.get(Optional.class));
      List<?> machine = values.get(List.class);
      List<?> random = values.get(List.class);
      boolean inStep = values.get(Boolean.class);
      Optional<List<?>> position = optionalList(values);
      OptionalDouble score =
          version < 2 ? OptionalDouble.empty() : number(values.get(Optional.class));
      List<?> table = values.get(List.class);
      in.requireChecksum();
      requireRoom(table);

      Optional<SavedRecipe> recipe = Optional.empty();
      NetworkKind kind = null;
      String configuration = "";
      BitSet left = new BitSet();
      Map<String, Mask> masks = new TreeMap<>();
      Map<String, int[]> removals = new HashMap<>();
      Map<String, SavedArray> arrays = new HashMap<>();
      for (Object row : table) {
        String name = (String) ((List<?>) row).get(0);
        byte[] bytes = bytes(in, name, (Integer) ((List<?>) row).get(1));
        Object detail = ((List<?>) row).get(2);
        String key = name.substring(name.indexOf(' ') + 1);
        if (name.equals("recipe")) {
          recipe = Optional.of(new SavedRecipe(bytes));
        } else if (name.startsWith("mask ")) {
          List<Long> shape = ((List<?>) detail).stream().map(Long.class::cast).toList();
          masks.put(key, Mask.of(shape, Numbers.longs(bytes)));
        } else if (name.startsWith("removed ")) {
          removals.put(key, Numbers.ints(bytes));
        } else if (name.equals(ORIGIN)) {
          kind = NetworkKind.valueOf((String) detail);
          configuration = new String(bytes, StandardCharsets.UTF_8);
        } else if (name.equals(LEFT)) {
          left = BitSet.valueOf(bytes);
        } else {
          arrays.put(key, new SavedArray((Long) detail, bytes));
        }
      }
      in.requireEnd();
      return new RunState(
          recipe,
          MaskStore.of(masks),
          new SavedMemory(clock.map(RunStateFile::clock), removals, arrays, best, latest),
          kind == null
              ? Optional.empty()
              : Optional.of(new Origin.Saved(kind, configuration, left)),
          new RunState.Machine((String) machine.get(0), (Integer) machine.get(1)),
          new RunState.RandomState((Long) random.get(0), (Long) random.get(1)),
          position.map(SavedPosition::of),
          inStep,
          score);
    } catch (ClassCastException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException
        | NullPointerException e) {
      throw new IOException("its state is not valid: " + e.getMessage(), e);
    }
  }

  /** Small files may inflate to large arrays: of zeros, for example. */
  private static void requireRoom(List<?> table) throws IOException {
    long bytes = 0;
    for (Object row : table) {
      bytes += Math.max(0, (Integer) ((List<?>) row).get(1));
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap / 2) {
      throw new IOException(
          "its state has %s MB, more than half of this JVM's heap of %s MB: raise -Xmx if you trust"
                  .formatted(bytes >> 20, heap >> 20)
              + " it");
    }
  }

  private static Optional<List<?>> optionalList(ValueReader values) throws IOException {
    Optional<?> optional = values.get(Optional.class);
    return optional.map(list -> (List<?>) list);
  }

  private static OptionalDouble number(Optional<?> value) {
    return value.isPresent() ? OptionalDouble.of((Double) value.get()) : OptionalDouble.empty();
  }

  private static SavedMemory.Clock clock(List<?> values) {
    return new SavedMemory.Clock(
        (Long) values.get(0),
        (Long) values.get(1),
        (Boolean) values.get(2),
        (Boolean) values.get(3),
        (String) values.get(4));
  }

  /** Grows with what is really there, so that a wrong length costs no memory. */
  private static byte[] bytes(FileInput in, String name, int length) throws IOException {
    in.enter(name);
    if (length < 0) {
      throw in.damaged("a length of " + length);
    }
    byte[] bytes = new byte[Math.min(length, CHUNK)];
    byte[] chunk = new byte[CHUNK];
    int filled = 0;
    while (filled < length) {
      int next = Math.min(CHUNK, length - filled);
      in.getBytes(chunk, next);
      if (filled + next > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * (filled + next)));
      }
      System.arraycopy(chunk, 0, bytes, filled, next);
      filled += next;
    }
    return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
  }
}
