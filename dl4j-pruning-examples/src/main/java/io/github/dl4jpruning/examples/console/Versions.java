package io.github.dl4jpruning.examples.console;

import io.github.dl4jpruning.facts.LibraryVersions;
import io.github.dl4jpruning.onednn.OneDnn;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What took part in a run.
 *
 * @param dl4jPruning this library; {@code development} when run from classes instead of a jar
 * @param dl4j Deeplearning4j
 * @param nd4jBackend ND4J's backend and where it computes, for example {@code CpuBackend (CPU)}, or
 *     {@code CpuBackend (CPU with oneDNN)}
 * @param java version and maker
 * @param ompThreads OpenMP threads of ND4J, at least 1
 * @param os name, version and processor
 */
public record Versions(
    String dl4jPruning, String dl4j, String nd4jBackend, String java, int ompThreads, String os) {

  /** Those of this process. */
  public static Versions current() {
    return new Versions(
        LibraryVersions.own(),
        LibraryVersions.dl4j(),
        Nd4j.getBackend().getClass().getSimpleName()
            + " ("
            + Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend")
            + (OneDnn.isEnabled() ? " with oneDNN)" : ")"),
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
        Backend.threads(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
  }
}
