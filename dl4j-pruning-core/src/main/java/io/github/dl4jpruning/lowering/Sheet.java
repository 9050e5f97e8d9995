package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The program so far. */
final class Sheet {
  private final List<Input> inputs = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> even = new HashSet<>();

  void input(Input input) {
    inputs.add(input);
    names.add(input.name());
  }

  /** A name that nothing has, made from a node's. */
  String fresh(String node) {
    for (int i = 1; ; i++) {
      String name = node + "." + i;
      if (names.add(name)) {
        return name;
      }
    }
  }

  void add(Operation operation) {
    operations.add(operation);
  }

  /** The network loses track of where shorter series of an input end. */
  void losesTrack(String input) {
    even.add(input);
  }

  /** Gives a tensor a name of its own, as the network calls its output. */
  void output(String tensor, String name) {
    operations.add(
        Operation.of(Op.AFFINE, name, tensor).withNumber("alpha", 1).withNumber("beta", 0));
  }

  /** Names the last operation's tensor, if it is that; false if it is not. */
  boolean rename(String tensor, String name) {
    int last = operations.size() - 1;
    if (last < 0 || !operations.get(last).output().equals(tensor)) {
      return false;
    }
    operations.set(last, operations.get(last).named(name));
    return true;
  }

  Program program(List<String> outputs) {
    List<Input> marked = new ArrayList<>();
    for (Input input : inputs) {
      marked.add(input.isSeries() && even.contains(input.name()) ? input.even() : input);
    }
    return Program.of(marked, operations, outputs);
  }
}
