package io.github.dl4jpruning.reporting;

import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * A report as a page: HTML that is XML as well, without script and with nothing to load. Text goes
 * in as text nodes and attributes only, so that none of it can be markup.
 */
final class HtmlPage {
  /** Longer tables are folded up. */
  private static final int SHORT_TABLE = 16;

  /** Longer texts may break into lines. */
  private static final int LONG_CELL = 24;

  private static final String CSS =
      """
      :root{color-scheme:light dark;--paper:#fff;--text:#1f2328;--soft:#59636e;--line:#d8dee4;--card:#f6f8fa}
      @media (prefers-color-scheme:dark){:root{--paper:#0d1117;--text:#e6edf3;--soft:#9aa6b2;--line:#3d444d;--card:#161b22}}
      *{box-sizing:border-box}
      body{margin:0 auto;padding:1rem;max-width:75rem;background:var(--paper);color:var(--text);font:16px/1.5 system-ui,sans-serif}
      h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0;overflow-wrap:anywhere}
      h2{font-size:1.25rem;margin:2.2rem 0 .5rem;padding-top:.6rem;border-top:1px solid var(--line)}
      h3,summary{font-size:1rem;font-weight:600;margin:1rem 0 .4rem}
      summary{cursor:pointer}
      p{margin:.4rem 0;max-width:48rem;overflow-wrap:anywhere}
      .soft,figcaption{color:var(--soft);font-size:.9rem}
      .tiles{display:grid;grid-template-columns:repeat(2,1fr);gap:.6rem;margin:.8rem 0}
      .odd div:first-child{grid-column:span 2}
      @media (min-width:50rem){.odd div:first-child{grid-column:auto}.by1{grid-template-columns:1fr}.by2{grid-template-columns:repeat(2,1fr)}.by3{grid-template-columns:repeat(3,1fr)}.by4{grid-template-columns:repeat(4,1fr)}.by5{grid-template-columns:repeat(5,1fr)}.by6{grid-template-columns:repeat(6,1fr)}}
      .tiles div{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem}
      .tiles b{display:block;font-size:1.25rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
      .tiles span{color:var(--soft);font-size:.85rem}
      .scroll{overflow-x:auto}
      table{border-collapse:collapse;font-size:.9rem}
      th,td{text-align:left;padding:.25rem .8rem .25rem 0;border-bottom:1px solid var(--line);vertical-align:top}
      td{white-space:nowrap}
      .long{min-width:9rem;max-width:34rem;white-space:normal;overflow-wrap:anywhere}
      th{color:var(--soft);font-weight:600;white-space:nowrap}
      .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
      .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr));gap:1rem 1.5rem;margin:1rem 0}
      .three{grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr))}
      figure{margin:0;min-width:0}
      figure svg{display:block;width:100%;height:auto}
      figcaption b{display:block;color:var(--text)}
      """;

  private HtmlPage() {}

  static String of(ReportDocument document) {
    Document page = new Document("");
    page.outputSettings()
        .syntax(Document.OutputSettings.Syntax.xml)
        .prettyPrint(false)
        .charset("UTF-8");
    page.appendChild(new DocumentType("html", "", ""));
    Element html = page.appendElement("html").attr("lang", "en");
    Element head = html.appendElement("head");
    head.appendElement("meta").attr("charset", "utf-8");
    head.appendElement("meta")
        .attr("name", "viewport")
        .attr("content", "width=device-width, initial-scale=1");
    head.appendElement("title").text(document.title());
    head.appendElement("style").text(CSS);
    Element body = html.appendElement("body");
    body.appendElement("h1").text(document.title());
    body.appendElement("p")
        .addClass("soft")
        .text("%s. Written at %s.".formatted(document.network(), document.writtenAt()));
    document.sections().forEach(section -> add(section, body.appendElement("section")));
    return page.outerHtml() + "\n";
  }

  private static void add(Section section, Element to) {
    to.attr("id", section.id());
    to.appendElement("h2").text(section.title());
    for (NamedTable table : section.tables()) {
      if (table.id().equals(ResultSection.TABLE)) {
        int tiles = table.table().rows().size();
        addTiles(
            table,
            to.appendElement("div")
                .addClass("tiles")
                .addClass("by" + Tiles.columns(tiles))
                .addClass(tiles % 2 == 0 ? "even" : "odd"));
      }
    }
    section.notes().forEach(note -> to.appendElement("p").text(note));
    if (!section.figures().isEmpty()) {
      Element figures = to.appendElement("div").addClass("figures");
      if (section.figures().size() % 3 == 0) {
        figures.addClass("three"); // side by side: no one is left alone
      }
      section.figures().forEach(figure -> add(figure, figures.appendElement("figure")));
    }
    for (NamedTable table : section.tables()) {
      if (!table.id().equals(ResultSection.TABLE)) {
        add(table, to);
      }
    }
  }

  private static void addTiles(NamedTable table, Element tiles) {
    for (List<Object> row : table.table().rows()) {
      Element tile = tiles.appendElement("div");
      tile.appendElement("b").text(ResultSection.inWords(row.get(1), row.get(2).toString()));
      tile.appendElement("span").text(row.get(0).toString());
    }
  }

  private static void add(Figure figure, Element to) {
    Element svg = Parser.xmlParser().parseInput(figure.svg(), "").expectFirst("svg");
    to.appendChild(svg);
    Element caption = to.appendElement("figcaption");
    caption.appendElement("b").text(figure.title());
    caption.appendText(figure.caption());
  }

  private static void add(NamedTable table, Element to) {
    Element holder = to;
    if (table.table().rows().size() > SHORT_TABLE) {
      holder = to.appendElement("details");
      holder
          .appendElement("summary")
          .text("%s (%s rows)".formatted(table.title(), table.table().rows().size()));
    } else {
      to.appendElement("h3").text(table.title());
    }
    if (table.id().equals(AskedSection.RECIPE)) {
      holder.appendElement("pre").addClass("scroll").text(lines(table));
      return;
    }
    Element rows = holder.appendElement("div").addClass("scroll").appendElement("table");
    Element head = rows.appendElement("thead").appendElement("tr");
    Element body = rows.appendElement("tbody");
    table.table().rows().forEach(row -> body.appendElement("tr"));
    List<String> heads = Cells.heads(table);
    List<List<Object>> cells = Cells.rows(table);
    for (int column = 0; column < heads.size(); column++) {
      boolean numbers = Cells.isOfNumbers(table.table(), column);
      head.appendElement("th").text(heads.get(column)).addClass(numbers ? "number" : "text");
      for (int row = 0; row < cells.size(); row++) {
        String text = Words.of(cells.get(row).get(column));
        body.child(row)
            .appendElement("td")
            .text(text)
            .addClass(numbers ? "number" : text.length() > LONG_CELL ? "long" : "text");
      }
    }
  }

  /** Of a table whose rows are the lines of a text. */
  static String lines(NamedTable table) {
    return table.table().rows().stream()
        .map(row -> row.get(0).toString())
        .collect(Collectors.joining("\n"));
  }
}
