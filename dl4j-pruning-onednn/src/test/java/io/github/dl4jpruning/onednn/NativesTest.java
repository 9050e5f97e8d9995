package io.github.dl4jpruning.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NativesTest {
  private static final Processor OLD = new Processor(Optional.of(Set.of("sse2", "avx")));
  private static final Processor NEW = new Processor(Optional.of(Set.of("avx", "avx2", "avx512f")));
  private static final Processor UNKNOWN = new Processor(Optional.empty());

  private static String obstacle(String platform, List<String> builds, Processor processor) {
    return new Natives(platform, builds).obstacle(processor).orElse("none");
  }

  @Test
  void obstacle_nativesWithoutOneDnn_namesTheClassifier() {
    assertEquals(
        "ND4J's natives on the class path have no oneDNN: give nd4j-native the classifier"
            + " linux-x86_64-onednn (in this project's own builds: -Ponednn)",
        obstacle("linux-x86_64", List.of(), NEW));
  }

  @Test
  void obstacle_platformWithoutSuchNatives_isRefused() {
    assertEquals(
        "ND4J 1.0.0-M2.1 has no natives with oneDNN for macosx-arm64, only for linux-x86_64,"
            + " macosx-x86_64, windows-x86_64: go on without it",
        obstacle("macosx-arm64", List.of(), UNKNOWN));
  }

  @Test
  void obstacle_buildForOtherProcessor_isRefused() {
    assertEquals(
        "The natives linux-x86_64-onednn-avx2 need a processor with avx2, which this one lacks: take"
            + " linux-x86_64-onednn, which runs on every one",
        obstacle("linux-x86_64", List.of("-onednn-avx2"), OLD));
    assertEquals(
        "The natives windows-x86_64-onednn-avx512 need a processor with avx512, which this one"
            + " lacks: take windows-x86_64-onednn, which runs on every one",
        obstacle("windows-x86_64", List.of("-onednn-avx512", "-onednn-avx2"), OLD));
  }

  @Test
  void obstacle_fittingNatives_none() {
    assertEquals("none", obstacle("linux-x86_64", List.of("-onednn"), OLD));
    assertEquals("none", obstacle("linux-x86_64", List.of("-onednn", "-onednn-avx2"), OLD));
    assertEquals("none", obstacle("linux-x86_64", List.of("-onednn-avx2"), NEW));
    assertEquals("none", obstacle("linux-x86_64", List.of("-onednn-avx512"), NEW));
    assertEquals("none", obstacle("macosx-x86_64", List.of("-onednn-avx2"), UNKNOWN));
  }

  @Test
  void of_classPath_findsBuildsInNd4jsOrder() {
    Set<String> there =
        Set.of(
            "/org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64/libnd4jcpu.so",
            "/org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64-onednn-avx2/libnd4jcpu.so",
            "/org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64-onednn/libnd4jcpu.so");

    assertEquals(
        List.of("-onednn", "-onednn-avx2"),
        Natives.of("linux-x86_64", there::contains, "libnd4jcpu.so").builds());
    assertEquals(List.of(), Natives.of("windows-x86_64", there::contains, "nd4jcpu.dll").builds());
  }
}
