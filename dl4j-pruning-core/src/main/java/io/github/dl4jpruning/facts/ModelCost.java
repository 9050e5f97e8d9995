package io.github.dl4jpruning.facts;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import io.github.dl4jpruning.model.types.ActivationTypes;
import io.github.dl4jpruning.model.types.FittingInputTypes;
import io.github.dl4jpruning.model.types.MacCount;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.util.ModelSerializer;

/**
 * What a network costs, layer by layer. Zeros cost as much as other weights: ND4J computes with
 * them all.
 *
 * @param rows layers and vertices in the order of computation
 * @param fileBytes the size of the network's file as DL4J writes it, without updater state
 * @param inputs what MACs and activations were counted for
 * @param sizeAssumed whether neither the caller nor the configuration tells the size of the inputs:
 *     then one that fits was found by trying, and MACs and activations are those of this size
 */
public record ModelCost(
    List<Row> rows, long fileBytes, List<InputType> inputs, boolean sizeAssumed) {
  /**
   * One layer or vertex.
   *
   * @param layer its name
   * @param kind its class
   * @param parameters elements of all its parameters
   * @param macs multiply-accumulates per example; see {@link MacCount}
   * @param activationBytes memory of what it gives, per example
   */
  public record Row(String layer, String kind, long parameters, long macs, long activationBytes) {}

  /** Copies the lists. */
  public ModelCost {
    rows = List.copyOf(rows);
    inputs = List.copyOf(inputs);
  }

  /**
   * Counts for a network.
   *
   * @param network a MultiLayerNetwork or ComputationGraph; not changed
   * @param inputTypes one for each input of the network; none if the configuration tells them, as
   *     it does for dense and recurrent networks and for flattened images, or if any size that fits
   *     will do, see {@link #sizeAssumed()}
   * @return the cost
   * @throws IllegalArgumentException if the types do not fit the network, or none were given and
   *     none that fit were found
   * @throws IllegalStateException if the network is not initialised
   */
  public static ModelCost of(Model network, InputType... inputTypes) {
    PrunableModel model = PrunableModel.of(network);
    Optional<ActivationTypes> told = ActivationTypes.ifKnown(model, inputTypes);
    ActivationTypes types =
        told.orElseGet(
            () -> ActivationTypes.of(model, FittingInputTypes.of(model).toArray(InputType[]::new)));
    MacCount macs = MacCount.of(model, types);
    List<Row> rows = new ArrayList<>();
    for (Node node : Wiring.of(model.network()).nodes()) {
      long parameters = 0;
      long products = 0;
      for (ModelParam param : model.params()) {
        if (param.layerIndex().equals(node.name())) {
          parameters += param.length();
          products += param.length() * macs.of(param);
        }
      }
      long values = Objects.requireNonNull(types.nodes().get(node.name())).gives().values();
      rows.add(
          new Row(
              node.label(), node.kind(), parameters, products, values * model.dataType().width()));
    }
    return new ModelCost(rows, fileBytes(network), types.inputs(), told.isEmpty());
  }

  private static long fileBytes(Model network) {
    try (CountingStream stream = new CountingStream()) {
      ModelSerializer.writeModel(network, stream, false);
      return stream.count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Elements of all parameters.
   *
   * @return at least 0
   */
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /**
   * Multiply-accumulates per example.
   *
   * @return at least 0
   */
  public long macs() {
    return rows.stream().mapToLong(Row::macs).sum();
  }

  /**
   * Memory of all activations of one example, were they all kept, as training does.
   *
   * @return in bytes
   */
  public long activationBytes() {
    return rows.stream().mapToLong(Row::activationBytes).sum();
  }

  /** A table in plain text, one line per layer, and the sums. */
  @Override
  public String toString() {
    int width = rows.stream().mapToInt(row -> row.layer().length()).max().orElse(0);
    String format = "%-" + Math.max(width, 10) + "s %-24s %14s %16s %16s%n";
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT, format, "layer", "kind", "parameters", "MACs", "activation bytes"));
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              format,
              row.layer(),
              row.kind(),
              row.parameters(),
              row.macs(),
              row.activationBytes()));
    }
    text.append(
        String.format(
            Locale.ROOT, format, "together", "", parameters(), macs(), activationBytes()));
    if (sizeAssumed) {
      text.append("counted for input of ")
          .append(inputs)
          .append(", which fits: the configuration does not tell its size\n");
    }
    return text.append("file: ").append(fileBytes).append(" bytes").toString();
  }

  /** Keeps nothing. */
  private static final class CountingStream extends OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      count += length;
    }
  }
}
