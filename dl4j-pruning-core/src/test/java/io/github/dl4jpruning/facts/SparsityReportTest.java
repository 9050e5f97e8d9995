package io.github.dl4jpruning.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.structure.Granularity;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

class SparsityReportTest {
  @Test
  void toString_prunedNetwork_countsTargetsAndAll() {
    MultiLayerNetwork net = Nets.mln();
    MaskStore masks =
        Pruner.prune(
            net,
            PruningRecipe.builder()
                .target(ParamFilter.layer("layer0"), 0.5)
                .target(ParamFilter.layer("layer3"), 0.9)
                .oneShot(0)
                .build());

    SparsityReport report = SparsityReport.of(net, masks);

    assertEquals(
        """
        parameter      weights         kept   sparsity    outputs gone
        0_W[3, 6]           18            9    50.00 %          1 of 6
        3_W[5, 2]           10            1    90.00 %          1 of 2
        together            28           10    64.29 %
        network             95           77    18.95 %
        Zeros alone make nothing faster or smaller in ND4J."""
            .replace("\n", System.lineSeparator()),
        report.toString());
    assertEquals(18 / 28.0, report.sparsity(), 1e-12);
    assertEquals(18 / 95.0, report.shareOfAll(), 1e-12);
  }

  @Test
  void of_noMasks_isZero() {
    SparsityReport report = SparsityReport.of(Nets.mln(), MaskStore.empty());

    assertEquals(0, report.sparsity());
    assertEquals(0, report.weights());
    assertEquals(95, report.parameters());
  }

  @Test
  void of_networkAlone_countsRealZeros() {
    MultiLayerNetwork net = Nets.mln();
    Pruner.prune(net, PruningRecipe.oneShot(0.5));

    SparsityReport report = SparsityReport.of(net);

    assertEquals("29 of 58 weights pruned (50.00 %)", report.summary());
    assertEquals(
        List.of("0_W", "2_W", "3_W"), report.rows().stream().map(r -> r.param().key()).toList());
    assertEquals(List.of(), report.disagreements());
  }

  @Test
  void of_prunedWeightWrittenSince_saysWhere() {
    MultiLayerNetwork net = Nets.mln();
    MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.5));
    net.getParam("3_W").addi(1);

    SparsityReport report = SparsityReport.of(net, masks);

    long pruned = masks.masks().get("3_W").pruned();
    assertEquals(
        List.of(
            "%1$s of the %1$s weights that the mask of 3_W[5, 2] prunes are not zero: call"
                    .formatted(pruned)
                + " Pruner.apply(network, masks)"),
        report.disagreements());
    assertEquals(
        "29 of 58 weights pruned (50.00 %%), %s of them not zero".formatted(pruned),
        report.summary());
  }

  @Test
  void toString_wholeOutputsPruned_countsThem() {
    MultiLayerNetwork net = Nets.mln();
    Pruner.prune(
        net, PruningRecipe.oneShot(0.5).toBuilder().granularity(Granularity.column()).build());

    String table = SparsityReport.of(net).toString();

    SparsityReport.Row first = SparsityReport.of(net).rows().get(0);
    assertEquals(6, first.outputs());
    assertEquals(first.kept(), 3 * (6 - first.prunedOutputs()));
    assertTrue(table.lines().findFirst().orElseThrow().endsWith("sparsity    outputs gone"), table);
    assertTrue(table.contains("%s of 6".formatted(first.prunedOutputs())), table);
    assertTrue(table.lines().noneMatch(line -> line.endsWith(" ")), table);
  }
}
