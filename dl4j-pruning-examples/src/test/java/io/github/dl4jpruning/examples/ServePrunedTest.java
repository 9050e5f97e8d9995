package io.github.dl4jpruning.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.data.Csv;
import io.github.dl4jpruning.examples.data.DigitDataset;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.runtime.SparseNetwork;
import io.github.dl4jpruning.testing.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import picocli.CommandLine;

class ServePrunedTest {
  private SparseNetwork network;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    ServePruned serve = new ServePruned();
    new CommandLine(serve).parseArgs("--port", "0");
    network = serve.network();
    server = serve.start(network);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private HttpResponse<String> ask(String examples) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:%s/answer".formatted(server.getAddress().getPort()));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofString(examples))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void answer_drawnDigits_mostlyRight() throws Exception {
    ImageSet test = DigitDataset.DRAWN.load(Optional.empty()).test().first(100);
    DataSet digits = test.iterator(100, 1).next();
    float[] pixels = digits.getFeatures().dup('c').reshape(100L * 784).toFloatVector();

    HttpResponse<String> answers = ask(Csv.lines(pixels, 784));

    assertEquals(200, answers.statusCode());
    assertEquals(100, answers.body().lines().count());
    float[] values = Csv.numbers(answers.body());
    assertArrayEquals(network.predict(pixels), values);
    INDArray labels = digits.getLabels().argMax(1);
    int right = 0;
    for (int i = 0; i < 100; i++) {
      right += best(values, i) == labels.getInt(i) ? 1 : 0;
    }
    assertTrue(right >= 90, "right: " + right);
  }

  private static int best(float[] values, int example) {
    int best = 0;
    for (int c = 1; c < 10; c++) {
      best = values[example * 10 + c] > values[example * 10 + best] ? c : best;
    }
    return best;
  }

  @Test
  void answer_wrongExamples_saysWhatAndGoesOn() throws Exception {
    HttpResponse<String> words = ask("1,2,three\n");
    HttpResponse<String> few = ask("1,2\n");
    HttpResponse<String> none = ask("");

    assertEquals(400, words.statusCode());
    assertEquals("Line 1: numbers between commas, got 'three'", words.body());
    assertEquals(400, few.statusCode());
    assertTrue(few.body().contains("784 numbers per example; 2"), few.body());
    assertEquals(400, none.statusCode());
    assertEquals(200, ask("0,".repeat(783) + "0").statusCode());
  }

  @Test
  void main_noSuchFile_oneLine(@TempDir Path folder) {
    Path missing = folder.resolve("none.dlp");

    Program wrong = Program.run(Commands.line(new ServePruned()), "--file", missing.toString());

    assertEquals(1, wrong.code());
    assertEquals(1, wrong.err().lines().count(), wrong.err());
    assertTrue(wrong.err().contains("none.dlp"), wrong.err());
  }
}
