package io.github.dl4jpruning.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ConfigurationCopy;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.types.RandomInputs;
import io.github.dl4jpruning.structure.StructureGraph;
import io.github.dl4jpruning.structure.StructureGroup;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Random networks, random structures: the compacted network computes what the masked one does, in
 * inference and in training, and still after saving and loading. More with {@code
 * -Dcompact.seeds=3000}.
 */
class MaskedEqualsCompactedTest {
  private static final int SEEDS = Integer.getInteger("compact.seeds", 300);

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void apply_randomNetwork_computesTheSame(long seed) throws IOException {
    DataType type = seed % 3 == 0 ? DataType.DOUBLE : DataType.FLOAT;
    RandomNetworks.Sample sample = RandomNetworks.of(seed, type);
    PrunableModel model = PrunableModel.of(sample.network());
    StructureGraph graph = StructureGraph.of(model, sample.types());
    MaskStore masks = randomMasks(graph, seed, seed % 5 == 0);
    INDArray before = sample.network().params().dup();
    String configuration = json(sample.network());

    CompactionPlan plan = Compactor.plan(sample.network(), masks, sample.types());
    Compacted<Model> small = Compactor.apply(sample.network(), plan);

    assertEquals(before, sample.network().params());
    assertEquals(configuration, json(sample.network()));
    assertEquals(plan.after().parameters(), small.network().params().length());
    assertEquals(4, small.difference().examples());
    assertTrue(Double.isFinite(small.difference().scale()));
    INDArray[] inputs = RandomInputs.of(model, List.of(sample.types()), 4, seed);
    if (sample.deterministic()) {
      Model masked = masked(model, masks);
      assertClose(
          Network.of(masked).outputs(true, inputs),
          Network.of(small.network()).outputs(true, inputs),
          type);
    }
    assertEquals(
        Network.of(small.network()).outputs(false, inputs),
        Network.of(restored(small.network())).outputs(false, inputs));
  }

  /** A random choice in each group, or all but one. */
  static MaskStore randomMasks(StructureGraph graph, long seed, boolean allButOne) {
    SplittableRandom random = new SplittableRandom(seed + 1_000_000);
    MaskStore masks = MaskStore.empty();
    for (StructureGroup group : graph.groups()) {
      BitSet removed = new BitSet();
      int stays = random.nextInt(group.size());
      for (int u = 0; u < group.size(); u++) {
        removed.set(u, u != stays && (allButOne || random.nextBoolean()));
      }
      masks = masks.intersection(group.masks(removed));
    }
    return masks;
  }

  private static Model masked(PrunableModel model, MaskStore masks) {
    BitSet zero = new BitSet();
    for (ModelParam param : model.params()) {
      Mask mask = masks.get(param.key()).orElseGet(() -> Mask.keepAll(param.shape()));
      for (int i = 0; i < param.length(); i++) {
        zero.set(param.offset() + i, !mask.isKept(i));
      }
    }
    BitSet all = new BitSet();
    all.set(0, (int) model.flatParams().length());
    return ConfigurationCopy.of(model).build(all, zero);
  }

  /** Batch statistics divide by small deviations: ten times the tolerance of inference. */
  private static void assertClose(List<INDArray> a, List<INDArray> b, DataType type) {
    for (int i = 0; i < a.size(); i++) {
      double difference = a.get(i).sub(b.get(i)).amaxNumber().doubleValue();
      double scale = Math.max(1, a.get(i).amaxNumber().doubleValue());
      double tolerance = type == DataType.DOUBLE ? 1e-9 : 1e-3;
      assertTrue(difference <= tolerance * scale, "in training: " + difference + " of " + scale);
    }
  }

  private static String json(Model network) {
    return network instanceof MultiLayerNetwork mln
        ? mln.getLayerWiseConfigurations().toJson()
        : ((ComputationGraph) network).getConfiguration().toJson();
  }

  private static Model restored(Model network) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, bytes, true);
    ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
    return network instanceof MultiLayerNetwork
        ? ModelSerializer.restoreMultiLayerNetwork(in)
        : ModelSerializer.restoreComputationGraph(in);
  }
}
