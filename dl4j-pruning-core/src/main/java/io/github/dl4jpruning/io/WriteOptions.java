package io.github.dl4jpruning.io;

import io.github.dl4jpruning.format.CardText;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a {@link PrunedModelFile} is to hold.
 *
 * @param halfPrecision whether weights are rounded to 16 bits; see {@link #withHalfPrecision()}
 * @param updaterState whether the optimiser's state is written, which training needs to go on as if
 *     it had never stopped
 * @param sharedValues how weight matrices share the values of a table; see {@link
 *     #withSharedValues}
 * @param program the program to be written along; see {@link #withProgram(InputType...)}
 * @param card the model card to be written along; see {@link #withCard}
 */
public record WriteOptions(
    boolean halfPrecision,
    boolean updaterState,
    Optional<SharedValues> sharedValues,
    Optional<ProgramCheck> program,
    Optional<String> card) {
  private static final WriteOptions DEFAULTS =
      new WriteOptions(false, false, Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Every value bit for bit, without updater state.
   *
   * @return the defaults
   */
  public static WriteOptions defaults() {
    return DEFAULTS;
  }

  /**
   * These options with weights rounded to 16 bits: eleven significant bits, at most 65504. Only
   * weight matrices and kernels are, as far as they may be pruned; biases, normalisation parameters
   * and updater state keep all their bits. A kept weight below 3e-8 becomes zero, and stays kept.
   *
   * @return new options
   */
  public WriteOptions withHalfPrecision() {
    return new WriteOptions(true, updaterState, sharedValues, program, card);
  }

  /**
   * These options with the optimiser's state.
   *
   * @return new options
   */
  public WriteOptions withUpdaterState() {
    return new WriteOptions(halfPrecision, true, sharedValues, program, card);
  }

  /**
   * These options with weights that share the values of a table. Only weight matrices and kernels
   * do, as far as they may be pruned. The file then has version 2. {@link Written} tells the error.
   *
   * @param values the table of each matrix
   * @return new options
   */
  public WriteOptions withSharedValues(SharedValues values) {
    return new WriteOptions(halfPrecision, updaterState, Optional.of(values), program, card);
  }

  /**
   * These options with a program, by which {@code SparseNetwork.read} of dl4j-pruning-runtime runs
   * the file without DL4J. The file then has version 2. On random examples, what the runtime
   * computes from it must be what DL4J computes from it, within {@link Written#TOLERANCE}; else
   * nothing is written.
   *
   * @param inputTypes the network's inputs' types; none where its configuration tells them
   * @return new options
   */
  public WriteOptions withProgram(InputType... inputTypes) {
    ProgramCheck check = new ProgramCheck(List.of(inputTypes), List.of());
    return new WriteOptions(halfPrecision, updaterState, sharedValues, Optional.of(check), card);
  }

  /**
   * As {@link #withProgram(InputType...)}, checked on given examples.
   *
   * @param inputTypes the network's inputs' types; empty where its configuration tells them
   * @param examples one array for each input of the network
   * @return new options
   */
  public WriteOptions withProgram(List<InputType> inputTypes, INDArray... examples) {
    ProgramCheck check = new ProgramCheck(inputTypes, List.of(examples));
    return new WriteOptions(halfPrecision, updaterState, sharedValues, Optional.of(check), card);
  }

  /**
   * These options with a model card, for who gets the file: {@code ModelCard.json()} of
   * dl4j-pruning-report, or any text of your own. The file then has version 3. {@code
   * PrunedModel.card()} and {@code SparseNetwork.card()} give it back.
   *
   * @param text JSON by convention; at most 1 MiB in UTF-8
   * @return new options
   * @throws IllegalArgumentException if it is empty or too long
   */
  public WriteOptions withCard(String text) {
    CardText.bytes(text);
    return new WriteOptions(halfPrecision, updaterState, sharedValues, program, Optional.of(text));
  }
}
