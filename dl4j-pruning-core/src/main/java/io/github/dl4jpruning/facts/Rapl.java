package io.github.dl4jpruning.facts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The energy counters of Intel's and AMD's processors (RAPL, "running average power limit"), where
 * Linux shows them and lets this user read them: since 2020 root only, unless the machine's owner
 * says otherwise.
 */
final class Rapl {
  private static final Path KERNEL = Path.of("/sys/class/powercap");
  private static final double MICRO = 1e-6;

  private final List<Processor> processors;
  private final long[] last;
  private double microjoules;

  private Rapl(List<Processor> processors) throws IOException {
    this.processors = processors;
    this.last = new long[processors.size()];
    for (int i = 0; i < last.length; i++) {
      last[i] = processors.get(i).read();
    }
  }

  /** One processor; its counter begins again after {@code range}. */
  private record Processor(Path counter, long range) {
    static Processor of(Path zone) throws IOException {
      String range = Files.readString(zone.resolve("max_energy_range_uj")).strip();
      return new Processor(zone.resolve("energy_uj"), Long.parseLong(range));
    }

    long read() throws IOException {
      return Long.parseLong(Files.readString(counter).strip());
    }
  }

  /** The counters of this machine; empty if there are none, or they can't be read. */
  static Optional<Rapl> find() {
    return find(KERNEL);
  }

  static Optional<Rapl> find(Path folder) {
    List<Processor> found = new ArrayList<>();
    try (DirectoryStream<Path> zones = Files.newDirectoryStream(folder, "intel-rapl:*")) {
      for (Path zone : zones) {
        // Not their parts, such as intel-rapl:0:0, which are in their sum.
        if (zone.getFileName().toString().matches("intel-rapl:\\d+")) {
          found.add(Processor.of(zone));
        }
      }
      return found.isEmpty() ? Optional.empty() : Optional.of(new Rapl(found));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Joules of all processors since this was made; to be read more often than counters go round. */
  double joules() {
    try {
      for (int i = 0; i < last.length; i++) {
        long now = processors.get(i).read();
        long used = now - last[i];
        microjoules += used >= 0 ? used : used + processors.get(i).range();
        last[i] = now;
      }
      return MICRO * microjoules;
    } catch (IOException e) {
      throw new UncheckedIOException("An energy counter that could be read no longer can", e);
    }
  }
}
