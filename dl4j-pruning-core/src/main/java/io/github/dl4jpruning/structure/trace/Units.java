package io.github.dl4jpruning.structure.trace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The outputs of all layers, numbered; those that can only go together are joined (union-find). A
 * joined set is named by its smallest number, so nothing depends on the order of joining.
 */
public final class Units {
  private final Map<Integer, String> reasons = new HashMap<>();
  private int[] parents = new int[256];
  private int count;

  /** New units, each on its own. */
  int[] fresh(int n) {
    int[] ids = new int[n];
    if (count + n > parents.length) {
      parents = Arrays.copyOf(parents, Math.max(2 * parents.length, count + n));
    }
    for (int i = 0; i < n; i++) {
      parents[count] = count;
      ids[i] = count++;
    }
    return ids;
  }

  /** How many units there are. */
  public int count() {
    return count;
  }

  /** Makes two units one. */
  void join(int a, int b) {
    int x = find(a);
    int y = find(b);
    if (x == y) {
      return;
    }
    int root = Math.min(x, y);
    int child = Math.max(x, y);
    parents[child] = root;
    String reason = reasons.remove(child);
    if (reason != null) {
      reasons.putIfAbsent(root, reason);
    }
  }

  /** Forbids that units are removed; the first reason counts. */
  public void fix(int[] ids, String reason) {
    for (int id : ids) {
      reasons.putIfAbsent(find(id), reason);
    }
  }

  /** Why a unit may not be removed. */
  public Optional<String> whyFixed(int id) {
    return Optional.ofNullable(reasons.get(find(id)));
  }

  /** The number that all joined units share. */
  public int find(int id) {
    int root = id;
    while (parents[root] != root) {
      root = parents[root];
    }
    int at = id;
    while (parents[at] != root) {
      int next = parents[at];
      parents[at] = root;
      at = next;
    }
    return root;
  }
}
