package io.github.dl4jpruning.compact;

import java.util.Locale;

/** A plan as a table. */
final class PlanText {
  private PlanText() {}

  static String of(CompactionPlan plan) {
    int width = plan.rows().stream().mapToInt(row -> row.group().length()).max().orElse(0);
    String format = "%-" + Math.max(width, "parameters".length()) + "s %14s %14s%n";
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, format, "structures", "before", "after"));
    for (CompactionPlan.Row row : plan.rows()) {
      int left = row.structures() - row.removed().size();
      text.append(String.format(Locale.ROOT, format, row.group(), row.structures(), left));
    }
    Cost before = plan.before();
    Cost after = plan.after();
    text.append(
        String.format(Locale.ROOT, format, "parameters", before.parameters(), after.parameters()));
    before
        .macs()
        .ifPresent(
            macs ->
                text.append(
                    String.format(Locale.ROOT, format, "MACs", macs, after.macs().orElseThrow())));
    text.append(String.format(Locale.ROOT, format, "bytes", before.bytes(), after.bytes()));
    for (CompactionPlan.Row row : plan.rows()) {
      if (row.stillRead() > 0) {
        text.append(
            String.format(
                Locale.ROOT,
                "stays: %d of %s without weights, but read%n",
                row.stillRead(),
                row.group()));
      }
    }
    plan.notes().forEach(note -> text.append(note).append('\n'));
    plan.leftAlone().forEach(each -> text.append("left alone: ").append(each).append('\n'));
    return text.toString();
  }
}
