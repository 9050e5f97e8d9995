package io.github.dl4jpruning.examples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendTest {
  private static final String WAYS_OUT =
      " Without -Pcuda the CPU computes. More in docs/gpu.md of dl4j-pruning.";

  @ParameterizedTest
  @ValueSource(strings = {"3.7", "5.0", "5.2", "6.0", "6.1", "7.0", "7.5", "8.0", "8.6"})
  void isServed_machineCodeOfItsOwn_true(String capability) {
    assertTrue(capability(capability).isServed());
  }

  /** A lower minor number's code runs; that of another generation does not. */
  @ParameterizedTest
  @CsvSource({
    "3.0, false",
    "3.5, false",
    "5.3, true",
    "6.2, true",
    "7.2, true",
    "8.9, true",
    "9.0, false",
    "10.0, false",
    "12.0, false"
  })
  void isServed_othersCode_ifOfTheSameGenerationAndNotNewer(String capability, boolean served) {
    assertEquals(served, capability(capability).isServed());
  }

  @Test
  void obstacle_servedGpus_none() {
    assertEquals(Optional.empty(), Backend.obstacle(gpus("8.6", "8.9")));
  }

  @Test
  void obstacle_oneOfTwoNotServed_namesIt() {
    assertEquals(
        Optional.of(
            "GPU 1 has compute capability 9.0, for which ND4J 1.0.0-M2.1 has no machine code (it"
                + " has 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0, 8.6, no PTX): use another GPU, hide"
                + " this one with CUDA_VISIBLE_DEVICES."
                + WAYS_OUT),
        Backend.obstacle(gpus("8.6", "9.0")));
  }

  @Test
  void obstacle_noGpuShown_saysSo() {
    String text =
        "CUDA shows no GPU: see what nvidia-smi lists, and what CUDA_VISIBLE_DEVICES hides."
            + WAYS_OUT;
    assertEquals(Optional.of(text), Backend.obstacle(gpus()));
    assertEquals(Optional.of(text), Backend.obstacle(new CudaRuntime(100, List.of())));
  }

  @Test
  void obstacle_oldDriver_saysSo() {
    assertEquals(
        Optional.of(
            "The NVIDIA driver is older than CUDA 11.6 needs: update it (nvidia-smi shows its"
                + " version)."
                + WAYS_OUT),
        Backend.obstacle(new CudaRuntime(35, List.of())));
  }

  @Test
  void obstacle_otherError_givesItsNumber() {
    assertEquals(
        Optional.of("CUDA does not start, error 3: see whether nvidia-smi works." + WAYS_OUT),
        Backend.obstacle(new CudaRuntime(3, List.of())));
  }

  /** As the dynamic linker of a machine without a driver has put it. */
  @Test
  void obstacle_noDriverLibrary_saysSo() {
    assertEquals(
        "There is no NVIDIA driver here (libcuda.so.1: cannot open shared object file: No such file"
            + " or directory): install one."
            + WAYS_OUT,
        Backend.obstacle(
            new UnsatisfiedLinkError(
                "/cache/libjnicudart.so: libcuda.so.1: cannot open shared object file: No such file"
                    + " or directory")));
  }

  @Test
  void obstacle_noBackendAtAll_givesTheCauseBehindNd4j() {
    Exception cause = new Exception("Please ensure that you have an nd4j backend");
    String text =
        Backend.obstacle(new ExceptionInInitializerError(new RuntimeException("wrapped", cause)));

    assertTrue(
        text.startsWith(
            "ND4J can't start (Please ensure that you have an nd4j backend): is there a backend"
                + " for "),
        text);
  }

  @Test
  void describe_gpus_namesCapabilitiesAndMemory() {
    Properties environment = new Properties();
    environment.put(
        "cuda.devicesInformation",
        List.of(
            Map.of(
                "cuda.deviceName", "NVIDIA A100",
                "cuda.deviceMajor", 8L,
                "cuda.deviceMinor", 0L,
                "cuda.totalMemory", 42_000_000_000L),
            Map.of(
                "cuda.deviceName", "Tesla T4",
                "cuda.deviceMajor", 7L,
                "cuda.deviceMinor", 5L,
                "cuda.totalMemory", 15_800_000_000L)));

    assertEquals(
        "Computes with ND4J's JCublasBackend on GPU 0: NVIDIA A100, compute capability 8.0, 42.0 GB"
            + " and GPU 1: Tesla T4, compute capability 7.5, 15.8 GB",
        Backend.describe("JCublasBackend", 1, false, environment));
  }

  @Test
  void obstacle_thisProcess_noneAndTheCpuComputes() {
    assertEquals(Optional.empty(), Backend.obstacle());
    assertTrue(
        Backend.describe().startsWith("Computes with ND4J's CpuBackend on the CPU"),
        Backend.describe());
  }

  @Test
  void describe_cpu_saysWhetherOneDnnComputes() {
    assertEquals(
        "Computes with ND4J's CpuBackend on the CPU, OpenMP threads: 1",
        Backend.describe("CpuBackend", 1, false, new Properties()));
    assertEquals(
        "Computes with ND4J's CpuBackend on the CPU, convolutions and batch normalisation by oneDNN,"
            + " OpenMP threads: 1",
        Backend.describe("CpuBackend", 1, true, new Properties()));
  }

  private static CudaRuntime gpus(String... capabilities) {
    return new CudaRuntime(0, List.of(capabilities).stream().map(BackendTest::capability).toList());
  }

  private static Capability capability(String text) {
    String[] numbers = text.split("\\.", -1);
    return new Capability(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
  }
}
