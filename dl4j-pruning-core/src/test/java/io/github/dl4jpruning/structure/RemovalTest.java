package io.github.dl4jpruning.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

/** Which structures masks leave without a reader or without a weight. */
class RemovalTest {
  @Test
  void removal_allReadersPruned_removesWhatIsDead() {
    MultiLayerNetwork net = Nets.mln();
    StructureGraph graph = StructureGraph.of(PrunableModel.of(net));
    Mask whole = Mask.keepAll(List.of(6L, 5L));
    long[] words = whole.words();
    for (int column = 0; column < 5; column++) {
      words[0] &= ~(1L << (column * 6 + 2));
    }

    Removal removal = graph.removal(MaskStore.of(Map.of("2_W", Mask.of(List.of(6L, 5L), words))));

    assertEquals(1, removal.count());
    assertEquals(bits(2), removal.removed(graph.groups().get(0)));
    assertEquals(15, removal.kept(graph.model().param("0_W")));
  }

  @Test
  void removal_weightsPrunedButRead_staysAndSaysSo() {
    StructureGraph graph = StructureGraph.of(PrunableModel.of(Nets.mln()));
    MaskStore all = graph.groups().get(0).masks(bits(1));

    Removal removal = graph.removal(all.retain(List.of("0_W", "0_b")));

    assertEquals(0, removal.count());
    assertEquals(bits(1), removal.stillRead(graph.groups().get(0)));
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }
}
