package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;

/** What parts of a recipe are called in messages, whoever wrote them. */
public final class Words {
  private static final String OURS =
      PruningRecipe.class.getPackageName().replaceAll("\\.\\w+$", ".");

  private Words() {}

  /**
   * A part's own text if it has one; else where it comes from.
   *
   * @param part a criterion, schedule, allocation and so on
   * @return for example "magnitude (L1)", or "a criterion of your own (me.Train)"
   */
  public static String of(Object part) {
    Class<?> type = part.getClass();
    if (type.getName().startsWith(OURS) && !type.isHidden()) {
      return part.toString();
    }
    return saysMore(type)
        ? part.toString()
        : "%s of your own (%s)".formatted(kind(part), name(type));
  }

  /**
   * Where a user's part was written; lambdas have a new name in every run.
   *
   * @param type of the part
   * @return the name of a class
   */
  public static String name(Class<?> type) {
    int lambda = type.getName().indexOf("$$Lambda");
    return lambda < 0 ? type.getName() : type.getName().substring(0, lambda);
  }

  /** A record's text is one that nobody wrote. */
  private static boolean saysMore(Class<?> type) {
    try {
      return !type.isRecord() && type.getMethod("toString").getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String kind(Object part) {
    if (part instanceof Criterion) {
      return "a criterion";
    }
    if (part instanceof Schedule) {
      return "a schedule";
    }
    return part instanceof Allocation ? "an allocation" : "a part";
  }
}
