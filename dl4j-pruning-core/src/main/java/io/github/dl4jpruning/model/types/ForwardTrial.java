package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** A forward pass on a throw-away copy: whether DL4J computes with input of some types. */
final class ForwardTrial {
  private static final int SEED = 3;
  private static final int STACK = 12;

  private final PrunableModel model;
  private final int examples;

  ForwardTrial(PrunableModel model) {
    this.model = model;
    boolean stacked =
        Network.of(model.network()).wiring().nodes().stream()
            .anyMatch(node -> node.vertex().filter(UnstackVertex.class::isInstance).isPresent());
    this.examples = stacked ? STACK : 1;
  }

  /** Why it fails; empty if it works. */
  Optional<String> failure(List<InputType> types) {
    try {
      Network.of(Network.of(model.network()).throwAway())
          .outputs(false, RandomInputs.of(model, types, examples, SEED));
      return Optional.empty();
    } catch (RuntimeException e) {
      String text = e.getMessage() == null ? e.toString() : e.getMessage();
      return Optional.of(text.lines().findFirst().orElse(""));
    }
  }
}
