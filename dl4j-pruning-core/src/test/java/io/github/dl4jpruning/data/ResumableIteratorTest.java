package io.github.dl4jpruning.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ResumableIteratorTest {
  /** Ten examples in batches of four: 4, 4, 2. */
  enum Kind {
    ARRAYS {
      @Override
      ResumableIterator create() {
        return ResumableIterator.of(DataSet.merge(examples()), 4, 7);
      }
    },
    LIST {
      @Override
      ResumableIterator create() {
        return ResumableIterator.of(examples(), 4, 7);
      }
    },
    BASE {
      @Override
      ResumableIterator create() {
        return ResumableIterator.inOrderOf(new ListDataSetIterator<>(examples(), 4));
      }
    },
    BASE_THAT_READS_AHEAD {
      @Override
      ResumableIterator create() {
        return ResumableIterator.inOrderOf(
            new AsyncDataSetIterator(new ListDataSetIterator<>(examples(), 4)));
      }
    },
    PER_EPOCH {
      @Override
      ResumableIterator create() {
        return ResumableIterator.perEpoch(
            epoch ->
                new ListDataSetIterator<>(
                    IntStream.range(0, 10).mapToObj(i -> example((i * 3 + epoch) % 10)).toList(),
                    4));
      }
    };

    abstract ResumableIterator create();
  }

  private static List<DataSet> examples() {
    return IntStream.range(0, 10).mapToObj(ResumableIteratorTest::example).toList();
  }

  private static DataSet example(int i) {
    float[][] labels = new float[1][2];
    labels[0][i % 2] = 1;
    return new DataSet(
        Nd4j.createFromArray(new float[][] {{i, i / 10f, -i / 10f}}), Nd4j.createFromArray(labels));
  }

  /** The examples of each batch until the epoch's end. */
  private static List<String> rest(ResumableIterator data) {
    List<String> batches = new ArrayList<>();
    while (data.hasNext()) {
      batches.add(numbers(data.next()));
    }
    return batches;
  }

  private static String numbers(DataSet batch) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < batch.numExamples(); i++) {
      text.append((int) batch.getFeatures().getFloat(i, 0));
      assertEquals(1f, batch.getLabels().getFloat(i, (int) batch.getFeatures().getFloat(i, 0) % 2));
    }
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource
  void moveTo_anyPlace_deliversWhatCameThere(Kind kind) {
    ResumableIterator data = kind.create();
    List<List<String>> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      epochs.add(rest(data));
      assertTrue(isAt(data.position(), epoch, 3));
      data.reset();
    }
    for (int epoch = 2; epoch >= 0; epoch--) {
      for (int batch = 0; batch <= 3; batch++) {
        ResumableIterator later = kind.create();
        later.moveTo(new DataPosition(epoch, batch));
        assertEquals(epochs.get(epoch).subList(batch, 3), rest(later), epoch + ", " + batch);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void fit_resumedAtEveryBatch_sameBits(Kind kind) {
    Model whole = Nets.mln();
    Places places = new Places(kind.create());
    whole.setListeners(places);
    for (int epoch = 0; epoch < 3; epoch++) {
      Nets.fit(whole, places.data);
    }
    assertEquals(
        List.of("0/1", "0/2", "0/3", "1/1", "1/2", "1/3", "2/1", "2/2", "2/3"), places.seen);

    for (int stop = 0; stop < 9; stop++) {
      Model parts = Nets.mln();
      ResumableIterator first = kind.create();
      while (!isAt(first.position(), stop / 3, stop % 3)) {
        fitOne(parts, first);
      }
      ResumableIterator second = kind.create();
      second.moveTo(first.position());
      for (int epoch = stop / 3; epoch < 3; epoch++) {
        Nets.fit(parts, second);
      }
      assertArrayEquals(
          whole.params().toFloatVector(), parts.params().toFloatVector(), "stopped at " + stop);
    }
  }

  private static boolean isAt(DataPosition position, int epoch, int batch) {
    return position.epoch() == epoch && position.batch() == batch;
  }

  private static void fitOne(Model net, ResumableIterator data) {
    if (!data.hasNext()) {
      data.reset();
    } else {
      DataSet batch = data.next();
      ((MultiLayerNetwork) net).fit(batch.getFeatures(), batch.getLabels());
      if (!data.hasNext()) {
        data.reset();
      }
    }
  }

  @Test
  void fit_graph_positionIsThatOfTheTrainedBatch() {
    Model graph = Nets.graph();
    Places places = new Places(Kind.ARRAYS.create());
    graph.setListeners(places);

    Nets.fit(graph, places.data);
    Nets.fit(graph, places.data);

    assertEquals(List.of("0/1", "0/2", "0/3", "1/1", "1/2", "1/3"), places.seen);
  }

  /** Notes the data's position after each update. */
  private static final class Places extends BaseTrainingListener {
    final ResumableIterator data;
    final List<String> seen = new ArrayList<>();

    Places(ResumableIterator data) {
      this.data = data;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      seen.add(data.position().epoch() + "/" + data.position().batch());
    }
  }

  @Test
  void order_ofMemory_dependsOnSeedAndEpoch() {
    ResumableIterator data = Kind.ARRAYS.create();
    List<String> first = rest(data);
    data.reset();
    List<String> second = rest(data);
    List<String> otherSeed = rest(ResumableIterator.of(examples(), 4, 8));

    assertEquals(first, rest(Kind.LIST.create()));
    assertNotEquals(first, second);
    assertNotEquals(first, otherSeed);
    assertEquals(
        "0123456789",
        String.join("", second).chars().sorted().mapToObj(Character::toString).toList().stream()
            .reduce("", String::concat));
  }

  @Test
  void reset_midEpoch_beginsTheSameEpoch() {
    ResumableIterator data = Kind.LIST.create();
    String first = numbers(data.next());

    data.reset();

    assertTrue(isAt(data.position(), 0, 0));
    assertEquals(first, numbers(data.next()));
  }

  @Test
  void reset_rightAfterMoveTo_staysThere() {
    ResumableIterator data = Kind.LIST.create();
    data.moveTo(new DataPosition(2, 1));

    data.reset();
    data.reset();

    assertTrue(isAt(data.position(), 2, 1));
  }

  @Test
  void reset_atMovedToEnd_goesToNextEpoch() {
    ResumableIterator data = Kind.LIST.create();
    data.moveTo(new DataPosition(2, 3));
    assertFalse(data.hasNext());

    data.reset();

    assertTrue(isAt(data.position(), 3, 0));
  }

  @ParameterizedTest
  @EnumSource
  void moveTo_beyondTheEpoch_refused(Kind kind) {
    ResumableIterator data = kind.create();

    assertEquals(
        "Can't go on after minibatch 4 of epoch 1: it has only 3. Are data and batch size the same"
            + " as before?",
        assertThrows(IllegalArgumentException.class, () -> data.moveTo(new DataPosition(1, 4)))
            .getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void next_atTheEnd_refused(Kind kind) {
    ResumableIterator data = kind.create();
    rest(data);

    assertEquals(
        "Epoch 0 has no more than 3 minibatches; call reset() for the next",
        assertThrows(NoSuchElementException.class, data::next).getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void settings_all_asInside(Kind kind) {
    ResumableIterator data = kind.create();

    assertEquals(4, data.batch());
    assertEquals(3, data.inputColumns());
    assertEquals(2, data.totalOutcomes());
    assertFalse(data.asyncSupported());
    assertEquals(4, data.next(4).numExamples());
    assertEquals(
        "Positions count minibatches of 4 examples, got next(3)",
        assertThrows(UnsupportedOperationException.class, () -> data.next(3)).getMessage());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BASE_THAT_READS_AHEAD")
  void preProcessor_anyEpoch_appliedOnce(Kind kind) {
    ResumableIterator data = kind.create();
    assertNull(data.getPreProcessor());
    DataSetPreProcessor plus100 = batch -> batch.getFeatures().addi(100);
    data.setPreProcessor(plus100);
    assertEquals(plus100, data.getPreProcessor());

    for (int epoch = 0; epoch < 2; epoch++) {
      DataSet batch = data.next();
      float largest = batch.getFeatures().getColumn(0).maxNumber().floatValue();
      assertEquals(100 + largest % 100, largest);
      data.moveTo(new DataPosition(epoch + 1, 0));
    }
  }

  @Test
  void arrays_imagesMasksAndFortranOrder_rowsStayTogether() {
    INDArray features = Nd4j.arange(24).castTo(DataType.FLOAT).reshape('f', 4, 2, 3);
    INDArray labels = Nd4j.arange(24).castTo(DataType.FLOAT).reshape('c', 4, 2, 3);
    INDArray mask = Nd4j.arange(12).castTo(DataType.FLOAT).reshape('c', 4, 3);
    ResumableIterator data = ResumableIterator.of(new DataSet(features, labels, mask, mask), 3, 1);

    DataSet batch = data.next();

    assertArrayEquals(new long[] {3, 2, 3}, batch.getFeatures().shape());
    for (int i = 0; i < 3; i++) {
      int row = (int) batch.getFeaturesMaskArray().getFloat(i, 0) / 3;
      assertEquals(
          features.get(NDArrayIndex.point(row)), batch.getFeatures().get(NDArrayIndex.point(i)));
      assertEquals(
          labels.get(NDArrayIndex.point(row)), batch.getLabels().get(NDArrayIndex.point(i)));
    }
  }

  /** The code of the package page. */
  @Test
  void packagePage_asPrinted_goesOn() {
    MultiLayerNetwork net = Nets.mln();
    DataSet examples = DataSet.merge(examples());

    ResumableIterator data = ResumableIterator.of(examples, 64, 42);
    net.fit(data, 2);
    DataPosition position = data.position();

    ResumableIterator later = ResumableIterator.of(examples, 64, 42);
    later.moveTo(position);
    net.fit(later);

    assertTrue(isAt(position, 1, 1));
    assertTrue(isAt(later.position(), 2, 1));
  }

  @Test
  void of_nothing_refused() {
    assertEquals(
        "Training data needs at least one example, got none",
        assertThrows(IllegalArgumentException.class, () -> ResumableIterator.of(List.of(), 4, 1))
            .getMessage());
    assertEquals(
        "A minibatch needs at least 1 example, got 0",
        assertThrows(IllegalArgumentException.class, () -> ResumableIterator.of(examples(), 0, 1))
            .getMessage());
    assertEquals(
        "A position in the data needs epoch >= 0 and batch >= 0, got -1 and 2",
        assertThrows(IllegalArgumentException.class, () -> new DataPosition(-1, 2)).getMessage());
  }
}
