package io.github.dl4jpruning.examples.console;

import io.github.dl4jpruning.onednn.OneDnn;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What ND4J computes with in this process, or why it can't. */
public final class Backend {
  private static final String WAYS_OUT =
      " Without -Pcuda the CPU computes. More in docs/gpu.md of dl4j-pruning.";

  private static final int INSUFFICIENT_DRIVER = 35;
  private static final int NO_DEVICE = 100;

  private Backend() {}

  /** Starts ND4J; empty if it can compute, else one line that says why not and what to do. */
  static Optional<String> obstacle() {
    try {
      if (CudaRuntime.isOnClassPath()) {
        Optional<String> obstacle = obstacle(CudaRuntime.ask());
        if (obstacle.isPresent()) {
          return obstacle;
        }
      }
      if (OneDnn.isOnClassPath()) { // there because somebody asked for it
        OneDnn.enable();
      }
      Nd4j.getBackend();
      useOneThread(System.getenv());
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of(obstacle(e));
    } catch (IllegalStateException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Small networks lose more to a second OpenMP thread, which spins while it waits, than they gain;
   * whoever sets OMP_NUM_THREADS knows better.
   */
  private static void useOneThread(Map<String, String> environment) {
    if (!environment.containsKey("OMP_NUM_THREADS") && Nd4j.getEnvironment().isCPU()) {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
      Nd4j.factory().blas().setMaxThreads(1);
    }
  }

  static Optional<String> obstacle(CudaRuntime cuda) {
    if (cuda.error() == INSUFFICIENT_DRIVER) {
      return Optional.of(
          "The NVIDIA driver is older than CUDA 11.6 needs: update it (nvidia-smi shows its"
              + " version)."
              + WAYS_OUT);
    }
    if (cuda.error() == NO_DEVICE || (cuda.error() == 0 && cuda.devices().isEmpty())) {
      return Optional.of(
          "CUDA shows no GPU: see what nvidia-smi lists, and what CUDA_VISIBLE_DEVICES hides."
              + WAYS_OUT);
    }
    if (cuda.error() != 0) {
      return Optional.of(
          "CUDA does not start, error %s: see whether nvidia-smi works.%s"
              .formatted(cuda.error(), WAYS_OUT));
    }
    List<Capability> devices = cuda.devices();
    // ND4J prepares all GPUs that it sees, so one without code for it is one too many.
    for (int i = 0; i < devices.size(); i++) {
      if (!devices.get(i).isServed()) {
        return Optional.of(
            "GPU %s has compute capability %s, for which ND4J 1.0.0-M2.1 has no machine code (it has"
                    .formatted(i, devices.get(i))
                + " %s, no PTX): use another GPU, hide this one with CUDA_VISIBLE_DEVICES.%s"
                    .formatted(Capability.built(), WAYS_OUT));
      }
    }
    return Optional.empty();
  }

  static String obstacle(LinkageError error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    // The dynamic linker names first the file that it was loading, then what that lacks.
    String text = String.valueOf(cause.getMessage()).replaceFirst("^\\S+: (?=\\S+: )", "");
    if (text.contains("libcuda.so") || text.contains("nvcuda.dll")) {
      return "There is no NVIDIA driver here (%s): install one.%s".formatted(text, WAYS_OUT);
    }
    if (CudaRuntime.isOnClassPath()) {
      return ("CUDA's libraries can't be loaded (%s): -Pcuda brings those of CUDA 11.6, and"
              + " -Pcuda-toolkit needs them installed, where the system looks for libraries.%s")
          .formatted(text, WAYS_OUT);
    }
    return "ND4J can't start (%s): is there a backend for %s %s on the class path?"
        .formatted(text, System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /** One line for people: backend and device. */
  public static String describe() {
    return describe(
        Nd4j.getBackend().getClass().getSimpleName(),
        threads(),
        OneDnn.isEnabled(),
        Nd4j.getExecutioner().getEnvironmentInformation());
  }

  /** OpenMP's; ND4J's Environment tells those that it started with. */
  static int threads() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
  }

  static String describe(String backend, int threads, boolean oneDnn, Properties environment) {
    return environment.get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY) instanceof List<?> devices
        ? "Computes with ND4J's %s on %s"
            .formatted(
                backend,
                IntStream.range(0, devices.size())
                    .mapToObj(i -> gpu(i, (Map<?, ?>) devices.get(i)))
                    .collect(Collectors.joining(" and ")))
        : "Computes with ND4J's %s on the CPU%s, OpenMP threads: %s"
            .formatted(
                backend, oneDnn ? ", convolutions and batch normalisation by oneDNN" : "", threads);
  }

  private static String gpu(int number, Map<?, ?> device) {
    return String.format(
        Locale.ROOT,
        "GPU %d: %s, compute capability %s.%s, %.1f GB",
        number,
        device.get(Nd4jEnvironment.CUDA_DEVICE_NAME_KEY),
        device.get(Nd4jEnvironment.CUDA_DEVICE_MAJOR_VERSION_KEY),
        device.get(Nd4jEnvironment.CUDA_DEVICE_MINOR_VERSION_KEY),
        ((Number) device.get(Nd4jEnvironment.CUDA_TOTAL_MEMORY_KEY)).doubleValue() / 1e9);
  }
}
