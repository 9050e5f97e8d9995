package io.github.dl4jpruning.training;

import io.github.dl4jpruning.checkpoint.SavedMemory;
import io.github.dl4jpruning.model.SavedArray;
import io.github.dl4jpruning.training.signal.ArrayName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arrays of an earlier run, and which of those asked for it does not have. */
final class SavedArrays {
  private final SavedMemory memory;
  private final List<String> missing = new ArrayList<>();

  SavedArrays(SavedMemory memory) {
    this.memory = memory;
  }

  /** Steps that the earlier run had done. */
  long steps() {
    return memory.clock().map(SavedMemory.Clock::step).orElse(0L);
  }

  /** An array that must be there if the run is to go on as it was. */
  Optional<SavedArray> need(ArrayName name) {
    SavedArray array = memory.arrays().get(name.now());
    if (array == null) {
      array = memory.arrays().get(name.before());
    }
    if (array == null) {
      missing.add(name.now());
    }
    return Optional.ofNullable(array);
  }

  List<String> missing() {
    return List.copyOf(missing);
  }
}
