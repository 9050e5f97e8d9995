package io.github.dl4jpruning.training;

import io.github.dl4jpruning.mask.MaskStore;
import java.util.Optional;

/** The masks that hold: a run's own, or the latest that arrived from another process. */
final class CurrentMasks {
  private final Optional<Mailbox> mailbox;
  private volatile MaskStore own;

  CurrentMasks(MaskStore initial, Optional<Mailbox> mailbox) {
    this.own = initial;
    this.mailbox = mailbox;
  }

  MaskStore now() {
    return mailbox.map(Mailbox::masks).orElse(own);
  }

  /** Lets others hold from now on. */
  void set(MaskStore masks) {
    own = masks;
  }

  /** Whether they are decided in another process, and other processes' updates arrive here. */
  boolean comeFromElsewhere() {
    return mailbox.isPresent();
  }
}
