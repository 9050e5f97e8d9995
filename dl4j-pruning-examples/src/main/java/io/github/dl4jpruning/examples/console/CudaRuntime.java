package io.github.dl4jpruning.examples.console;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/**
 * What CUDA's runtime says about this machine. Its classes are called by their names, because only
 * -Pcuda brings them. Asked before ND4J is, which meets a missing driver, and a GPU that it has no
 * code for, with a stack trace.
 *
 * @param error of CUDA; 0 is none
 * @param devices compute capabilities of the GPUs that CUDA shows, by number
 */
record CudaRuntime(int error, List<Capability> devices) {
  private static final String CUDART = "org.bytedeco.cuda.global.cudart";

  /** ND4J loads it too, and prints a stack trace if it can't. */
  private static final String CUBLAS = "org.bytedeco.cuda.global.cublas";

  private static final int MAJOR = 75;
  private static final int MINOR = 76;

  CudaRuntime {
    devices = List.copyOf(devices);
  }

  /** Whether the build has the CUDA backend. */
  static boolean isOnClassPath() {
    return CudaRuntime.class.getResource("/" + CUDART.replace('.', '/') + ".class") != null;
  }

  /**
   * Asks it.
   *
   * @throws LinkageError if the driver or CUDA's libraries are missing
   */
  static CudaRuntime ask() {
    try {
      Class<?> cudart = Class.forName(CUDART);
      Class.forName(CUBLAS);
      int[] count = new int[1];
      int error = (int) cudart.getMethod("cudaGetDeviceCount", int[].class).invoke(null, count);
      List<Capability> devices = new ArrayList<>();
      while (error == 0 && devices.size() < count[0]) {
        devices.add(
            new Capability(
                attribute(cudart, MAJOR, devices.size()),
                attribute(cudart, MINOR, devices.size())));
      }
      return new CudaRuntime(error, devices);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Not the CUDA runtime that this was written for", e);
    }
  }

  private static int attribute(Class<?> cudart, int attribute, int device)
      throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
    int[] value = new int[1];
    cudart
        .getMethod("cudaDeviceGetAttribute", int[].class, int.class, int.class)
        .invoke(null, value, attribute, device);
    return value[0];
  }
}
