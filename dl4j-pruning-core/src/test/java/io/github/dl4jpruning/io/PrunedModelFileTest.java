package io.github.dl4jpruning.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes back from a file. */
class PrunedModelFileTest {
  static java.util.Set<String> layers() {
    return LayerZoo.exhibits().keySet();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void read_everyLayer_sameBitsMasksAndOutput(String name) throws IOException {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
    PruningListener listener =
        new PruningListener(PruningRecipe.builder().sparsity(0.7).oneShot(0).build());
    exhibit.net().addListeners(listener);
    exhibit.fit();
    exhibit.fit();
    MaskStore masks = listener.masks();

    byte[] file =
        Saved.bytes(exhibit.net(), masks, WriteOptions.defaults().withUpdaterState());
    PrunedModel read = Saved.read(file);

    Saved.assertSame(exhibit.net(), masks, read);
    assertArrayEquals(
        Saved.bits(Saved.state(exhibit.net())), Saved.bits(Saved.state(read.network())));
    assertEquals(
        exhibit.output(),
        new LayerZoo.Exhibit(read.network(), exhibit.features(), exhibit.labels()).output());
  }
}
