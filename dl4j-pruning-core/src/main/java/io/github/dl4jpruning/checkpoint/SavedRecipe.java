package io.github.dl4jpruning.checkpoint;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Normalisation;
import io.github.dl4jpruning.criterion.Reduction;
import io.github.dl4jpruning.format.FileInput;
import io.github.dl4jpruning.format.FileOutput;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.Penalty;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.recipe.Rewind;
import io.github.dl4jpruning.recipe.Target;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.select.Limits;
import io.github.dl4jpruning.structure.Granularity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A resolved recipe as a file holds it: explicit parameter keys instead of filters, the library's
 * own parts as kinds and numbers, a user's own parts as names. Immutable; equal recipes are equal.
 */
public final class SavedRecipe {
  private final byte[] bytes;

  SavedRecipe(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Takes down a recipe.
   *
   * @param resolved applied to its network
   * @return what a file will hold
   */
  public static SavedRecipe of(ResolvedRecipe resolved) {
    PruningRecipe recipe = resolved.recipe();
    List<Object> groups = new ArrayList<>();
    for (ResolvedRecipe.Group group : resolved.groups()) {
      groups.add(
          List.of(
              group.pools().stream()
                  .flatMap(pool -> pool.scored().stream())
                  .map(ModelParam::key)
                  .distinct()
                  .toList(),
              group.amount(),
              group.schedule()));
    }
    List<Object> values =
        List.of(
            groups,
            recipe.cadence(),
            recipe.criterion(),
            recipe.reduction(),
            recipe.normalisation(),
            recipe.granularity(),
            recipe.allocation(),
            recipe.limits(),
            recipe.growth(),
            recipe.rewind(),
            recipe.penalties(),
            new TreeMap<>(resolved.macs()),
            recipe.seed(),
            recipe.meanReplacement());
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      FileOutput file = new FileOutput(out);
      new ValueWriter(file).put(values);
      file.finish();
      return new SavedRecipe(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  /**
   * The parts that only their author's code can make.
   *
   * @return names of classes; empty if the recipe can be restored from the file alone
   * @throws IOException if the bytes are no recipe
   */
  public List<String> customParts() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    values(names);
    return List.copyOf(names);
  }

  /**
   * Makes the recipe again.
   *
   * @param model the network that it was resolved for, restored
   * @return the recipe, applied to the network
   * @throws IOException if the bytes are no recipe, or it has parts of a user's own
   */
  public ResolvedRecipe restore(PrunableModel model) throws IOException {
    TreeSet<String> custom = new TreeSet<>();
    Fields fields = new Fields(values(custom));
    if (!custom.isEmpty()) {
      throw new IOException("the recipe has parts that a file can't hold: " + custom);
    }
    try {
      List<Target> targets = new ArrayList<>();
      for (Object group : fields.list()) {
        Fields parts = new Fields((List<?>) group);
        String[] keys = parts.list().stream().map(String.class::cast).toArray(String[]::new);
        targets.add(
            new Target(
                ParamFilter.param(keys),
                Optional.of(parts.next(Amount.class)),
                Optional.of(parts.next(Schedule.class))));
      }
      RecipeBuilder recipe = PruningRecipe.builder();
      targets.forEach(recipe::target);
      recipe
          .onlyTargets()
          .schedule(targets.get(0).schedule().orElseThrow())
          .cadence(fields.next(Cadence.class))
          .criterion(fields.next(Criterion.class));
      fields
          .optional(ValueReader.Constant.class)
          .ifPresent(constant -> recipe.reduction(Reduction.valueOf(constant.name())));
      recipe
          .normalisation(Normalisation.valueOf(fields.next(ValueReader.Constant.class).name()))
          .granularity(fields.next(Granularity.class))
          .allocation(fields.next(Allocation.class));
      Limits limits = fields.next(Limits.class);
      recipe
          .keepPerParameter(limits.perParameter())
          .keepPerOutput(limits.perOutput())
          .sparsityPerParameter(limits.minSparsity(), limits.maxSparsity());
      fields.optional(Growth.class).ifPresent(recipe::growth);
      fields.optional(Rewind.class).ifPresent(rewind -> recipe.rewindTo(rewind.to()));
      fields.list().forEach(penalty -> recipe.penalty((Penalty) penalty));
      Map<String, Long> macs = new TreeMap<>();
      ((Map<?, ?>) fields.next(Map.class))
          .forEach((key, value) -> macs.put((String) key, (Long) value));
      recipe.seed(fields.next(Long.class));
      // Files made before it existed end here.
      if (fields.hasNext() && fields.next(Boolean.class)) {
        recipe.meanReplacement();
      }
      return ResolvedRecipe.of(recipe.build(), model, macs);
    } catch (ClassCastException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("the recipe does not fit the network: " + e.getMessage(), e);
    }
  }

  /**
   * The same for the user's eyes.
   *
   * @param model as above
   * @param file where it was read from
   * @return the recipe, applied to the network
   * @throws IOException with the names of parts that only their author can write down
   */
  public ResolvedRecipe restore(PrunableModel model, Path file) throws IOException {
    List<String> custom = customParts();
    if (!custom.isEmpty()) {
      throw new IOException(
          "The recipe in %s has parts of your own, which a file can't hold: %s. Write it down again"
                  .formatted(file, custom)
              + " and call resume(file, recipe)");
    }
    try {
      return restore(model);
    } catch (IOException e) {
      throw new IOException("Can't read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Takes a recipe that was written down again.
   *
   * @param given applied to the network
   * @param file where this one was read from
   * @return the given one
   * @throws IllegalArgumentException if it is another one
   */
  public ResolvedRecipe requireSame(ResolvedRecipe given, Path file) {
    SavedRecipe other = of(given);
    if (!other.equals(this)) {
      throw new IllegalArgumentException(
          "The recipe is not the one that %s follows.%nIn the file: %s%nGiven:       %s"
              .formatted(file, this, other));
    }
    return given;
  }

  private List<?> values(Set<String> custom) throws IOException {
    FileInput in = new FileInput(new ByteArrayInputStream(bytes));
    in.enter("the recipe");
    ValueReader reader = new ValueReader(in);
    List<?> values = reader.get(List.class);
    in.requireEnd();
    custom.addAll(reader.custom());
    return values;
  }

  /** Takes values one after the other. */
  private static final class Fields {
    private final List<?> values;
    private int at;

    Fields(List<?> values) {
      this.values = values;
    }

    boolean hasNext() {
      return at < values.size();
    }

    <T> T next(Class<T> type) {
      return type.cast(values.get(at++));
    }

    List<?> list() {
      return next(List.class);
    }

    <T> Optional<T> optional(Class<T> type) {
      return ((Optional<?>) values.get(at++)).map(type::cast);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SavedRecipe recipe && Arrays.equals(bytes, recipe.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Groups, cadence, criterion and so on, for messages. */
  @Override
  public String toString() {
    try {
      return values(new TreeSet<>()).stream()
          .map(SavedRecipe::text)
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining("; "));
    } catch (IOException e) {
      return "a damaged recipe: " + e.getMessage();
    }
  }

  private static String text(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(SavedRecipe::text).orElse("");
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + " " + entry.getValue())
          .collect(Collectors.joining(", "));
    }
    return value instanceof List<?> list
        ? list.stream().map(SavedRecipe::text).collect(Collectors.joining(", "))
        : value.toString();
  }
}
