package io.github.dl4jpruning.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live page as people see it; skipped where there is no Chromium. {@code -Dpictures=DIR} keeps
 * what its curves looked like.
 */
class LivePageBrowserTest {
  private static final String CHART = "document.querySelector('#time figure svg').outerHTML";
  private static final String TOLD = "document.querySelector('#live').textContent";

  @TempDir(cleanup = CleanupMode.NEVER)
  static Path profile;

  private final MultiLayerNetwork net = Runs.layers();
  private final PruningListener pruner =
      new PruningListener(PruningRecipe.builder().sparsity(0.5).iterations(2, 40, 2).build());

  /** Trains on until a page says so: how often it is drawn depends on how long that takes. */
  private void trainUntil(Browser.Tab tab, String condition)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Browser.PATIENCE.toNanos();
    while (!tab.value(condition).equals("true")) {
      assertTrue(
          System.nanoTime() < end,
          () -> "In vain: %s, with %s".formatted(condition, pruner.status()));
      net.fit(Runs.iterator(5), 1);
      Thread.sleep(50);
    }
  }

  @Test
  void page_twoTabs_moveWithTheTraining() throws IOException, InterruptedException {
    Optional<Path> chromium = Browser.installed();
    assumeTrue(chromium.isPresent(), "no Chromium on this machine");
    try (Browser browser = Browser.start(chromium.get(), profile);
        LivePage page = LivePage.on(pruner).titled(WholeReport.HOSTILE).start()) {
      net.setListeners(pruner, page);
      List<Browser.Tab> tabs = List.of(browser.open(page.address()), browser.open(page.address()));
      for (Browser.Tab tab : tabs) {
        tab.await("document.querySelector('#waiting') !== null");
      }
      net.fit(Runs.iterator(6), 1);
      for (Browser.Tab tab : tabs) {
        trainUntil(tab, "document.querySelector('#waiting') === null");
        assertEquals("Live: this page changes as the training goes on.", tab.value(TOLD));
      }
      for (Browser.Tab tab : tabs) {
        tab.value("window.before = " + CHART); // not lost: the page is not loaded again
      }
      for (Browser.Tab tab : tabs) {
        trainUntil(tab, CHART + " !== window.before");
        trainUntil(tab, "document.querySelector('#result').textContent.includes('complete')");
        assertEquals("0", tab.value("document.documentElement.dataset.version")); // not reloaded
      }
      assertHarmless(tabs.get(0));
      assertReadable(tabs.get(1));
      page.close();
      tabs.get(0).await(TOLD + ".startsWith('The training has ended')");
    }
  }

  /** A name with a script in it is text. */
  private static void assertHarmless(Browser.Tab tab) throws IOException, InterruptedException {
    assertEquals(WholeReport.HOSTILE, tab.value("document.title"));
    assertEquals(WholeReport.HOSTILE, tab.value("document.querySelector('h1').textContent"));
    assertEquals("1", tab.value("document.scripts.length"));
  }

  private static void assertReadable(Browser.Tab tab) throws IOException, InterruptedException {
    for (String scheme : List.of("light", "dark")) {
      tab.prefer(scheme);
      assertEquals(
          scheme.equals("dark") ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)",
          tab.value("getComputedStyle(document.body).backgroundColor"));
      for (int width : new int[] {390, 1_366}) {
        tab.resize(width, width == 390 ? 844 : 768);
        tab.await("document.documentElement.scrollWidth <= innerWidth"); // nothing to the side
        keep("%s-%s.png".formatted(scheme, width), tab);
      }
    }
  }

  private static void keep(String name, Browser.Tab tab) throws IOException, InterruptedException {
    String folder = System.getProperty("pictures", "");
    if (!folder.isEmpty()) {
      tab.value("document.querySelector('#time').scrollIntoView()");
      Files.write(Files.createDirectories(Path.of(folder)).resolve(name), tab.picture());
    }
  }
}
