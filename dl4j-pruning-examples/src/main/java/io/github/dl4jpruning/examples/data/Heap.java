package io.github.dl4jpruning.examples.data;

import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * What memory is left for a data set. Gzip makes a megabyte of a gigabyte of zeros, so the size of
 * a file promises nothing.
 *
 * @param left bytes that can still be allocated
 */
record Heap(LongSupplier left) {
  private static final long MEGABYTE = 1 << 20;

  /** Bytes are held twice for a moment: in pieces as they are read, and in one array. */
  private static final int COPIES = 2;

  /** That of this process. */
  Heap() {
    this(Heap::ofThisProcess);
  }

  /** Whether so many bytes can be read. */
  boolean holds(long bytes) {
    return COPIES * bytes <= left.getAsLong();
  }

  /** Says so, and what can be done. */
  IOException tooSmall(String where, long bytes) {
    return new IOException(
        "%s has %d MB of pixels; reading them takes %d MB of memory, and Java has %d MB left. Is it the right file? Then give Java more, with -Xmx"
            .formatted(
                where,
                bytes / MEGABYTE,
                COPIES * bytes / MEGABYTE,
                Math.max(0, left.getAsLong()) / MEGABYTE));
  }

  /** Garbage counts as used until it is collected: what is wanted next is worth a look. */
  private static long ofThisProcess() {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    if (used > runtime.maxMemory() / 4) {
      System.gc();
      used = runtime.totalMemory() - runtime.freeMemory();
    }
    return runtime.maxMemory() - used;
  }
}
