package io.github.dl4jpruning.training;

import io.github.dl4jpruning.mask.MaskStore;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the masks of one listener arrive in another process. DL4J's shared training keeps, in each
 * executor, the network and the listeners of its first {@code fit()}; those of later ones arrive,
 * and are put aside. So all that came from one listener look here, and have the latest masks.
 * Thread-safe.
 */
public final class Mailbox {
  /** Lives as long as a listener that looks into it. */
  private static final Map<String, WeakReference<Mailbox>> ALL = new HashMap<>();

  private long version = -1;
  private volatile MaskStore masks = MaskStore.empty();

  private Mailbox() {}

  /**
   * The one for a listener, with what has just arrived in it.
   *
   * @param id the listener's
   * @param version counts its mask changes; what is older than what is here is put aside
   */
  public static Mailbox deliver(String id, long version, MaskStore masks) {
    synchronized (ALL) {
      ALL.values().removeIf(known -> known.get() == null);
      WeakReference<Mailbox> known = ALL.get(id);
      Mailbox box = known == null ? null : known.get();
      if (box == null) {
        box = new Mailbox();
        ALL.put(id, new WeakReference<>(box));
      }
      if (version > box.version) {
        box.version = version;
        box.masks = masks;
      }
      return box;
    }
  }

  public MaskStore masks() {
    return masks;
  }
}
