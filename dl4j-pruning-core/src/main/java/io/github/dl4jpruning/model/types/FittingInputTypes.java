package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.ConfigurationCopy;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Input types that a network accepts, where its configuration does not tell the only ones. What the
 * layers ask for is proposed, size after size; a forward pass on a throw-away copy decides.
 */
public final class FittingInputTypes {
  private FittingInputTypes() {}

  /**
   * Looks for types that fit: good for a trial run. Where several sizes fit, it is a small one.
   *
   * @param model the network; not run, and not changed
   * @return one type for each input
   * @throws IllegalArgumentException if none was found; names what reads the inputs
   */
  public static List<InputType> of(PrunableModel model) {
    Wiring wiring = ConfigurationCopy.of(model).wiring();
    SizeSearch search = new SizeSearch(wiring);
    ForwardTrial trial = new ForwardTrial(model);
    Optional<List<InputType>> last = Optional.empty();
    Optional<String> why = Optional.empty();
    for (List<InputForm> forms : InputForms.of(wiring)) {
      for (List<InputType> types : (Iterable<List<InputType>>) search.of(forms)::iterator) {
        why = trial.failure(types);
        if (why.isEmpty()) {
          return types;
        }
        last = Optional.of(types);
      }
    }
    throw new IllegalArgumentException(
        "No input was found that the network accepts: %s. Tried up to %s (%s). Give the plan input"
                .formatted(readers(wiring), last.orElse(List.of()), why.orElse(""))
            + " types, such as InputType.convolutional(height, width, channels), or examples to"
            + " Verification.on(...)");
  }

  /** For example {@code conv1 (ConvolutionLayer) reads input}. */
  private static String readers(Wiring wiring) {
    return String.join(
        ", ",
        wiring.inputs().stream()
            .flatMap(
                input ->
                    wiring.readers(input).stream()
                        .limit(1)
                        .map(
                            (Node node) ->
                                "%s (%s) reads %s".formatted(node.label(), node.kind(), input)))
            .toList());
  }
}
