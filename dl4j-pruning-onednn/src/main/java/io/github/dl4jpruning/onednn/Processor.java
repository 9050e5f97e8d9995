package io.github.dl4jpruning.onednn;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a processor can do.
 *
 * @param flags as Linux names them; empty if nobody says, and then everything is believed of it
 */
record Processor(Optional<Set<String>> flags) {
  private static final int AVX2 = 2;
  private static final int AVX512 = 3;

  /** This one: by Linux's list, elsewhere by what the JVM found. */
  static Processor here() {
    return new Processor(ofLinux(Path.of("/proc/cpuinfo")).or(Processor::ofJvm));
  }

  /** Whether it has an extension, {@code avx2} or {@code avx512}. */
  boolean has(String extension) {
    return flags.map(known -> known.stream().anyMatch(f -> f.startsWith(extension))).orElse(true);
  }

  static Optional<Set<String>> ofLinux(Path cpuinfo) {
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip().split("\\s+"))
          .map(flags -> Set.copyOf(Arrays.asList(flags)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Set<String>> ofJvm() {
    try {
      HotSpotDiagnosticMXBean jvm =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return Optional.of(ofLevel(Integer.parseInt(jvm.getVMOption("UseAVX").getValue())));
    } catch (RuntimeException | LinkageError e) { // another JVM
      return Optional.empty();
    }
  }

  static Set<String> ofLevel(int useAvx) {
    return useAvx >= AVX512
        ? Set.of("avx2", "avx512f")
        : useAvx >= AVX2 ? Set.of("avx2") : Set.of();
  }
}
