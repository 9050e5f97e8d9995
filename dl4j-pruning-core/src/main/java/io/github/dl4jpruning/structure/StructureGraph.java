package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.ActivationTypes;
import io.github.dl4jpruning.structure.trace.Trace;
import io.github.dl4jpruning.structure.trace.Tracer;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Which slices of which parameters live or die together, in a whole network.
 *
 * <p>Found by following channels through the network: each output of a layer gets a number, an
 * addition makes two numbers one, a concatenation puts them side by side, flattening repeats them
 * for each pixel. What meets an operation that mixes channels without weights, or one for which
 * there is no rule, is left alone. The idea is that of Fang et al., "DepGraph: Towards Any
 * Structural Pruning" (2023); the cost is one pass over the layers.
 *
 * <p>Immutable and thread-safe, as long as the network keeps its arrays.
 */
public final class StructureGraph {
  private final PrunableModel model;
  private final Trace trace;
  private final Grouping grouping;

  private StructureGraph(PrunableModel model, Optional<ActivationTypes> types) {
    this.model = model;
    this.trace = Tracer.trace(model, types);
    this.grouping = Grouping.of(trace, model);
  }

  /**
   * Finds a network's structures.
   *
   * @param model the network; not changed
   * @param inputTypes one for each input; none unless a graph merges an input, or what a layer
   *     without a rule gives, with something else
   * @return the structures
   * @throws IllegalArgumentException if the input types do not fit the network
   */
  public static StructureGraph of(PrunableModel model, InputType... inputTypes) {
    return new StructureGraph(model, ActivationTypes.ifKnown(model, inputTypes));
  }

  /**
   * The network.
   *
   * @return the one given
   */
  public PrunableModel model() {
    return model;
  }

  /**
   * What can be removed.
   *
   * @return groups in the order of computation
   */
  public List<StructureGroup> groups() {
    return grouping.groups();
  }

  /**
   * What can't be removed.
   *
   * @return for each layer and reason, in the order of computation
   */
  public List<LeftAlone> leftAlone() {
    return grouping.leftAlone();
  }

  /**
   * Reads off masks which structures go: those that nothing reads any more, because every weight
   * that reads them is pruned, or goes itself.
   *
   * @param masks of the network's parameters
   * @return what goes and what stays
   * @throws IllegalArgumentException if a mask does not fit, or a layer would be left empty
   */
  public Removal removal(MaskStore masks) {
    model.requireFits(masks);
    return Removal.of(this, masks);
  }

  Trace trace() {
    return trace;
  }

  Grouping grouping() {
    return grouping;
  }
}
