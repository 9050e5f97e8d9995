package io.github.dl4jpruning.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The picture and the figures in {@code docs/architecture.md} are those of the code. After a change
 * of the code, {@code -Ddocs.update} writes them anew.
 */
class ArchitecturePageTest {
  private static final Path PAGE = Path.of("..", "docs", "architecture.md");
  private static final Path MAIN = Path.of("src", "main", "java", "io/github/dl4jpruning");
  private static final SortedMap<String, SortedSet<String>> ROOMS =
      CodeMap.rooms(ArchitectureTest.MAIN);

  @Test
  void floors_onThePage_areThoseOfTheCode() throws IOException {
    SortedMap<String, Integer> floors = CodeMap.floors(ROOMS);
    SortedMap<Integer, List<String>> byFloor = new TreeMap<>((a, b) -> b - a);
    floors.forEach(
        (room, floor) ->
            byFloor.computeIfAbsent(floor, f -> new ArrayList<>()).add(roomName(room)));
    StringBuilder picture = new StringBuilder("```text\n");
    byFloor.forEach(
        (floor, rooms) ->
            picture.append(
                String.format(Locale.ROOT, "%2d │ %s%n", floor, String.join("   ", rooms))));
    compare("floors", picture.append("```\n").toString());
  }

  @Test
  void rooms_onThePage_areThoseOfTheCode() throws IOException {
    StringBuilder table =
        new StringBuilder("| room | what lives there | uses |\n| --- | --- | --- |\n");
    for (String room : ROOMS.keySet()) {
      String used =
          ROOMS.get(room).stream().map(r -> roomName(r)).collect(Collectors.joining(", "));
      table.append("| `%s` | %s | %s |%n".formatted(roomName(room), firstSentence(room), used));
    }
    compare("rooms", table.toString());
  }

  @Test
  void figures_onThePage_areThoseOfTheCode() throws IOException {
    List<JavaClass> types =
        ArchitectureTest.MAIN.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info")) // some compilers keep it
            .toList();
    long open = types.stream().filter(ArchitecturePageTest::isPublic).count();
    long face =
        types.stream()
            .filter(ArchitecturePageTest::isPublic)
            .filter(type -> !Arrows.HIDDEN.contains(CodeMap.roomOf(type.getPackageName())))
            .count();
    long root = types.stream().filter(type -> roomOf(type).isEmpty()).count();
    List<Set<String>> circles =
        CodeMap.circles(CodeMap.types(ArchitectureTest.MAIN)).stream()
            .filter(
                circle -> circle.stream().map(ArchitecturePageTest::roomOf).distinct().count() > 1)
            .toList();
    Set<String> kinds =
        types.stream()
            .filter(ArchitecturePageTest::tellsApart)
            .map(type -> "`" + roomOf(type) + "`")
            .collect(Collectors.toCollection(TreeSet::new));
    StringBuilder table = new StringBuilder("| figure | now | at most |\n| --- | --- | --- |\n");
    row(table, "types in the root package", root, 12);
    row(table, "rooms in circles", CodeMap.circles(ROOMS).size(), 0);
    row(table, "circles of classes across rooms", circles.size(), 0);
    row(table, "arrows that run upward or sideways", upward(), 0);
    row(table, "types that users may name, of all", share(face, types.size()), "55 %");
    row(table, "types that Java calls public, of all", share(open, types.size()), "");
    row(table, "longest file, lines", longest(), 299);
    row(table, "rooms that tell the two kinds of network apart", String.join(", ", kinds), "1");
    kindsOf(table, Criterion.class);
    kindsOf(table, Schedule.class);
    kindsOf(table, Allocation.class);
    compare("figures", table.toString());
  }

  private static void row(StringBuilder table, String figure, Object value, Object limit) {
    table.append("| %s | %s | %s |%n".formatted(figure, value, limit));
  }

  private static String share(long part, long all) {
    return String.format(Locale.ROOT, "%d of %d (%.0f %%)", part, all, 100.0 * part / all);
  }

  private static long upward() {
    SortedMap<String, Integer> floors = CodeMap.floors(ROOMS);
    return ROOMS.entrySet().stream()
        .flatMap(
            room ->
                room.getValue().stream().filter(u -> floors.get(u) >= floors.get(room.getKey())))
        .count();
  }

  private static long longest() throws IOException {
    long longest = 0;
    for (Path file : sources()) {
      longest = Math.max(longest, Files.readAllLines(file).size());
    }
    return longest;
  }

  /** Which files name each kind of a part, besides its own, and which name some of them. */
  private static void kindsOf(StringBuilder table, Class<?> part) {
    List<Set<String>> named =
        ArchitectureTest.MAIN.stream()
            .filter(type -> type.isAssignableTo(part) && !type.isInterface())
            .filter(type -> !type.isAnonymousClass() && !type.isLocalClass())
            .map(ArchitecturePageTest::filesThatName)
            .toList();
    Set<String> every = new TreeSet<>(named.get(0));
    named.forEach(every::retainAll);
    Set<String> some = new TreeSet<>();
    named.forEach(some::addAll);
    some.removeAll(every);
    String name = part.getSimpleName();
    row(table, "files that name every `%s`, besides its own".formatted(name), count(every), 2);
    row(table, "files that name some `%s` too".formatted(name), count(some), "");
  }

  private static Set<String> filesThatName(JavaClass kind) {
    String own = CodeMap.topLevel(kind).getSimpleName();
    return kind.getDirectDependenciesToSelf().stream()
        .map(dependency -> CodeMap.topLevel(dependency.getOriginClass()).getSimpleName())
        .filter(file -> !file.equals(own))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String count(Set<String> names) {
    return names.isEmpty()
        ? "0"
        : names.stream()
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", ", names.size() + ": ", ""));
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static boolean tellsApart(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .anyMatch(
            used ->
                used.getTargetClass()
                    .getSimpleName()
                    .matches("MultiLayerNetwork|ComputationGraph"));
  }

  private static String roomOf(JavaClass type) {
    return CodeMap.roomOf(type.getPackageName());
  }

  private static String roomOf(String className) {
    return className.substring(0, className.lastIndexOf('.'));
  }

  private static String roomName(String room) {
    return room.isEmpty() ? "P" : room;
  }

  private static String firstSentence(String room) throws IOException {
    Path file = MAIN.resolve(room.replace('.', '/')).resolve("package-info.java");
    String text =
        Files.readString(file)
            .replaceAll("(?s)^.*?/\\*\\*|\\*/.*$", "")
            .replaceAll("(?m)^ *\\* ?", "")
            .replaceAll("\\{@link\\s+[\\w.]*\\.(\\w+)}", "`$1`")
            .replaceAll("\\{@code\\s+(\\w+)}", "`$1`")
            .replaceAll("\\s+", " ")
            .trim();
    return text.replaceFirst("^(.*?[.:])( .*|$)", "$1").replaceFirst(":$", ".");
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> walk = Files.walk(MAIN)) {
      return walk.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static void compare(String part, String wanted) throws IOException {
    String begin = "<!-- %s: written by ArchitecturePageTest -->%n".formatted(part);
    String end = "<!-- end of %s -->".formatted(part);
    String page = Files.readString(PAGE);
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf(end);
    assertTrue(page.contains(begin) && to >= from, () -> PAGE + " has no part \"" + part + "\"");
    if (System.getProperty("docs.update") != null) {
      Files.writeString(PAGE, page.substring(0, from) + wanted + page.substring(to));
    } else {
      assertEquals(
          wanted,
          page.substring(from, to),
          "docs/architecture.md is not as the code is; to write it anew: mvn -q -Dquick -pl"
              + " dl4j-pruning-core test -Dtest=ArchitecturePageTest -Ddocs.update");
    }
  }
}
