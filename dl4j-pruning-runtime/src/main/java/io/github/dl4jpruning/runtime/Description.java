package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.runtime.plan.Facts;
import io.github.dl4jpruning.runtime.plan.Plan;
import io.github.dl4jpruning.runtime.plan.PlannedStep;
import java.util.Arrays;
import java.util.Locale;

/** A plan as text. */
final class Description {
  private final Program program;
  private final Plan plan;
  private final int batch;
  private final String kernels;
  private final long weights;

  Description(Program program, Plan plan, int batch, String kernels, long weights) {
    this.program = program;
    this.plan = plan;
    this.batch = batch;
    this.kernels = kernels;
    this.weights = weights;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, "inputs %s, outputs %s", program.inputs(), program.outputs());
    line(text, "batch %s, %s examples at a time, %s", batch, plan.lanes(), kernels);
    long done = 0;
    long skipped = 0;
    for (PlannedStep step : plan.describe()) {
      Facts facts = step.facts();
      line(text, "%s %s: %s", step.output(), Arrays.toString(step.shape()), step.operations());
      text.append("  ").append(facts.kernel());
      if (!facts.reason().isEmpty()) {
        text.append(" (").append(facts.reason()).append(')');
      }
      if (facts.multiplyAdds() > 0) {
        text.append(
            format(", %s multiply-adds done, %s skipped", facts.multiplyAdds(), facts.skipped()));
      }
      if (facts.bytes() > 0) {
        text.append(format(", %s bytes", facts.bytes()));
      }
      line(text, "");
      done += facts.multiplyAdds();
      skipped += facts.skipped();
    }
    line(
        text,
        "per example %s multiply-adds done, %s skipped (%.1f %%)",
        done,
        skipped,
        100.0 * skipped / Math.max(1, done + skipped));
    line(text, "weights %s bytes, tensors %s bytes", weights, plan.bytes());
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format(format, values)).append(System.lineSeparator());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
