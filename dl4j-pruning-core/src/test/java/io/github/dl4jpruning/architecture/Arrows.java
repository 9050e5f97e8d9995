package io.github.dl4jpruning.architecture;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The packages, the arrows between them, and which of them users see. */
final class Arrows {
  /** What each package may use of ours; the root is "". */
  static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("data", Set.of()),
          Map.entry("mask", Set.of()),
          Map.entry("schedule", Set.of("mask")),
          Map.entry("model.network", Set.of()),
          Map.entry("criterion", Set.of("model", "structure")),
          Map.entry("event", Set.of("mask", "schedule")),
          Map.entry("model.types", Set.of("model", "model.network")),
          Map.entry("training.workers", Set.of("mask", "model.network", "training")),
          Map.entry("model", Set.of("mask", "model.network")),
          Map.entry("select", Set.of("mask", "model", "structure")),
          Map.entry("structure.trace", Set.of("model", "model.network", "model.types")),
          Map.entry("training.signal", Set.of("criterion", "model", "structure")),
          Map.entry("lowering", Set.of("model", "model.network", "model.types")),
          Map.entry("facts", Set.of("mask", "model", "model.network", "model.types")),
          Map.entry("io", Set.of("lowering", "mask", "model", "model.network", "model.types")),
          Map.entry("onnx", Set.of("facts", "io", "lowering", "model", "model.types", "recipe")),
          Map.entry(
              "compact", Set.of("mask", "model", "model.network", "model.types", "structure")),
          Map.entry(
              "structure",
              Set.of("mask", "model", "model.network", "model.types", "structure.trace")),
          Map.entry(
              "recipe",
              Set.of(
                  "criterion",
                  "mask",
                  "model",
                  "model.types",
                  "schedule",
                  "select",
                  "structure",
                  "structure.trace")),
          Map.entry("repair", Set.of("criterion", "data", "mask", "model", "model.network")),
          Map.entry(
              "recipe.file",
              Set.of("criterion", "io", "recipe", "schedule", "select", "structure")),
          Map.entry(
              "training.decision",
              Set.of(
                  "schedule",
                  "criterion",
                  "data",
                  "mask",
                  "model",
                  "recipe",
                  "select",
                  "structure",
                  "structure.trace",
                  "training.signal")),
          Map.entry(
              "checkpoint",
              Set.of(
                  "event",
                  "criterion",
                  "data",
                  "io",
                  "mask",
                  "model",
                  "model.network",
                  "recipe",
                  "schedule",
                  "select",
                  "structure")),
          Map.entry(
              "analysis",
              Set.of(
                  "",
                  "data",
                  "facts",
                  "io",
                  "mask",
                  "model",
                  "model.network",
                  "model.types",
                  "recipe",
                  "schedule",
                  "select",
                  "structure")),
          Map.entry(
              "training",
              Set.of(
                  "checkpoint",
                  "compact",
                  "criterion",
                  "data",
                  "event",
                  "mask",
                  "model",
                  "recipe",
                  "schedule",
                  "select",
                  "structure",
                  "training.decision",
                  "training.signal")),
          Map.entry(
              "",
              Set.of(
                  "checkpoint",
                  "compact",
                  "criterion",
                  "data",
                  "event",
                  "mask",
                  "model",
                  "model.network",
                  "recipe",
                  "repair",
                  "schedule",
                  "select",
                  "training",
                  "training.signal",
                  "training.workers")));

  /** Public because packages are split: no user's code names their types. */
  static final List<String> HIDDEN =
      List.of(
          "training",
          "training.decision",
          "training.signal",
          "training.workers",
          "checkpoint",
          "structure.trace",
          "model.network",
          "model.types");

  /** The rooms whose public types users may meet; of {@code model} they meet a few only. */
  static final List<String> FACE =
      List.of(
          "",
          "recipe",
          "recipe.file",
          "repair",
          "criterion",
          "select",
          "schedule",
          "event",
          "mask",
          "data",
          "compact",
          "analysis",
          "facts",
          "lowering",
          "onnx",
          "io");

  private Arrows() {}

  static Set<String> packages() {
    return ARROWS.keySet();
  }
}
