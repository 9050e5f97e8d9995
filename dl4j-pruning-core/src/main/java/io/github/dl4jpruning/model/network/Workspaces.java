package io.github.dl4jpruning.model.network;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Leaves no workspace open. Where DL4J 1.0.0-M2.1 fails in the middle of a pass, some of its
 * workspaces stay open, and the thread's next pass, of any network, fails with "Expected no
 * workspace active".
 */
final class Workspaces {
  private Workspaces() {}

  /** Does some work; if it fails, closes what it has opened. */
  static <T> T closedAfter(Supplier<T> work) {
    MemoryWorkspace current = Nd4j.getMemoryManager().getCurrentWorkspace();
    Set<MemoryWorkspace> before = active();
    try {
      return work.get();
    } catch (RuntimeException e) {
      for (MemoryWorkspace each : active()) {
        if (!before.contains(each)) {
          each.close();
        }
      }
      Nd4j.getMemoryManager().setCurrentWorkspace(current);
      throw e;
    }
  }

  private static Set<MemoryWorkspace> active() {
    Set<MemoryWorkspace> active = Collections.newSetFromMap(new IdentityHashMap<>());
    List<MemoryWorkspace> all = Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread();
    if (all != null) {
      all.stream().filter(MemoryWorkspace::isScopeActive).forEach(active::add);
    }
    return active;
  }
}
