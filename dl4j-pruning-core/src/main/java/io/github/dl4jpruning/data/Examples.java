package io.github.dl4jpruning.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Examples in memory, of which any can be taken in any order. */
interface Examples<T> {
  int count();

  /** One or more examples as a minibatch of new arrays. */
  T take(int[] which);

  /** The first one, for its sizes; may share memory with the original. */
  T first();

  /** Of one example. */
  long fingerprint(int which);

  /** Of one array of features and one of labels, with masks where there are any. */
  static Examples<DataSet> of(DataSet all) {
    INDArray features = all.getFeatures();
    if (features == null || all.getLabels() == null || features.size(0) < 1) {
      throw new IllegalArgumentException(
          "Training data needs features and labels of at least one example, got " + all);
    }
    Rows x = Rows.of(features);
    Rows y = Rows.of(all.getLabels());
    Rows featuresMask = Rows.of(all.getFeaturesMaskArray());
    Rows labelsMask = Rows.of(all.getLabelsMaskArray());
    return new Examples<>() {
      @Override
      public int count() {
        return Math.toIntExact(features.size(0));
      }

      @Override
      public DataSet take(int[] which) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
          return new DataSet(
              x.take(which), y.take(which), featuresMask.take(which), labelsMask.take(which));
        }
      }

      @Override
      public DataSet first() {
        return all;
      }

      @Override
      public long fingerprint(int which) {
        return ResumableIterator.fingerprint(take(new int[] {which}));
      }
    };
  }

  /** Of a list of single examples, whose lengths in time may differ. */
  static Examples<DataSet> of(List<DataSet> list) {
    List<DataSet> all = List.copyOf(list);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("Training data needs at least one example, got none");
    }
    return new Examples<>() {
      @Override
      public int count() {
        return all.size();
      }

      @Override
      public DataSet take(int[] which) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
          List<DataSet> taken = new ArrayList<>();
          for (int i : which) {
            taken.add(all.get(i));
          }
          return taken.size() == 1 ? taken.get(0).copy() : DataSet.merge(taken);
        }
      }

      @Override
      public DataSet first() {
        return all.get(0);
      }

      @Override
      public long fingerprint(int which) {
        return ResumableIterator.fingerprint(all.get(which));
      }
    };
  }

  /** Of several arrays of features and of labels, with masks where there are any. */
  static Examples<MultiDataSet> of(MultiDataSet all) {
    if (all.getFeatures() == null || all.getLabels() == null || all.getFeatures(0).size(0) < 1) {
      throw new IllegalArgumentException(
          "Training data needs features and labels of at least one example, got " + all);
    }
    List<List<Rows>> arrays =
        Stream.of(
                all.getFeatures(),
                all.getLabels(),
                all.getFeaturesMaskArrays(),
                all.getLabelsMaskArrays())
            .map(Rows::of)
            .toList();
    return new Examples<>() {
      @Override
      public int count() {
        return Math.toIntExact(all.getFeatures(0).size(0));
      }

      @Override
      public MultiDataSet take(int[] which) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
          return new org.nd4j.linalg.dataset.MultiDataSet(
              Rows.take(arrays.get(0), which),
              Rows.take(arrays.get(1), which),
              Rows.take(arrays.get(2), which),
              Rows.take(arrays.get(3), which));
        }
      }

      @Override
      public MultiDataSet first() {
        return all;
      }

      @Override
      public long fingerprint(int which) {
        return ResumableMultiIterator.fingerprint(take(new int[] {which}));
      }
    };
  }

  /** An array with one row per example, copied only if it is not in C order; null for none. */
  record Rows(@Nullable INDArray flat, List<Long> shape) {
    private static Rows of(@Nullable INDArray array) {
      if (array == null) {
        return new Rows(null, List.of());
      }
      long count = array.size(0);
      return new Rows(
          array.reshape('c', count, array.length() / count),
          Arrays.stream(array.shape()).boxed().toList());
    }

    private static List<Rows> of(INDArray @Nullable [] arrays) {
      return arrays == null ? List.of() : Arrays.stream(arrays).map(Rows::of).toList();
    }

    private static INDArray @Nullable [] take(List<Rows> arrays, int[] which) {
      return arrays.isEmpty()
          ? null
          : arrays.stream().map(rows -> rows.take(which)).toArray(INDArray[]::new);
    }

    private @Nullable INDArray take(int[] which) {
      if (flat == null) {
        return null;
      }
      long[] taken = shape.stream().mapToLong(Long::longValue).toArray();
      taken[0] = which.length;
      return Nd4j.pullRows(flat, 1, which, 'c').reshape('c', taken);
    }
  }
}
