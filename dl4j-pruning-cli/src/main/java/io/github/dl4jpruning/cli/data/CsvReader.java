package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.cli.console.Failure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads tables of numbers as DataVec does: an example in each line, its class in one column,
 * counted from 0 or by its name in the first line.
 */
final class CsvReader {
  private CsvReader() {}

  /**
   * Reads a table.
   *
   * @param column the label's: its name, its place from 0, or its place from the end, −1 the last
   */
  static RawData read(Path file, String column) throws IOException, Failure {
    List<CSVRecord> records;
    try (Reader in = Files.newBufferedReader(file)) {
      records =
          CSVFormat.DEFAULT
              .builder()
              .setIgnoreEmptyLines(true)
              .setTrim(true)
              .build()
              .parse(in)
              .getRecords();
    }
    if (records.isEmpty()) {
      throw Failure.unreadable("%s holds no line".formatted(file));
    }
    boolean headed = number(records.get(0).get(0)).isEmpty();
    int label = label(file, column, records.get(0), headed);
    List<CSVRecord> examples = headed ? records.subList(1, records.size()) : records;
    if (examples.isEmpty()) {
      throw Failure.unreadable("%s holds a header and no example".formatted(file));
    }
    int width = records.get(0).size();
    if (width < 2) {
      throw Failure.unreadable(
          "%s has one column: values and a label are needed, with commas between".formatted(file));
    }
    float[][] values = new float[examples.size()][width - 1];
    float[] labels = new float[examples.size()];
    for (int i = 0; i < labels.length; i++) {
      CSVRecord example = examples.get(i);
      if (example.size() != width) {
        throw Failure.unreadable(
            "%s, line %s: %s values, where the first line has %s"
                .formatted(file, example.getRecordNumber(), example.size(), width));
      }
      int next = 0;
      for (int c = 0; c < width; c++) {
        float value = required(file, example, c);
        if (c == label) {
          labels[i] = value;
        } else {
          values[i][next++] = value;
        }
      }
    }
    return RawData.of(Nd4j.create(values), Nd4j.createFromArray(labels), false);
  }

  private static float required(Path file, CSVRecord example, int column) throws Failure {
    return number(example.get(column))
        .orElseThrow(
            () ->
                Failure.unreadable(
                    "%s, line %s, column %s: numbers are read, got %s"
                        .formatted(file, example.getRecordNumber(), column, example.get(column))));
  }

  private static int label(Path file, String column, CSVRecord first, boolean headed)
      throws Failure {
    List<String> names = headed ? new ArrayList<>(first.toList()) : List.of();
    int named = names.indexOf(column);
    if (named >= 0) {
      return named;
    }
    if (column.matches("-?\\d{1,6}")) {
      int place = Integer.parseInt(column);
      int counted = place < 0 ? first.size() + place : place;
      if (counted >= 0 && counted < first.size()) {
        return counted;
      }
    }
    throw Failure.usage(
        "%s has no column %s: --label-column is %s0 to %s, or -1 for the last"
            .formatted(file, column, headed ? "one of " + names + ", " : "", first.size() - 1));
  }

  private static Optional<Float> number(String text) {
    try {
      return Optional.of(Float.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
