package io.github.dl4jpruning.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.github.dl4jpruning.PruningListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Who uses whom in the library: rooms (packages) and classes, each with what it uses. */
final class CodeMap {
  private static final String ROOT = PruningListener.class.getPackageName();

  private CodeMap() {}

  /** The rooms and what they use; the root package is "". */
  static SortedMap<String, SortedSet<String>> rooms(JavaClasses classes) {
    return uses(classes, type -> roomOf(type.getPackageName()));
  }

  /** The top-level classes and what they use, by full name. */
  static SortedMap<String, SortedSet<String>> types(JavaClasses classes) {
    return uses(classes, type -> topLevel(type).getName());
  }

  private static SortedMap<String, SortedSet<String>> uses(
      JavaClasses classes, Function<JavaClass, String> nameOf) {
    SortedMap<String, SortedSet<String>> uses = new TreeMap<>();
    for (JavaClass type : classes) {
      SortedSet<String> used = uses.computeIfAbsent(nameOf.apply(type), key -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (classes.contain(target.getName())) {
          used.add(nameOf.apply(target));
        }
      }
    }
    uses.forEach((name, used) -> used.remove(name));
    return uses;
  }

  static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(CodeMap::topLevel).orElse(type);
  }

  static String roomOf(String packageName) {
    return packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
  }

  /** Groups of names that use each other in circles: none of one name. */
  static List<Set<String>> circles(SortedMap<String, SortedSet<String>> uses) {
    Map<String, Set<String>> reached = new HashMap<>();
    uses.keySet().forEach(name -> reached.put(name, reachedFrom(name, uses)));
    List<Set<String>> circles = new ArrayList<>();
    Set<String> done = new TreeSet<>();
    for (String name : uses.keySet()) {
      Set<String> circle = new TreeSet<>();
      for (String other : reached.get(name)) {
        if (reached.get(other).contains(name)) {
          circle.add(other);
        }
      }
      if (!circle.isEmpty() && done.addAll(circle)) {
        circles.add(circle);
      }
    }
    return circles;
  }

  private static Set<String> reachedFrom(String name, SortedMap<String, SortedSet<String>> uses) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(uses.get(name));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (reached.add(next)) {
        open.addAll(uses.get(next));
      }
    }
    return reached;
  }

  /** How high each room lies: above all that it uses; those that use none lie on floor 0. */
  static SortedMap<String, Integer> floors(SortedMap<String, SortedSet<String>> uses) {
    SortedMap<String, Integer> floors = new TreeMap<>();
    uses.keySet().forEach(name -> floor(name, uses, floors));
    return floors;
  }

  private static int floor(
      String name, SortedMap<String, SortedSet<String>> uses, Map<String, Integer> floors) {
    Integer known = floors.get(name);
    if (known != null) {
      return known;
    }
    int floor = 0;
    for (String used : uses.get(name)) {
      floor = Math.max(floor, 1 + floor(used, uses, floors));
    }
    floors.put(name, floor);
    return floor;
  }
}
