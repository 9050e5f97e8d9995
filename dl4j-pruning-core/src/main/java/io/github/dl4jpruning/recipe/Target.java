package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Amount;
import java.util.Collection;
import java.util.Optional;

/**
 * Parameters with an amount and a schedule of their own.
 *
 * @param filter which parameters
 * @param amount how much; empty for the recipe's
 * @param schedule how it rises; empty for the recipe's
 */
public record Target(ParamFilter filter, Optional<Amount> amount, Optional<Schedule> schedule) {
  /** The same for one network. */
  Target in(Collection<ModelParam> params) {
    return new Target(filter.in(params), amount, schedule);
  }

  /** For example {@code layer out: 50 %, cosine}. */
  @Override
  public String toString() {
    return filter
        + amount.map(value -> ": " + value).orElse("")
        + schedule.map(value -> ", " + Words.of(value)).orElse("");
  }
}
