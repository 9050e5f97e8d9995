package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.compact.CompactionPlan;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.facts.LatencyComparison;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.types.RandomInputs;
import io.github.dl4jpruning.structure.LeftAlone;
import io.github.dl4jpruning.structure.StructureGraph;
import io.github.dl4jpruning.structure.StructureGroup;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.model.AlexNet;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.FaceNetNN4Small2;
import org.deeplearning4j.zoo.model.InceptionResNetV1;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.TextGenerationLSTM;
import org.deeplearning4j.zoo.model.TinyYOLO;
import org.deeplearning4j.zoo.model.UNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.deeplearning4j.zoo.model.VGG19;
import org.deeplearning4j.zoo.model.Xception;
import org.deeplearning4j.zoo.model.YOLO2;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Half of each layer's channels removed from the networks of DL4J's zoo, built with random weights
 * at the smallest of the usual input sizes that each accepts: parameters, MACs, latency, what is
 * left alone. Arguments: names of networks; none for all.
 */
public final class ZooCompaction {
  private static final int PAIRS = 20;
  private static final double MILLION = 1e6;
  private static final int[] SIZES = {32, 48, 64, 96, 128, 160, 192, 224, 256, 299};

  private ZooCompaction() {}

  private static Map<String, Supplier<? extends ZooModel<?>>> images() {
    Map<String, Supplier<? extends ZooModel<?>>> zoo = new LinkedHashMap<>();
    zoo.put("SimpleCNN", () -> SimpleCNN.builder().numClasses(10).build());
    zoo.put("AlexNet", () -> AlexNet.builder().numClasses(10).build());
    zoo.put("VGG16", () -> VGG16.builder().numClasses(10).build());
    zoo.put("VGG19", () -> VGG19.builder().numClasses(10).build());
    zoo.put("ResNet50", () -> ResNet50.builder().numClasses(10).build());
    zoo.put("SqueezeNet", () -> SqueezeNet.builder().numClasses(10).build());
    zoo.put("Darknet19", () -> Darknet19.builder().numClasses(10).build());
    zoo.put("TinyYOLO", () -> TinyYOLO.builder().numClasses(10).build());
    zoo.put("YOLO2", () -> YOLO2.builder().numClasses(10).build());
    zoo.put("UNet", () -> UNet.builder().build());
    zoo.put("Xception", () -> Xception.builder().numClasses(10).build());
    zoo.put("InceptionResNetV1", () -> InceptionResNetV1.builder().numClasses(10).build());
    zoo.put("FaceNetNN4Small2", () -> FaceNetNN4Small2.builder().numClasses(10).build());
    return zoo;
  }

  /** A network, its input type and what it accepted. */
  private record Built(Model network, InputType type, String input) {}

  /**
   * Prints one line of a Markdown table per network.
   *
   * @param names of networks; none for all
   */
  public static void main(String... names) {
    Logs.quiet();
    List<String> wanted = List.of(names);
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println(
        "| network | input | parameters, M | after | MACs, M | after | ms | after |"
            + " faster | largest difference | left alone |");
    System.out.println(
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
    if (wanted.isEmpty() || wanted.contains("LeNet")) {
      measure("LeNet", leNet());
    }
    images()
        .forEach(
            (name, model) -> {
              if (wanted.isEmpty() || wanted.contains(name)) {
                measure(name, smallest(name, model));
              }
            });
    if (wanted.isEmpty() || wanted.contains("TextGenerationLSTM")) {
      measure("TextGenerationLSTM", text());
    }
  }

  private static Built leNet() {
    ZooModel<?> model = LeNet.builder().numClasses(10).build();
    model.setInputShape(new int[][] {{1, 28, 28}});
    return new Built(model.init(), InputType.convolutionalFlat(28, 28, 1), "28 x 28 x 1");
  }

  private static Built text() {
    ZooModel<?> model =
        TextGenerationLSTM.builder()
            .totalUniqueCharacters(47)
            .inputShape(new int[] {40, 47})
            .build();
    return new Built(model.init(), InputType.recurrent(47, 40), "40 steps of 47");
  }

  private static Built smallest(String name, Supplier<? extends ZooModel<?>> supplier) {
    RuntimeException last = null;
    for (int size : SIZES) {
      try {
        ZooModel<?> model = supplier.get();
        model.setInputShape(new int[][] {{3, size, size}});
        Model network = model.init();
        InputType type = InputType.convolutional(size, size, 3);
        PrunableModel prunable = PrunableModel.of(network);
        StructureGraph.of(prunable, type);
        Network.of(network).outputs(false, RandomInputs.of(prunable, List.of(type), 1, 1));
        return new Built(network, type, size + " x " + size + " x 3");
      } catch (RuntimeException e) {
        last = e;
      }
    }
    throw new IllegalStateException(name + " accepts none of the sizes", last);
  }

  private static void measure(String name, Built built) {
    PrunableModel model = PrunableModel.of(built.network());
    unsettle(model);
    soften(model, RandomInputs.of(model, List.of(built.type()), 2, 2));
    StructureGraph graph = StructureGraph.of(model, built.type());
    CompactionPlan plan = Compactor.plan(built.network(), half(graph), built.type());
    Compacted<Model> small = Compactor.apply(built.network(), plan);
    INDArray[] examples = RandomInputs.of(model, List.of(built.type()), 1, 3);
    LatencyComparison latency =
        LatencyComparison.measure(built.network(), small.network(), PAIRS, examples);
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.3f | %.3f | %.2f | %.2f | %.1f | %.1f | %.2f | %.0e (%s) | %s |",
            name,
            built.input(),
            plan.before().parameters() / MILLION,
            plan.after().parameters() / MILLION,
            plan.before().macs().orElseThrow() / MILLION,
            plan.after().macs().orElseThrow() / MILLION,
            latency.beforeMillis(),
            latency.afterMillis(),
            latency.speedUp(),
            small.difference().largest(),
            small.difference().precision(),
            reasons(plan.leftAlone())));
  }

  /**
   * Biases, gains, shifts and means other than 0 and 1, so that no mistake goes unseen; weights of
   * variance 2 / fan-in, since the zoo's own, in ResNet50, give NaN without training.
   */
  private static void unsettle(PrunableModel model) {
    SplittableRandom random = new SplittableRandom(1);
    for (ModelParam param : model.params()) {
      INDArray flat = model.flatParam(param);
      if (param.isPrunable()) {
        int outputs =
            param.layout().map(layout -> layout.count(Set.of(Role.OUTPUT, Role.GATE))).orElse(1);
        double fanIn = (double) param.length() / outputs;
        flat.muli(Math.sqrt(2 / fanIn) / flat.stdNumber().doubleValue());
      } else {
        double[] noise = random.doubles(param.length(), -0.1, 0.1).toArray();
        flat.addi(Nd4j.createFromArray(noise).castTo(flat.dataType()));
      }
    }
  }

  private static boolean isSettled(PrunableModel model, INDArray... examples) {
    INDArray output = Network.of(model.network()).outputs(false, examples).get(0);
    double largest = output.maxNumber().doubleValue();
    return largest > 0.9 && largest <= 1;
  }

  /** Makes the last weights smaller until a softmax output is not all but 0 and 1. */
  private static void soften(PrunableModel model, INDArray... examples) {
    List<ModelParam> params = model.params();
    ModelParam last = params.get(params.size() - 1);
    List<ModelParam> lastWeights =
        params.stream()
            .filter(param -> param.layer().equals(last.layer()) && param.isPrunable())
            .toList();
    for (int i = 0; i < 12 && isSettled(model, examples); i++) {
      lastWeights.forEach(param -> model.flatParam(param).muli(0.1));
    }
  }

  /** Every second structure of each group. */
  private static MaskStore half(StructureGraph graph) {
    MaskStore masks = MaskStore.empty();
    for (StructureGroup group : graph.groups()) {
      BitSet removed = new BitSet();
      for (int u = 1; u < group.size(); u += 2) {
        removed.set(u);
      }
      masks = masks.intersection(group.masks(removed));
    }
    return masks;
  }

  /** Reasons, and how many structures each holds back. */
  private static String reasons(List<LeftAlone> leftAlone) {
    Map<String, Integer> counts = new TreeMap<>();
    leftAlone.forEach(each -> counts.merge(each.reason(), each.structures(), Integer::sum));
    return String.join(
        "; ",
        counts.entrySet().stream().map(each -> each.getValue() + ": " + each.getKey()).toList());
  }
}
