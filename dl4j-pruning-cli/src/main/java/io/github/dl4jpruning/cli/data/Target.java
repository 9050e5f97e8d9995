package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Wiring;
import io.github.dl4jpruning.model.types.ActivationTypes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network reads and answers.
 *
 * @param model the network
 * @param inputs in its order
 * @param outputs likewise
 */
record Target(PrunableModel model, List<InputPort> inputs, List<OutputPort> outputs) {
  static Target of(PrunableModel model, List<InputType> types, boolean assumed) {
    Wiring wiring = Wiring.of(model.network());
    Optional<ActivationTypes> known =
        types.isEmpty()
            ? Optional.empty()
            : Optional.of(ActivationTypes.of(model, types.toArray(InputType[]::new)));
    List<InputPort> inputs = new ArrayList<>();
    for (int i = 0; i < wiring.inputs().size(); i++) {
      Optional<InputType> type =
          assumed || types.isEmpty() ? Optional.empty() : Optional.of(types.get(i));
      inputs.add(new InputPort(wiring.inputs().get(i), type));
    }
    List<OutputPort> outputs =
        model.kind().outputs().stream()
            .map(name -> new OutputPort(name, known.map(all -> size(all, wiring, name)).orElse(0L)))
            .toList();
    return new Target(model, inputs, outputs);
  }

  /** Of a series: of one step. DL4J gives a LossLayer no size: it has that of what it reads. */
  private static long size(ActivationTypes known, Wiring wiring, String node) {
    InputType type = known.nodes().get(node).gives().type();
    long size =
        type instanceof InputType.InputTypeRecurrent series
            ? series.getSize()
            : type.arrayElementsPerExample();
    String read = wiring.node(node).orElseThrow().inputs().get(0);
    return size == 0 && wiring.node(read).isPresent() ? size(known, wiring, read) : size;
  }

  /** Whether one array of features and one of labels are all that it needs. */
  boolean isSingle() {
    return inputs.size() == 1 && outputs.size() == 1;
  }

  List<String> inputNames() {
    return inputs.stream().map(InputPort::name).toList();
  }

  List<String> outputNames() {
    return outputs.stream().map(OutputPort::name).toList();
  }

  /** Brings examples into the shapes that the network reads. */
  LabelledData fit(Path file, RawData raw, int batch, int limit) throws Failure {
    long count = raw.features().get(0).size(0);
    for (INDArray labels : raw.labels()) {
      if (labels.size(0) != count) {
        throw Failure.unreadable(
            "%s has %s examples and %s labels".formatted(file, count, labels.size(0)));
      }
    }
    for (INDArray features : raw.features()) {
      if (features.size(0) != count) {
        throw Failure.unreadable(
            "%s has %s examples for one input and %s for another"
                .formatted(file, count, features.size(0)));
      }
    }
    long taken = Math.min(limit, count);
    List<INDArray> examples = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      INDArray part = LabelledData.part(raw.features().get(i), 0, taken);
      examples.add(inputs.get(i).shaped(from(file, inputs.get(i).name()), part));
    }
    List<INDArray> answers = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      INDArray part = LabelledData.part(raw.labels().get(i), 0, taken);
      answers.add(outputs.get(i).answers(from(file, outputs.get(i).name()), part));
    }
    return new LabelledData(inType(examples), inType(answers), batch);
  }

  private String from(Path file, String name) {
    return isSingle() ? file.toString() : "%s, %s,".formatted(file, name);
  }

  private List<INDArray> inType(List<INDArray> arrays) {
    Stream<INDArray> cast = arrays.stream().map(array -> array.castTo(model.dataType()));
    return cast.toList();
  }
}
