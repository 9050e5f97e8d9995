package io.github.dl4jpruning.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Logging, which would stand between the tables and take time of its own. */
public final class Logs {
  private Logs() {}

  /** Warnings only, whatever the configuration says. */
  public static void quiet() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    ((Logger) LoggerFactory.getLogger("io.github.dl4jpruning")).setLevel(Level.WARN);
  }
}
