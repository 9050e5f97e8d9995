package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.facts.Table;

/**
 * A table of a report.
 *
 * @param id unique in a report: letters, digits and hyphens; the name of its file
 * @param title what it tells
 * @param table the rows
 */
public record NamedTable(String id, String title, Table table) {}
