package io.github.dl4jpruning.repair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.structure.Granularity;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;

/** What repair solves, and what it promises. */
class RepairTest {
  private static final double RIDGE = 0.05;

  private static Model net(boolean graph, DataType type) {
    return graph ? Nets.graph(b -> b.dataType(type)) : Nets.mln(b -> b.dataType(type));
  }

  private static PruningRecipe half() {
    return PruningRecipe.oneShot(0.5);
  }

  private static List<DataSet> data(DataType type) {
    return Nets.batches(8, 3, type);
  }

  /** Against an independent solver, on inputs that are put together by hand. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void firstLayer_eachUnit_isTheRidgeSolution(boolean graph) {
    Model net = net(graph, DataType.DOUBLE);
    String layer = graph ? "d1" : "0";
    double[] before = LayerWeights.values(PrunableModel.of(net), param(net, layer + "_W"));
    double[] biasBefore = LayerWeights.values(PrunableModel.of(net), param(net, layer + "_b"));

    Repaired repaired =
        Pruner.prune(
            net, half(), Samples.of(data(DataType.DOUBLE)), Repair.ridge(RIDGE).withPositions(1));

    double[] after = LayerWeights.values(PrunableModel.of(net), param(net, layer + "_W"));
    double[] biasAfter = LayerWeights.values(PrunableModel.of(net), param(net, layer + "_b"));
    Mask mask = repaired.masks().get(layer + "_W").orElseThrow();
    INDArray x = DataSet.merge(data(DataType.DOUBLE)).getFeatures();
    INDArray centred = x.subRowVector(x.mean(0));
    double[] means = x.mean(0).toDoubleVector();
    RealMatrix gram = new Array2DRowRealMatrix(centred.transpose().mmul(centred).toDoubleMatrix());
    double penalty = RIDGE * gram.getTrace() / 3;
    for (int unit = 0; unit < 6; unit++) {
      int first = 3 * unit;
      int[] kept = IntStream.range(0, 3).filter(i -> mask.isKept(first + i)).toArray();
      double[] expected = new double[3];
      double bias = biasBefore[unit];
      if (kept.length > 0) {
        // the missing part is what the pruned inputs gave
        double[] lost = new double[3];
        for (int i = 0; i < 3; i++) {
          lost[i] = mask.isKept(first + i) ? 0 : before[first + i];
        }
        RealMatrix sub = gram.getSubMatrix(kept, kept);
        for (int i = 0; i < kept.length; i++) {
          sub.addToEntry(i, i, penalty);
        }
        double[] right =
            new Array2DRowRealMatrix(gram.getSubMatrix(kept, new int[] {0, 1, 2}).getData())
                .operate(lost);
        double[] change =
            new LUDecomposition(sub).getSolver().solve(new ArrayRealVector(right)).toArray();
        for (int i = 0; i < kept.length; i++) {
          expected[kept[i]] = before[first + kept[i]] + change[i];
        }
      }
      for (int i = 0; i < 3; i++) {
        bias += (before[first + i] - expected[i]) * means[i];
        assertEquals(expected[i], after[first + i], 1e-9, unit + ", " + i);
      }
      assertEquals(bias, biasAfter[unit], 1e-9, "bias " + unit);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE", "HALF"})
  void prune_anyType_errorsFallAndZerosStay(DataType type) {
    for (boolean graph : new boolean[] {false, true}) {
      Model net = net(graph, type);
      MaskStore expected = Pruner.prune(net(graph, type), half());

      Repaired repaired = Pruner.prune(net, half(), Samples.of(data(type)), Repair.ridge(RIDGE));

      assertEquals(expected, repaired.masks());
      requireZeros(net, repaired.masks());
      assertEquals(3, repaired.layers().size());
      for (Repaired.Solved layer : repaired.layers()) {
        assertTrue(layer.after() < layer.before(), layer::toString);
        assertTrue(layer.changed() > 0, layer::toString);
      }
      Repaired.Solved last = repaired.layers().get(2);
      assertTrue(last.after() < 0.8 * last.before(), last::toString);
      assertEquals(List.of(graph ? "bn" : "layer1"), repaired.renewed());
      assertEquals(List.of(), repaired.left());
    }
  }

  /** The report's errors, measured again from outside. */
  @Test
  void report_errors_areThoseOfTheNetworks() {
    MultiLayerNetwork dense = Nets.of(identity(3, 6), identity(6, 5), Nets.output(5));
    MultiLayerNetwork net = dense.clone();
    INDArray all = DataSet.merge(data(DataType.FLOAT)).getFeatures();
    MultiLayerNetwork plain = dense.clone();
    Pruner.prune(plain, half());

    Repaired repaired =
        Pruner.prune(net, half(), Samples.of(data(DataType.FLOAT)), Repair.ridge(RIDGE));

    assertEquals(error(dense, plain, 0, all), repaired.layers().get(0).before(), 1e-5);
    assertEquals(error(dense, net, 0, all), repaired.layers().get(0).after(), 1e-5);
    assertEquals(error(dense, net, 1, all), repaired.layers().get(1).after(), 1e-5);
    assertTrue(error(dense, net, 1, all) < error(dense, plain, 1, all));
  }

  private static DenseLayer identity(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.IDENTITY).build();
  }

  private static double error(
      MultiLayerNetwork dense, MultiLayerNetwork other, int layer, INDArray features) {
    INDArray wanted = dense.feedForwardToLayer(layer, features).get(layer + 1);
    INDArray is = other.feedForwardToLayer(layer, features).get(layer + 1);
    return wanted.sub(is).norm2Number().doubleValue() / wanted.norm2Number().doubleValue();
  }

  @Test
  void ridge_veryStrong_leavesKeptWeightsAsTheyAre() {
    MultiLayerNetwork plain = Nets.of(identity(3, 6), Nets.output(6));
    MultiLayerNetwork net = plain.clone();
    Pruner.prune(plain, half());

    Pruner.prune(net, half(), Samples.of(data(DataType.FLOAT)), Repair.ridge(1e12));

    assertArrayEquals(
        plain.getParam("0_W").dup().data().asFloat(), net.getParam("0_W").dup().data().asFloat());
  }

  /** Blocks one after the other come near to all inputs at once. */
  @Test
  void blocks_smallerThanALayer_errorsFallFurther() {
    MultiLayerNetwork dense = Nets.of(identity(6, 20), Nets.output(20));
    Samples samples = Samples.of(Nets.batches(8, 6, DataType.FLOAT));
    MultiLayerNetwork together = dense.clone();
    MultiLayerNetwork byTwo = dense.clone();

    Repaired one = Pruner.prune(together, half(), samples, Repair.ridge(RIDGE));
    Repaired three = Pruner.prune(byTwo, half(), samples, Repair.ridge(RIDGE).withBlock(2));

    for (int i = 0; i < 2; i++) {
      Repaired.Solved layer = three.layers().get(i);
      assertTrue(layer.after() < layer.before(), layer::toString);
      assertTrue(layer.after() >= one.layers().get(i).after() - 1e-4, layer::toString);
    }
    requireZeros(byTwo, three.masks());
  }

  @Test
  void nOfM_pattern_stays() {
    Model net = net(false, DataType.FLOAT);
    PruningRecipe recipe = half().toBuilder().granularity(Granularity.nOfM(1, 2)).build();
    MaskStore expected = Pruner.prune(net(false, DataType.FLOAT), recipe);

    Repaired repaired =
        Pruner.prune(net, recipe, Samples.of(data(DataType.FLOAT)), Repair.ridge(RIDGE));

    assertEquals(expected, repaired.masks());
    requireZeros(net, repaired.masks());
    assertTrue(repaired.layers().get(2).after() < repaired.layers().get(2).before());
  }

  /** Only what reads removed neurons can make up for them. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void structures_thenCompaction_computesTheSame(boolean graph) {
    Model net = net(graph, DataType.FLOAT);
    PruningRecipe recipe =
        PruningRecipe.builder().sparsity(0.4).granularity(Granularity.neuron()).oneShot(0).build();

    Repaired repaired =
        Pruner.prune(net, recipe, Samples.of(data(DataType.FLOAT)), Repair.ridge(RIDGE));

    requireZeros(net, repaired.masks());
    // what is left of the first layer reads what it read
    Repaired.Solved first = repaired.layers().get(0);
    assertEquals(
        repaired.masks().get(graph ? "d1_b" : "0_b").orElseThrow().kept(), first.outputs());
    assertEquals(0, first.before(), 1e-6);
    Repaired.Solved reader = repaired.layers().get(1);
    assertTrue(reader.before() > 0.05 && reader.after() < 0.8 * reader.before(), reader::toString);
    Compacted<Model> small = Compactor.apply(net, Compactor.plan(net, repaired.masks()));
    assertTrue(small.network().numParams() < net.numParams());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void normalisation_statistics_areThoseOfTheSamples(boolean graph) {
    Model net = net(graph, DataType.DOUBLE);
    String norm = graph ? "bn" : "1";

    Pruner.prune(net, half(), Samples.of(data(DataType.DOUBLE)), Repair.ridge(RIDGE));

    INDArray x = DataSet.merge(data(DataType.DOUBLE)).getFeatures();
    INDArray read = Network.of(net).input(norm, new MultiDataSet(x, null)).values();
    PrunableModel model = PrunableModel.of(net);
    assertArrayEquals(
        read.mean(0).toDoubleVector(),
        LayerWeights.values(model, model.param(norm + "_mean")),
        1e-9);
    double[] logs = LayerWeights.values(model, model.param(norm + "_log10stdev"));
    double[] deviations = read.std(false, 0).toDoubleVector();
    for (int c = 0; c < logs.length; c++) {
      assertEquals(deviations[c], Math.pow(10, logs[c]), 1e-9);
    }
  }

  @Test
  void normalisation_removedChannels_meansStayZero() {
    Model net = net(false, DataType.FLOAT);
    PruningRecipe recipe =
        PruningRecipe.builder()
            .target(ParamFilter.layer("0"), 0.5)
            .granularity(Granularity.neuron())
            .oneShot(0)
            .build();

    Repaired repaired =
        Pruner.prune(net, recipe, Samples.of(data(DataType.FLOAT)), Repair.ridge(RIDGE));

    assertEquals(3, repaired.masks().get("1_mean").orElseThrow().kept());
    requireZeros(net, repaired.masks());
  }

  @Test
  void samples_theSame_giveTheSameBits() {
    Model one = net(true, DataType.FLOAT);
    Model two = net(true, DataType.FLOAT);

    Pruner.prune(one, half(), Samples.of(data(DataType.FLOAT)), Repair.ridge(RIDGE));
    Pruner.prune(two, half(), Samples.of(data(DataType.FLOAT)), Repair.ridge(RIDGE));

    assertArrayEquals(one.params().toFloatVector(), two.params().toFloatVector());
  }

  /** Far fewer rows than inputs: the ridge decides, and statistics are left alone. */
  @Test
  void samples_oneExample_worksAndSaysWhatItIsTooFewFor() {
    Model net = net(false, DataType.FLOAT);
    DataSet one = data(DataType.FLOAT).get(0).get(0);

    Repaired repaired = Pruner.prune(net, half(), Samples.of(List.of(one)), Repair.ridge(RIDGE));

    requireZeros(net, repaired.masks());
    assertTrue(Double.isFinite(net.params().sumNumber().doubleValue()));
    assertEquals(
        List.of(
            new Repaired.Left(
                "layer1",
                "1 values of a channel are too few for a variance, of which it takes 32")),
        repaired.left());
  }

  @Test
  void apply_networkPrunedElsewhere_isRepaired() {
    MultiLayerNetwork dense = Nets.mln();
    MultiLayerNetwork net = dense.clone();
    MaskStore masks = Pruner.prune(net, half());
    MultiLayerNetwork atOnce = dense.clone();
    Samples samples = Samples.of(data(DataType.FLOAT));
    float[] untouched = dense.params().toFloatVector();

    Repair.ridge(RIDGE).apply(net, masks, dense, samples);
    Pruner.prune(atOnce, half(), samples, Repair.ridge(RIDGE));

    assertArrayEquals(atOnce.params().toFloatVector(), net.params().toFloatVector());
    assertArrayEquals(untouched, dense.params().toFloatVector());
  }

  private static ModelParam param(Model net, String key) {
    return PrunableModel.of(net).param(key);
  }

  static void requireZeros(Model net, MaskStore masks) {
    PrunableModel model = PrunableModel.of(net);
    masks
        .masks()
        .forEach(
            (key, mask) -> {
              INDArray values = model.flatParam(model.param(key)).castTo(DataType.FLOAT);
              for (int i = 0; i < mask.length(); i++) {
                if (!mask.isKept(i)) {
                  assertEquals(0, Float.floatToIntBits(values.getFloat(i)), key + " " + i);
                }
              }
            });
  }
}
