package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.analysis.ModelComparison;
import io.github.dl4jpruning.analysis.Sensitivity;
import io.github.dl4jpruning.analysis.TradeOff;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.facts.LatencyComparison;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.xml.sax.SAXException;

/** A report that has everything that a report can have. */
record WholeReport(PruningListener pruner, MultiLayerNetwork net, Document page, JsonNode json) {
  static final String HOSTILE = "</style><script>alert(\"1 & 2\")</script>|*x*";

  /** Prunes, trains and measures a small network and writes its report into the folder. */
  static WholeReport writeTo(Path folder) throws IOException {
    MultiLayerNetwork net = Runs.layers();
    MultiLayerNetwork dense = net.clone();
    PruningListener pruner = new PruningListener(Runs.HALF);
    Course course = Course.every(2, network -> 0.75);
    net.addListeners(course);
    Runs.fit(net, pruner);
    Samples samples = Samples.of(Runs.batches(2));
    PruningReport.of(pruner, net)
        .titled(HOSTILE)
        .fact("epochs", 1)
        .fact(HOSTILE, HOSTILE)
        .before(dense)
        .with(course)
        .with("dense", List.of(new Course.Look(4, 0.5, Double.NaN)))
        .with(
            ModelComparison.of(dense, net, samples, samples)
                .with(LatencyComparison.measure(dense, net, 1, Nd4j.zeros(2, 64))))
        .with(sensitivity())
        .with(tradeOff())
        .writtenAt(() -> Instant.parse("2026-01-02T03:04:05.678Z"))
        .writeTo(folder);
    Document page = Jsoup.parse(Files.readString(folder.resolve("report.html")));
    JsonNode json = new ObjectMapper().readTree(folder.resolve("run.json").toFile());
    return new WholeReport(pruner, net, page, json);
  }

  static Sensitivity sensitivity() {
    List<Sensitivity.Curve> curves = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      curves.add(
          new Sensitivity.Curve(
              i + "_W",
              100,
              List.of(
                  new Sensitivity.Point(0.5, 0.9 - i / 100.0),
                  new Sensitivity.Point(0.9, 0.8 - i / 50.0))));
    }
    return new Sensitivity(Runs.HALF, 0.95, curves);
  }

  static TradeOff tradeOff() {
    return new TradeOff(
        List.of(
            new TradeOff.Point(0, 0.95, 0, 100, 100, OptionalLong.empty()),
            new TradeOff.Point(0.5, 0.945, 0, 100, 50, OptionalLong.empty()),
            new TradeOff.Point(0.9, 0.9, 0, 100, 10, OptionalLong.empty())),
        0.01);
  }

  static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  static org.w3c.dom.Document parsedXml(Path file)
      throws IOException, SAXException, ParserConfigurationException {
    byte[] bytes = Files.readString(file).getBytes(StandardCharsets.UTF_8);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setExpandEntityReferences(false);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
  }
}
