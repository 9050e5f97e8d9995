package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.facts.LibraryVersions;
import io.github.dl4jpruning.facts.SparsityReport;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;

/** What a file says about its network: sizes, sparsity, recipe, versions. */
final class Metadata {
  static final String VERSION = "dl4j_pruning.version";
  static final String RECIPE = "pruning.recipe";

  private Metadata() {}

  static Map<String, String> of(Model network, OnnxOptions options) {
    SparsityReport report = SparsityReport.of(network);
    Map<String, String> card = new TreeMap<>();
    card.put(VERSION, LibraryVersions.own());
    card.put("deeplearning4j.version", LibraryVersions.dl4j());
    card.put("parameters", Long.toString(report.parameters()));
    card.put("weights", Long.toString(report.weights()));
    card.put("weights.nonzero", Long.toString(report.kept()));
    card.put("weights.sparsity", Double.toString(report.sparsity()));
    for (SparsityReport.Row row : report.rows()) {
      card.put("sparsity." + row.param().key(), Double.toString(row.sparsity()));
    }
    options
        .metadata()
        .forEach(
            (key, value) -> {
              if (card.putIfAbsent(key, value) != null) {
                throw new IllegalArgumentException(
                    "The model card has its own %s: give the metadata another key".formatted(key));
              }
            });
    return card;
  }
}
