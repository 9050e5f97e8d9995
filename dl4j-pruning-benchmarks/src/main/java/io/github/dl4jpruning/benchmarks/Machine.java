package io.github.dl4jpruning.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What a number was measured on. */
public final class Machine {
  private Machine() {}

  /**
   * Describes it.
   *
   * @return one line each for backend, threads, processor and JVM
   */
  public static String describe() {
    return String.join(
        System.lineSeparator(),
        "- backend: ND4J " + Nd4j.getBackend().getClass().getSimpleName() + ", " + Nd4j.dataType(),
        "- threads: "
            + NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads()
            + " (OMP_NUM_THREADS="
            + System.getenv().getOrDefault("OMP_NUM_THREADS", "not set")
            + ")",
        "- processor: "
            + processor()
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " cores, "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch"),
        "- JVM: "
            + System.getProperty("java.vm.name")
            + " "
            + System.getProperty("java.runtime.version"));
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
