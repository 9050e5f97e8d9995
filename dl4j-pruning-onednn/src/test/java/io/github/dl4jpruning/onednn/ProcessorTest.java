package io.github.dl4jpruning.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
  @TempDir Path folder;

  @Test
  void ofLinux_cpuinfo_readsTheFirstProcessorsFlags() throws IOException {
    Path cpuinfo = folder.resolve("cpuinfo");
    Files.writeString(
        cpuinfo,
        "processor\t: 0\nmodel name\t: Some\nflags\t\t: fpu sse2 avx avx2 fpu\n\nflags\t\t: none\n");

    assertEquals(Optional.of(Set.of("fpu", "sse2", "avx", "avx2")), Processor.ofLinux(cpuinfo));
  }

  @Test
  void ofLinux_noFileOrNoFlags_isUnknown() throws IOException {
    Path arm = Files.writeString(folder.resolve("arm"), "Features\t: fp asimd\n");

    assertEquals(Optional.empty(), Processor.ofLinux(folder.resolve("missing")));
    assertEquals(Optional.empty(), Processor.ofLinux(arm));
  }

  @Test
  void has_knownFlags_asListed() {
    Processor avx2 = new Processor(Optional.of(Set.of("avx", "avx2")));

    assertTrue(avx2.has("avx2"));
    assertFalse(avx2.has("avx512"));
    assertFalse(new Processor(Optional.of(Set.of("avx"))).has("avx2"));
    assertTrue(new Processor(Optional.of(Set.of("avx512f"))).has("avx512"));
  }

  @Test
  void has_unknownFlags_everything() {
    assertTrue(new Processor(Optional.empty()).has("avx512"));
  }

  @Test
  void ofLevel_levelsOfHotSpot_asFlags() {
    assertEquals(Set.of(), Processor.ofLevel(1));
    assertEquals(Set.of("avx2"), Processor.ofLevel(2));
    assertEquals(Set.of("avx2", "avx512f"), Processor.ofLevel(3));
  }

  @Test
  void here_thisMachine_isNoError() {
    assertTrue(Processor.here().flags().isEmpty() || !Processor.here().flags().get().contains(""));
  }
}
