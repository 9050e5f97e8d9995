package io.github.dl4jpruning.compact;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.structure.StructureGraph;
import io.github.dl4jpruning.structure.StructureGroup;
import java.util.BitSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.NASNet;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.TextGenerationLSTM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The small networks of DL4J's zoo; the benchmarks' ZooCompaction takes them all. */
class ZooTest {
  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(
            "LeNet",
            built(LeNet.builder().numClasses(10).build(), 1, 28, 28),
            InputType.convolutionalFlat(28, 28, 1),
            0.26),
        Arguments.of(
            "SimpleCNN",
            built(SimpleCNN.builder().numClasses(10).build(), 3, 32, 32),
            InputType.convolutional(32, 32, 3),
            0.27),
        Arguments.of(
            "SqueezeNet",
            built(SqueezeNet.builder().numClasses(10).build(), 3, 32, 32),
            InputType.convolutional(32, 32, 3),
            0.26),
        Arguments.of(
            "TextGenerationLSTM",
            built(
                TextGenerationLSTM.builder()
                    .totalUniqueCharacters(47)
                    .inputShape(new int[] {40, 47})
                    .build()),
            InputType.recurrent(47, 40),
            0.28));
  }

  private static Model built(ZooModel<?> model, int... shape) {
    if (shape.length > 0) {
      model.setInputShape(new int[][] {shape});
    }
    return model.init();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void apply_halfOfEachLayer_quartersTheParameters(
      String name, Model network, InputType type, double share) {
    RandomNetworks.randomize(network, new SplittableRandom(1));
    StructureGraph graph = StructureGraph.of(PrunableModel.of(network), type);
    MaskStore masks = MaskStore.empty();
    for (StructureGroup group : graph.groups()) {
      BitSet odd = new BitSet();
      for (int u = 1; u < group.size(); u += 2) {
        odd.set(u);
      }
      masks = masks.intersection(group.masks(odd));
    }

    CompactionPlan plan = Compactor.plan(network, masks, type);
    Compacted<Model> small = Compactor.apply(network, plan);

    assertTrue(small.difference().isWithinTolerance());
    double left = (double) plan.after().parameters() / plan.before().parameters();
    assertTrue(left < share, () -> name + " keeps " + left);
    Set<String> expected = Set.of("network output", "softmax of softmax may mix units");
    assertTrue(
        plan.leftAlone().stream().allMatch(each -> expected.contains(each.reason())),
        () -> plan.leftAlone().toString());
  }

  /** Should it ever work, it belongs into the benchmark's list. */
  @Test
  void init_nasNet_failsInDl4j() {
    NASNet model = NASNet.builder().numClasses(10).build();

    assertThrows(RuntimeException.class, model::init);
  }
}
