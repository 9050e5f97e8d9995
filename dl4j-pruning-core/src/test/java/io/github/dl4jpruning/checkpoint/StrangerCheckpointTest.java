package io.github.dl4jpruning.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.PruningCheckpoint;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.format.FileOutput;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.SavedArray;
import io.github.dl4jpruning.model.network.StoredNetwork;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint is as easily sent by mail as a small file. */
class StrangerCheckpointTest {
  private static final String STATE = "dl4j-pruning/state.bin";

  /** Set by code that must not run. */
  private static boolean trapped;

  @TempDir Path folder;
  private Path file;

  /** Deserializing it runs its code. */
  private static final class Trap implements Serializable {
    private static final long serialVersionUID = 1;

    static {
      trapped = true;
    }

    private Object readResolve() {
      trapped = true;
      return this;
    }
  }

  @BeforeEach
  void save() throws IOException {
    file = folder.resolve("run.zip");
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.5).iterations(0, 9, 1).build());
    net.setListeners(pruner);
    net.fit(Nets.iterator(2));
    PruningCheckpoint.save(file, net, pruner);
    trapped = false;
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private void write(Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
  }

  private void with(String name, byte[] bytes) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put(name, bytes);
    write(entries);
  }

  /** Within seconds, and with nothing but an IOException. */
  private String refusal() {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThrows(IOException.class, () -> PruningCheckpoint.resume(file))
                .getMessage()
                .replace(file.toString(), "FILE"));
  }

  private String json() throws IOException {
    return new String(entries().get(ModelSerializer.CONFIGURATION_JSON), StandardCharsets.UTF_8);
  }

  private void withJson(String json) throws IOException {
    with(ModelSerializer.CONFIGURATION_JSON, json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void resume_serializedPreprocessor_isNotTouched() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(new Trap());
    }
    with(ModelSerializer.PREPROCESSOR_BIN, out.toByteArray());
    trapped = false;

    PruningCheckpoint.resume(file);

    assertFalse(trapped);
  }

  @Test
  void resume_gatheredArrayOfAnotherLength_refusedHereNotInTraining() throws IOException {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(0.5)
                .criterion(Criterion.movement())
                .iterations(0, 9, 1)
                .build());
    net.setListeners(pruner);
    net.fit(Nets.iterator(2));
    PruningCheckpoint.save(file, net, pruner);
    withMemory(
        memory -> {
          Map<String, SavedArray> arrays = new HashMap<>(memory.arrays());
          assertFalse(arrays.isEmpty());
          arrays.replaceAll((name, array) -> new SavedArray(array.steps(), new byte[12]));
          return new SavedMemory(
              memory.clock(), memory.removals(), arrays, memory.guardBest(), memory.guardLatest());
        });

    assertTrue(refusal().contains("it is of another network or recipe"), this::refusal);
  }

  @Test
  void resume_removalsOfAnotherLength_refused() throws IOException {
    withMemory(
        memory ->
            new SavedMemory(
                memory.clock(),
                Map.of("0_W", new int[3]),
                memory.arrays(),
                memory.guardBest(),
                memory.guardLatest()));

    assertEquals(
        "Can't read FILE: It holds the removals of 3 units for the 18 of 0_W[3, 6]: it is of"
            + " another network or recipe",
        refusal());
  }

  private void withMemory(UnaryOperator<SavedMemory> change) throws IOException {
    RunState state = CheckpointFile.readState(file).orElseThrow();
    RunState changed =
        new RunState(
            state.recipe(),
            state.masks(),
            change.apply(state.memory()),
            state.origin(),
            state.machine(),
            state.random(),
            state.position(),
            state.inStep(),
            state.score());
    PrunableModel model = PrunableModel.of(StoredNetwork.restore(file));
    CheckpointFile.write(file, model, json(), changed);
  }

  @Test
  void resume_largeEntryOfNobodys_isNotRead() throws IOException {
    with("extra.bin", new byte[64 << 20]);

    PruningCheckpoint.resume(file);
  }

  @Test
  void resume_classInAWrapperArray_refusedBeforeItsCodeRuns() throws IOException {
    withJson(
        json()
            .replaceFirst(
                "\"iterationCount\" ?: ?\\d+",
                "\"x\":[\"" + StrangerCheckpointTest.class.getName() + "\\$Trap\",{}]"));

    assertEquals(
        "Can't read FILE: the configuration names"
            + " io.github.dl4jpruning.checkpoint.StrangerCheckpointTest$Trap, which is no kind of"
            + " layer, vertex or setting",
        refusal());
    assertFalse(trapped);
  }

  @Test
  void resume_classAsAKey_refused() throws IOException {
    withJson(json().replaceFirst("\"iterationCount\" ?: ?\\d+", "\"x\":{\"java.net.URL\":{}}"));

    assertEquals(
        "Can't read FILE: the configuration names java.net.URL, which is no kind of layer, vertex or"
            + " setting",
        refusal());
  }

  @Test
  void resume_deepNesting_refused() throws IOException {
    withJson("{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");

    assertEquals("Can't read FILE: the configuration is nested more than 100 deep", refusal());
  }

  @Test
  void resume_parametersThatClaimToBeMore_refusedBeforeTheyAreAllocated() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(out);
    data.writeUTF("LONG_SHAPE");
    data.writeLong(8);
    data.writeUTF("LONG");
    data.write(new byte[64]);
    data.writeUTF("MIXED_DATA_TYPES");
    data.writeLong(1L << 40);
    data.writeUTF("FLOAT");
    with(ModelSerializer.COEFFICIENTS_BIN, out.toByteArray());

    assertEquals(
        "Can't read FILE: its coefficients.bin holds 1099511627776 numbers, where the network has 95",
        refusal());
  }

  private byte[] state(byte[] values) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FileOutput state = new FileOutput(out);
    state.putLong(0x4b4843_50_4c44L);
    state.putInt(2);
    state.putBytes(values, values.length);
    state.finish();
    return out.toByteArray();
  }

  /** A list of a million lists of a million lists … */
  @Test
  void resume_listsOfLists_refused() throws IOException {
    byte[] bomb = new byte[5 * 18 + (8 << 20)];
    for (int i = 0; i < 18; i++) {
      bomb[5 * i] = Tag.LIST;
      bomb[5 * i + 3] = 0x10;
    }
    with(STATE, state(bomb));

    String message = refusal();
    assertTrue(
        message.contains("the state's head is not valid: more than 1048576 values"), message);
  }

  @Test
  void resume_mapOfOtherKeysThanTexts_refused() throws IOException {
    with(STATE, state(new byte[] {Tag.MAP, 2, 0, 0, 0, Tag.NONE, Tag.NONE, Tag.NONE, Tag.NONE}));

    String message = refusal();
    assertTrue(message.contains("where a String belongs"), message);
  }

  @Test
  void resume_masksOfAnotherNetwork_refused() throws IOException {
    RunState state = CheckpointFile.readState(file).orElseThrow();
    MaskStore others = MaskStore.of(Map.of("7_W", Mask.keepAll(List.of(3L))));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RunStateFile.write(
        new RunState(
            state.recipe(),
            others,
            state.memory(),
            state.origin(),
            state.machine(),
            state.random(),
            state.position(),
            state.inStep(),
            state.score()),
        out);
    with(STATE, out.toByteArray());

    String message = refusal();
    assertTrue(message.startsWith("Can't read FILE: The network has no parameter 7_W."), message);
  }

  @Test
  void resume_noZip_saysWhatItIs() throws IOException {
    Files.write(file, new byte[] {(byte) 0x89, 'D', 'L', 'P', 0, 0});
    assertEquals(
        "Can't read FILE: it is a small file (.dlp), which PrunedModelFile.read reads", refusal());
    Files.writeString(file, "hello");
    assertTrue(refusal().startsWith("Can't read FILE: "), refusal());
    Files.delete(file);
    assertEquals("Can't read FILE: there is no such file", refusal());
    Files.createDirectory(file);
    assertEquals("Can't read FILE: it is a folder. Name the file in it", refusal());
  }
}
