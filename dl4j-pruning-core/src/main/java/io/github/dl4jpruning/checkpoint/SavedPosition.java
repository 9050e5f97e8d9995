package io.github.dl4jpruning.checkpoint;

import io.github.dl4jpruning.data.DataIdentity;
import io.github.dl4jpruning.data.DataPosition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A place in the data as a file's small values. The first files had epoch and batch only. */
final class SavedPosition {
  private SavedPosition() {}

  static List<Object> list(DataPosition place) {
    return List.of(
        place.epoch(),
        place.batch(),
        place.epochIsOver(),
        place
            .identity()
            .map(
                data ->
                    List.of(
                        data.batch(),
                        boxed(data.examples()),
                        boxed(data.seed()),
                        boxed(data.firstBatch()))));
  }

  static DataPosition of(List<?> values) {
    int epoch = (Integer) values.get(0);
    int batch = (Integer) values.get(1);
    return values.size() == 2
        ? new DataPosition(epoch, batch)
        : new DataPosition(
            epoch,
            batch,
            (Boolean) values.get(2),
            ((Optional<?>) values.get(3)).map(data -> identity((List<?>) data)));
  }

  private static DataIdentity identity(List<?> values) {
    return new DataIdentity(
        (Integer) values.get(0),
        number(values.get(1)),
        number(values.get(2)),
        number(values.get(3)));
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  private static OptionalLong number(Object value) {
    Optional<?> number = (Optional<?>) value;
    return number.isPresent() ? OptionalLong.of((Long) number.get()) : OptionalLong.empty();
  }
}
