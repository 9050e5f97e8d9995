package io.github.dl4jpruning.reporting;

import java.util.List;

/**
 * A part of a report: the same in all of its forms.
 *
 * @param id unique in a report: letters, digits and hyphens
 * @param title what it is about
 * @param notes sentences, in order
 * @param tables what is known, in order
 * @param figures pictures of it, in order
 */
public record Section(
    String id, String title, List<String> notes, List<NamedTable> tables, List<Figure> figures) {
  /** Copies the lists. */
  public Section {
    notes = List.copyOf(notes);
    tables = List.copyOf(tables);
    figures = List.copyOf(figures);
  }
}
