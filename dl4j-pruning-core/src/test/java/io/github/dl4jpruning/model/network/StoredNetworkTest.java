package io.github.dl4jpruning.model.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.dl4jpruning.Nets;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class StoredNetworkTest {
  @TempDir Path folder;

  @Test
  void restore_layerNamedAsAGraphsField_isStillAMultiLayerNetwork() throws IOException {
    MultiLayerNetwork net = Nets.mln(builder -> {});
    net.getLayerWiseConfigurations().getConf(0).getLayer().setLayerName("networkInputs");

    Model restored = restored(net);

    assertInstanceOf(MultiLayerNetwork.class, restored);
    assertEquals(net.params(), restored.params());
  }

  @Test
  void restore_graph_isAGraph() throws IOException {
    assertInstanceOf(ComputationGraph.class, restored(Nets.graph(builder -> {})));
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF", "FLOAT", "DOUBLE"})
  void restore_anyType_everyBitIsThere(DataType type) throws IOException {
    MultiLayerNetwork net = Nets.mln(builder -> builder.dataType(type));

    Model restored = restored(net);

    assertEquals(type, restored.params().dataType());
    assertEquals(net.params(), restored.params());
  }

  private Model restored(Model network) throws IOException {
    Path file = folder.resolve("network.zip");
    ModelSerializer.writeModel(network, file.toFile(), true);
    return StoredNetwork.restore(file);
  }
}
