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
  static final String CARD = "pruning.model_card";

  private Metadata() {}

  static Map<String, String> of(Model network, OnnxOptions options) {
    SparsityReport report = SparsityReport.of(network);
    Map<String, String> facts = new TreeMap<>();
    facts.put(VERSION, LibraryVersions.own());
    facts.put("deeplearning4j.version", LibraryVersions.dl4j());
    facts.put("parameters", Long.toString(report.parameters()));
    facts.put("weights", Long.toString(report.weights()));
    facts.put("weights.nonzero", Long.toString(report.kept()));
    facts.put("weights.sparsity", Double.toString(report.sparsity()));
    for (SparsityReport.Row row : report.rows()) {
      facts.put("sparsity." + row.param().key(), Double.toString(row.sparsity()));
    }
    options
        .metadata()
        .forEach(
            (key, value) -> {
              if (facts.putIfAbsent(key, value) != null) {
                throw new IllegalArgumentException(
                    "The metadata has its own %s: give yours another key".formatted(key));
              }
            });
    return facts;
  }
}
