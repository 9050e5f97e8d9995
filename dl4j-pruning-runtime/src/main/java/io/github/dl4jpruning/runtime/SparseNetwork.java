package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.format.NetworkFile;
import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.runtime.plan.Model;
import io.github.dl4jpruning.runtime.plan.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pruned network that answers. Immutable and thread-safe.
 *
 * <p>Memory: of each weight matrix eight bytes per weight that is left and twelve per row; where
 * single examples with many zeros are multiplied, eight more per weight. Sessions add their
 * tensors.
 */
public final class SparseNetwork {
  private final Model model;
  private final String kernels;
  private final Optional<String> card;

  private SparseNetwork(Model model, String kernels, Optional<String> card) {
    this.model = model;
    this.kernels = kernels;
    this.card = card;
  }

  /** The most parameters that a file may have, unless another limit is given: 2^28. */
  public static final long DEFAULT_MAX_PARAMETERS = 1L << 28;

  /**
   * Reads a pruned network's file that has a program, of at most {@value #DEFAULT_MAX_PARAMETERS}
   * parameters.
   *
   * @throws IOException if it can't be read, or has no program; the message says what is wrong
   */
  public static SparseNetwork read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, DEFAULT_MAX_PARAMETERS);
    } catch (NoSuchFileException e) {
      throw new IOException("Can't read " + file + ": there is no such file", e);
    } catch (IOException e) {
      throw new IOException("Can't read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a pruned network from a stream, which must end where it does.
   *
   * @param in not closed
   * @param maxParameters the most parameters that it may have, 1 to 2^31 − 1
   * @throws IOException if it can't be read, or has no program; the message says what is wrong
   */
  public static SparseNetwork read(InputStream in, long maxParameters) throws IOException {
    NetworkFile file = NetworkFile.read(in, maxParameters);
    try {
      return of(file.program(), file::values, file.card());
    } catch (IllegalArgumentException e) {
      throw new IOException("its program can't be run: " + e.getMessage(), e);
    }
  }

  /**
   * A network.
   *
   * @param program what it computes
   * @param weights its parameters' values; asked for each, and not kept
   * @throws IllegalArgumentException if a parameter is missing or does not fit, or a weight is NaN
   *     or infinite
   */
  public static SparseNetwork of(Program program, Weights weights) {
    return of(program, weights, Optional.empty());
  }

  private static SparseNetwork of(Program program, Weights weights, Optional<String> card) {
    KernelChoice choice = KernelChoice.best();
    return new SparseNetwork(Model.of(program, weights, choice.kernels()), choice.name(), card);
  }

  /** What it computes. */
  public Program program() {
    return model.program();
  }

  /**
   * Its model card, as its file has it: what it was pruned from and how, how good it is. From a
   * stranger, any text.
   */
  public Optional<String> card() {
    return card;
  }

  /**
   * Answers for examples of a network with one input and one output.
   *
   * @param examples one or more, one behind the other; series of their usual length
   * @return the answers, one behind the other
   * @throws IllegalArgumentException if it is no whole number of examples
   * @throws IllegalStateException if there are several inputs or outputs
   */
  public float[] predict(float[] examples) {
    Input input = only(program().inputs(), "inputs");
    String output = only(program().outputs(), "outputs");
    int size = Shapes.size(input.shape());
    if (examples.length == 0 || examples.length % size != 0) {
      throw new IllegalArgumentException(
          "Input "
              + input
              + " has "
              + size
              + " numbers per example; "
              + examples.length
              + " are no whole number of examples");
    }
    int batch = examples.length / size;
    int answer = Shapes.size(program().shape(output)) * model.batches(output);
    float[] answers = new float[Math.multiplyExact(batch, answer)];
    session(batch).predict(examples, answers);
    return answers;
  }

  /** A session for batches of so many examples, at least 1; series have their usual length. */
  public Session session(int batch) {
    List<Input> inputs = program().inputs();
    int[] lengths = new int[inputs.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = inputs.get(i).length();
    }
    return new Session(model, model.plan(batch, lengths), batch, lengths);
  }

  /**
   * A session for series of another length.
   *
   * @param batch examples, at least 1
   * @param length steps of every input that is a series, at least 1
   * @throws IllegalArgumentException if the network can't take series of that length
   */
  public Session session(int batch, int length) {
    List<Input> inputs = program().inputs();
    int[] lengths = new int[inputs.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = inputs.get(i).isSeries() ? length : 1;
    }
    return new Session(model, model.plan(batch, lengths), batch, lengths);
  }

  /** Whether an input holds indices into a table. */
  boolean readsIndices(String input) {
    for (Operation operation : program().operations()) {
      if (operation.op() == Op.GATHER && operation.inputs().contains(input)) {
        return true;
      }
    }
    return false;
  }

  /** Bytes of all weights, in the forms that sessions have asked for up to now. */
  public long bytes() {
    return model.bytes();
  }

  /** The plan for single examples: each operation, its kernel and why, and what it costs. */
  public String describe() {
    return describe(1);
  }

  /** The plan for batches of so many examples. */
  public String describe(int batch) {
    return session(batch).describe(kernels);
  }

  private static <T> T only(List<T> all, String what) {
    if (all.size() != 1) {
      throw new IllegalStateException(
          "The network has the "
              + what
              + " "
              + new ArrayList<>(all)
              + ": use a session, and give each by its name");
    }
    return all.get(0);
  }
}
