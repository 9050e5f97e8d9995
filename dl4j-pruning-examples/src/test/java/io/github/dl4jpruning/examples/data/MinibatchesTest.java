package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Sgd;

class MinibatchesTest {

  private final ImageSet images = ImageSetTest.numbered(25);

  /** Reads to the end of the epoch; the numbers of the images, in their order. */
  private static List<Integer> drain(DataSetIterator iterator) {
    List<Integer> numbers = new ArrayList<>();
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      for (int i = 0; i < batch.numExamples(); i++) {
        numbers.add(Math.round(batch.getFeatures().getFloat(i, 0) * 255));
      }
    }
    return numbers;
  }

  private static List<Integer> sorted(List<Integer> numbers) {
    return numbers.stream().sorted().toList();
  }

  private static final List<Integer> ALL = IntStream.range(0, 25).boxed().toList();

  @Test
  void next_sequential_givesFlatFeaturesAndOneHotLabelsInOrder() {
    DataSetIterator iterator = images.sequential(10);
    DataSet first = iterator.next();
    assertEquals(List.of(10L, 784L), shape(first.getFeatures().shape()));
    assertEquals(List.of(10L, 10L), shape(first.getLabels().shape()));
    assertEquals(DataType.FLOAT, first.getFeatures().dataType());
    assertEquals(DataType.FLOAT, first.getLabels().dataType());
    for (int i = 0; i < 10; i++) {
      assertEquals(i / 255f, first.getFeatures().getFloat(i, 783));
      assertEquals(1f, first.getLabels().getFloat(i, i));
      assertEquals(1f, first.getLabels().getRow(i).sumNumber().floatValue());
    }
    assertEquals(10, iterator.next().numExamples());
    assertEquals(5, iterator.next().numExamples());
    assertFalse(iterator.hasNext());
  }

  @Test
  void next_afterTheLast_throws() {
    DataSetIterator iterator = images.sequential(25);
    iterator.next();
    assertEquals(
        "All 25 images were read; call reset() for the next epoch",
        assertThrows(NoSuchElementException.class, iterator::next).getMessage());
  }

  @Test
  void next_otherSize_givesThatMany() {
    DataSetIterator iterator = images.sequential(10);
    assertEquals(24, iterator.next(24).numExamples());
    assertEquals(1, iterator.next(Integer.MAX_VALUE).numExamples());
    assertEquals(
        "next(num) needs at least 1 image, got 0",
        assertThrows(IllegalArgumentException.class, () -> iterator.next(0)).getMessage());
  }

  @Test
  void reset_sequential_startsTheSameOrderAgain() {
    DataSetIterator iterator = images.sequential(10);
    assertEquals(ALL, drain(iterator));
    iterator.reset();
    assertEquals(ALL, drain(iterator));
  }

  @Test
  void reset_shuffled_givesEachEpochItsOwnOrderOfAllImages() {
    DataSetIterator iterator = images.iterator(10, 7);
    List<Integer> epoch0 = drain(iterator);
    iterator.reset();
    List<Integer> epoch1 = drain(iterator);
    assertEquals(ALL, sorted(epoch0));
    assertEquals(ALL, sorted(epoch1));
    assertNotEquals(ALL, epoch0);
    assertNotEquals(epoch0, epoch1);
  }

  @Test
  void reset_sameSeed_givesTheSameOrdersWhateverTheBatchOrThePartRead() {
    DataSetIterator one = images.iterator(10, 7);
    DataSetIterator other = images.iterator(3, 7);
    one.next();
    one.reset();
    drain(other);
    other.reset();
    assertEquals(drain(one), drain(other));
  }

  @Test
  void reset_nothingReadSince_staysInTheEpoch() {
    DataSetIterator one = images.iterator(10, 7);
    one.reset();
    one.reset();
    assertEquals(drain(images.iterator(10, 7)), drain(one));
  }

  @Test
  void iterator_otherSeed_givesAnotherOrder() {
    assertNotEquals(drain(images.iterator(10, 7)), drain(images.iterator(10, 8)));
  }

  @Test
  void iterator_afterSplit_showsThatPartOnly() {
    ImageSet part = images.split(5, 1).validation();
    assertEquals(sorted(drain(part.sequential(2))), sorted(drain(part.iterator(5, 3))));
    assertEquals(5, drain(part.iterator(5, 3)).size());
  }

  @Test
  void iterator_noBatch_throws() {
    assertEquals(
        "A minibatch needs at least 1 image, got 0 (numbered)",
        assertThrows(IllegalArgumentException.class, () -> images.iterator(0, 1)).getMessage());
  }

  @Test
  void properties_any_sayWhatDl4jAsks() {
    DataSetIterator iterator = images.iterator(10, 7);
    assertEquals(10, iterator.batch());
    assertEquals(784, iterator.inputColumns());
    assertEquals(10, iterator.totalOutcomes());
    assertEquals(images.classNames(), iterator.getLabels());
    assertTrue(iterator.resetSupported());
    assertFalse(iterator.asyncSupported());
  }

  @Test
  void setPreProcessor_doubling_changesEachMinibatchButNotTheImages() {
    DataSetIterator iterator = images.sequential(25);
    iterator.setPreProcessor(data -> data.getFeatures().muli(2));
    DataSet doubled = iterator.next();
    assertEquals(48 / 255f, doubled.getFeatures().getFloat(24, 0));
    assertEquals(24 / 255f, images.image(24)[0]);
    assertNotSame(doubled.getFeatures(), images.sequential(25).next().getFeatures());
  }

  @Test
  void fit_twoEpochs_readsEachImageOnceAnEpoch() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .list()
                .layer(
                    new OutputLayer.Builder()
                        .nIn(784)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    network.fit(images.iterator(10, 7), 2);
    assertEquals(6, network.getIterationCount());
    assertEquals(2, network.getEpochCount());
    assertEquals(25, network.evaluate(images.sequential(10)).getNumRowCounter());
  }

  private static List<Long> shape(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
