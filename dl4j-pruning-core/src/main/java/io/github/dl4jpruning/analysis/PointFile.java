package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.io.AtomicFile;
import io.github.dl4jpruning.io.PrunedModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.json.JsonMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Points of a search on disk: {@code sparsity-S.dlp}, then {@code sparsity-S.json}. What has no
 * second file does not exist.
 */
final class PointFile {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int VERSION = 1;

  private PointFile() {}

  static Path network(Path folder, double sparsity) {
    return folder.resolve("sparsity-%s.dlp".formatted(sparsity));
  }

  static void write(Path folder, String settings, TradeOff.Point point, Model network)
      throws IOException {
    PrunedCopy copy = PrunedCopy.of(network);
    PrunedModelFile.write(network(folder, point.sparsity()), copy.network(), copy.masks());
    ObjectNode json =
        JSON.createObjectNode()
            .put("version", VERSION)
            .put("settings", settings)
            .put("sparsity", point.sparsity())
            .put("score", point.score())
            .put("standardError", point.standardError())
            .put("parameters", point.parameters())
            .put("nonZeros", point.nonZeros());
    point.macs().ifPresent(macs -> json.put("macs", macs));
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    AtomicFile.write(
        folder.resolve("sparsity-%s.json".formatted(point.sparsity())),
        out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  static SortedMap<Double, TradeOff.Point> readAll(Path folder, String settings)
      throws IOException {
    SortedMap<Double, TradeOff.Point> points = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "sparsity-*.json")) {
      for (Path file : files) {
        TradeOff.Point point = read(file, settings);
        points.put(point.sparsity(), point);
      }
    }
    return points;
  }

  private static TradeOff.Point read(Path file, String settings) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw damaged(file, "is not JSON: " + e.getOriginalMessage(), e);
    }
    if (json.path("version").asInt() != VERSION) {
      throw damaged(file, "has version %s, not 1".formatted(json.path("version")), null);
    }
    String before = json.path("settings").asText();
    if (!before.equals(settings)) {
      throw new IOException(
          "%s is of other settings: \"%s\", now \"%s\". Search in another folder, or delete this one"
              .formatted(file, before, settings));
    }
    TradeOff.Point point =
        new TradeOff.Point(
            number(json, "sparsity", file).doubleValue(),
            number(json, "score", file).doubleValue(),
            number(json, "standardError", file).doubleValue(),
            number(json, "parameters", file).longValue(),
            number(json, "nonZeros", file).longValue(),
            json.has("macs")
                ? OptionalLong.of(number(json, "macs", file).longValue())
                : OptionalLong.empty());
    if (!file.getFileName().toString().equals("sparsity-%s.json".formatted(point.sparsity()))) {
      throw damaged(file, "is of a sparsity of " + point.sparsity(), null);
    }
    if (!Files.exists(
        network(Objects.requireNonNull(file.toAbsolutePath().getParent()), point.sparsity()))) {
      throw damaged(file, "has no network beside it", null);
    }
    return point;
  }

  private static Number number(JsonNode json, String field, Path file) throws IOException {
    JsonNode value = json.path(field);
    if (!value.isNumber()) {
      throw damaged(file, "has no number \"%s\"".formatted(field), null);
    }
    return value.numberValue();
  }

  private static IOException damaged(Path file, String what, @Nullable Exception cause) {
    return new IOException(
        "%s can't be read as a point of a search: it %s. Delete it, and the point is made anew"
            .formatted(file, what),
        cause);
  }
}
