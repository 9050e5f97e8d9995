package io.github.dl4jpruning.reporting;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A report's page with the script that keeps it up to date. */
final class LiveHtml {
  private LiveHtml() {}

  /**
   * A page that asks for later ones.
   *
   * @param html a report's page, in which text can't hold a tag
   */
  static String of(String html, long version) {
    return html.replaceFirst("<html ", "<html data-version=\"%s\" ".formatted(version))
        .replace("</body>", "<script src=\"live.js\"></script></body>");
  }

  /** Before the first training step. */
  static String waiting(String title) {
    Section nothing =
        new Section(
            "waiting",
            "Nothing yet",
            List.of("The first training step is awaited."),
            List.of(),
            List.of());
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return of(HtmlPage.of(new ReportDocument(title, now, "A training", List.of(nothing))), 0);
  }
}
