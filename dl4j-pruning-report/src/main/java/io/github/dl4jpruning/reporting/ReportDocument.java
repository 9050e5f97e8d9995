package io.github.dl4jpruning.reporting;

import java.time.Instant;
import java.util.List;

/**
 * A report before it takes a form.
 *
 * @param title the heading
 * @param writtenAt whole seconds
 * @param network what was pruned, in words
 * @param sections the content, in order
 */
record ReportDocument(String title, Instant writtenAt, String network, List<Section> sections) {}
