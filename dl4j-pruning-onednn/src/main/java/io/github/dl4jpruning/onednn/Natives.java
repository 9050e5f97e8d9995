package io.github.dl4jpruning.onednn;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Which builds of ND4J's CPU natives are on the class path. They are looked at, not loaded: a build
 * for instructions that the processor lacks ends the JVM.
 *
 * @param platform as JavaCPP calls it, for example {@code linux-x86_64}
 * @param builds the extensions of those with oneDNN, in the order in which JavaCPP prefers them
 */
record Natives(String platform, List<String> builds) {
  private static final List<String> PLATFORMS =
      List.of("linux-x86_64", "macosx-x86_64", "windows-x86_64");

  /** In ND4J's own order. */
  private static final List<String> EXTENSIONS =
      List.of("-onednn", "-onednn-avx512", "-onednn-avx2");

  private static final String FOLDER = "/org/nd4j/linalg/cpu/nativecpu/bindings/%s%s/%s";

  Natives {
    builds = List.copyOf(builds);
  }

  /** Those of this process. */
  static Natives onClassPath() {
    String library = System.mapLibraryName("nd4jcpu");
    return of(Loader.getPlatform(), path -> Natives.class.getResource(path) != null, library);
  }

  static Natives of(String platform, Predicate<String> exists, String library) {
    return new Natives(
        platform,
        EXTENSIONS.stream()
            .filter(extension -> exists.test(FOLDER.formatted(platform, extension, library)))
            .toList());
  }

  /** Why they can't compute with oneDNN on this processor, and what to do; empty if they can. */
  Optional<String> obstacle(Processor processor) {
    if (!PLATFORMS.contains(platform)) {
      return Optional.of(
          "ND4J 1.0.0-M2.1 has no natives with oneDNN for %s, only for %s: go on without it"
              .formatted(platform, String.join(", ", PLATFORMS)));
    }
    if (builds.isEmpty()) {
      return Optional.of(
          ("ND4J's natives on the class path have no oneDNN: give nd4j-native the classifier"
                  + " %s-onednn (in this project's own builds: -Ponednn)")
              .formatted(platform));
    }
    String first = builds.get(0);
    return needs(first)
        .filter(instructions -> !processor.has(instructions))
        .map(
            instructions ->
                ("The natives %s%s need a processor with %s, which this one lacks: take %s-onednn,"
                        + " which runs on every one")
                    .formatted(platform, first, instructions, platform));
  }

  private static Optional<String> needs(String extension) {
    return Stream.of("avx512", "avx2").filter(extension::endsWith).findFirst();
  }
}
