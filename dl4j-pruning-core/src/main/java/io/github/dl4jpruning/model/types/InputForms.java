package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.network.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutionalFlat;

/** Which forms a network's inputs may have, the likeliest first. */
final class InputForms {
  private static final int MOST = 64;
  private static final List<Integer> ANY_RANK = List.of(2, 4, 3, 5);
  private static final List<Long> ANY_CHANNELS = List.of(1L, 3L, 2L, 4L);

  private InputForms() {}

  /** Choices, each with one form for each input. */
  static List<List<InputForm>> of(Wiring wiring) {
    Demand demand = new Demand(wiring);
    List<List<InputForm>> choices = List.of(List.of());
    for (String input : wiring.inputs()) {
      List<List<InputForm>> longer = new ArrayList<>();
      for (List<InputForm> choice : choices) {
        for (InputForm form : ofOne(demand.of(input))) {
          List<InputForm> more = new ArrayList<>(choice);
          more.add(form);
          longer.add(more);
        }
      }
      choices = longer.subList(0, Math.min(MOST, longer.size()));
    }
    return choices;
  }

  private static List<InputForm> ofOne(Wanted wanted) {
    List<Integer> ranks = wanted.rank().isPresent() ? List.of(wanted.rank().getAsInt()) : ANY_RANK;
    List<Long> channels =
        wanted.channels().isPresent() ? List.of(wanted.channels().getAsLong()) : ANY_CHANNELS;
    List<InputForm> forms = new ArrayList<>();
    for (int rank : ranks) {
      for (long each : channels) {
        Wanted exact = wanted.withChannels(OptionalLong.of(each));
        InputForm form = InputForm.of(rank, exact);
        forms.add(form);
        if (rank > 2 && wanted.last().isEmpty()) {
          forms.add(new InputForm(rank, each, true, form.sizes()));
        }
      }
    }
    return forms;
  }

  /** A flat image, where the first layer unfolds one; DL4J's own type for it. */
  static Optional<InputType> flat(Wiring wiring, String input) {
    return InputTypesKnown.of(wiring, input).filter(InputTypeConvolutionalFlat.class::isInstance);
  }
}
