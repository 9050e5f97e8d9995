package io.github.dl4jpruning.training;

import io.github.dl4jpruning.event.PruningStatus;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.mask.PrunedUnits;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.structure.Connectivity;
import java.util.List;
import java.util.Optional;

/** The masks that hold: a run's own, or the latest that arrived from another process. */
final class CurrentMasks {
  private final Optional<Mailbox> mailbox;
  private volatile MaskStore own;
  private volatile Looked looked = new Looked(MaskStore.empty(), List.of());

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

  /** The status of a run that only keeps them. */
  PruningStatus status() {
    return Timetable.keeping(PrunedUnits.weightsOf(now()));
  }

  /** A status with what the masks do to the network. */
  PruningStatus told(PrunableModel model, PruningStatus status) {
    return status.withWarnings(warnings(model, now()));
  }

  /** What masks do to a network that people should hear of; looked for once for the same masks. */
  @SuppressWarnings("ReferenceEquality") // a store never changes; equals() would read all its bits
  List<String> warnings(PrunableModel model, MaskStore of) {
    Looked now = looked;
    if (now.masks() != of) {
      now = new Looked(of, Connectivity.warningsIfSparse(model, of));
      looked = now;
    }
    return now.warnings();
  }

  private record Looked(MaskStore masks, List<String> warnings) {}
}
