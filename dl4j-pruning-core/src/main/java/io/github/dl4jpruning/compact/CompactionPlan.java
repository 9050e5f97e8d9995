package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.MacCount;
import io.github.dl4jpruning.structure.Connectivity;
import io.github.dl4jpruning.structure.LeftAlone;
import io.github.dl4jpruning.structure.Removal;
import io.github.dl4jpruning.structure.StructureGroup;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.zip.CRC32;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * What compaction would remove, what goes with it, what stays and why, and what it saves.
 * Immutable; printable.
 */
public final class CompactionPlan {
  /**
   * One group of structures.
   *
   * @param group its name: the layers that go together
   * @param structures how many there are
   * @param removed which of them go, in ascending order
   * @param stillRead how many have no weights left but stay, since they are read and a bias or a
   *     normalisation may make them other than zero; masks of the whole structure would let them go
   */
  public record Row(String group, int structures, List<Integer> removed, int stillRead) {
    /** Copies the list. */
    public Row {
      removed = List.copyOf(removed);
    }
  }

  /** Values that are hashed at a time. */
  private static final int CHUNK = 1 << 12;

  private final Removal removal;
  private final MaskStore masks;
  private final List<InputType> inputTypes;
  private final List<Row> rows;
  private final List<String> notes;
  private final Cost before;
  private final Cost after;
  private final long fingerprint;

  private CompactionPlan(
      Removal removal, MaskStore masks, List<InputType> inputTypes, Optional<MacCount> macs) {
    this.removal = removal;
    this.masks = masks;
    this.inputTypes = inputTypes;
    this.rows = rows(removal);
    this.notes = notes(removal, masks);
    this.before = cost(macs, ModelParam::length);
    this.after = cost(macs, removal::kept);
    this.fingerprint = fingerprint(model());
  }

  static CompactionPlan of(Removal removal, MaskStore masks, InputType... inputTypes) {
    PrunableModel model = removal.graph().model();
    return new CompactionPlan(
        removal, masks, List.of(inputTypes), MacCount.ifKnown(model, inputTypes));
  }

  private static List<Row> rows(Removal removal) {
    List<Row> rows = new ArrayList<>();
    for (StructureGroup group : removal.graph().groups()) {
      BitSet removed = removal.removed(group);
      rows.add(
          new Row(
              group.name(),
              group.size(),
              removed.stream().boxed().toList(),
              removal.stillRead(group).cardinality()));
    }
    return List.copyOf(rows);
  }

  private static List<String> notes(Removal removal, MaskStore masks) {
    List<String> notes = new ArrayList<>();
    for (StructureGroup group : removal.graph().groups()) {
      int second = removal.keptAsSecond(group).cardinality();
      if (second > 0) {
        notes.add(
            "stays: %s of %s, all zero: DL4J can't train a convolution by channels with one channel"
                .formatted(second, group.name()));
      }
    }
    notes.addAll(Connectivity.warnings(removal.graph().model(), masks));
    return List.copyOf(notes);
  }

  private Cost cost(Optional<MacCount> macs, ToLongFunction<ModelParam> size) {
    List<ModelParam> params = model().params();
    long elements = params.stream().mapToLong(size).sum();
    return new Cost(
        elements,
        macs.map(
            counted ->
                params.stream()
                    .mapToLong(param -> counted.of(param) * size.applyAsLong(param))
                    .sum()),
        elements * model().dataType().width());
  }

  /**
   * What happens to each group.
   *
   * @return in the order of computation
   */
  public List<Row> rows() {
    return rows;
  }

  /**
   * What can't be removed in this network, whatever the masks.
   *
   * @return for each layer and reason
   */
  public List<LeftAlone> leftAlone() {
    return removal.graph().leftAlone();
  }

  /**
   * What is worth knowing before the smaller network is made.
   *
   * @return sentences for people; empty if there is nothing
   */
  public List<String> notes() {
    return notes;
  }

  /**
   * What the network costs now.
   *
   * @return zeros included
   */
  public Cost before() {
    return before;
  }

  /**
   * What the smaller network will cost.
   *
   * @return zeros included
   */
  public Cost after() {
    return after;
  }

  /**
   * How many structures go.
   *
   * @return at least 0
   */
  public int removedStructures() {
    return removal.count();
  }

  Removal removal() {
    return removal;
  }

  /**
   * The masks that it was made for.
   *
   * @return masks of the network
   */
  public MaskStore masks() {
    return masks;
  }

  /**
   * What stays of the network's flat parameters.
   *
   * @return a copy; 1 for each position that stays
   */
  public BitSet keptPositions() {
    return removal.keptPositions();
  }

  List<InputType> inputTypes() {
    return inputTypes;
  }

  /**
   * Checks that a network is the one that this was made for, or a copy with the same weights.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @throws IllegalArgumentException if it is another network
   * @throws IllegalStateException if it has changed since
   */
  public void requireMadeFor(Model network) {
    PrunableModel other = PrunableModel.of(network);
    boolean same = network == model().network();
    boolean sameParams = other.params().equals(model().params());
    boolean sameValues = fingerprint(other) == fingerprint;
    if (!sameParams || (!same && !sameValues)) {
      throw new IllegalArgumentException(
          "The plan was made for another network: for %s, not for %s. Make a plan for this one"
              .formatted(describe(model()), describe(other)));
    }
    if (!sameValues) {
      throw new IllegalStateException(
          "The network's parameters have changed since the plan was made. Make a new plan");
    }
  }

  private static String describe(PrunableModel model) {
    return model + " at iteration " + model.iteration();
  }

  private static long fingerprint(PrunableModel model) {
    CRC32 crc = new CRC32();
    float[] values = model.flatParams().toFloatVector();
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      bytes.clear();
      for (int i = from; i < Math.min(values.length, from + CHUNK); i++) {
        bytes.putFloat(values[i]);
      }
      crc.update(bytes.flip());
    }
    return crc.getValue();
  }

  private PrunableModel model() {
    return removal.graph().model();
  }

  /** A table in plain text. */
  @Override
  public String toString() {
    return PlanText.of(this);
  }
}
