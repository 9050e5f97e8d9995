package io.github.dl4jpruning.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.structure.StructureGraph;
import io.github.dl4jpruning.structure.StructureGroup;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** Whatever is set on the smaller network leaves the first one alone. */
class NothingSharedTest {
  private static NeuralNetConfiguration.Builder builder() {
    return Nets.builder(
        b ->
            b.updater(new Adam(new StepSchedule(ScheduleType.ITERATION, 0.01, 0.5, 10)))
                .biasUpdater(
                    new Nesterovs(
                        new MapSchedule.Builder(ScheduleType.EPOCH).add(0, 0.1).build(), 0.9))
                .l1(0.01)
                .l2Bias(0.02)
                .weightDecay(0.03)
                .activation(Activation.TANH)
                .constrainWeights(new MaxNormConstraint(2, 1))
                .dropOut(new Dropout(0.5))
                .weightNoise(new DropConnect(0.8)));
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(new LossMCXENT(Nd4j.create(new double[] {1, 2, 3})))
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork layers(IDropout dropout) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            builder()
                .list()
                .layer(new DenseLayer.Builder().nOut(6).dropOut(dropout).build())
                .layer(new DenseLayer.Builder().nOut(5).build())
                .layer(output())
                .setInputType(InputType.feedForward(4))
                .build());
    net.init();
    return net;
  }

  private static ComputationGraph graph() {
    ComputationGraph net =
        new ComputationGraph(
            builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(3, 5))
                .addLayer(
                    "both",
                    new Bidirectional(
                        Bidirectional.Mode.CONCAT, new LSTM.Builder().nOut(4).build()),
                    "in")
                .addVertex(
                    "attention",
                    new AttentionVertex.Builder()
                        .nHeads(2)
                        .headSize(2)
                        .nInQueries(8)
                        .nInKeys(8)
                        .nInValues(8)
                        .nOut(6)
                        .projectInput(true)
                        .build(),
                    "both",
                    "both",
                    "both")
                .addLayer("pool", new GlobalPoolingLayer(), "attention")
                .addLayer("last", new LastTimeStep(new LSTM.Builder().nOut(4).build()), "both")
                .addVertex("merge", new MergeVertex(), "pool", "last")
                .addLayer("out", output(), "merge")
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }

  private static <M extends Model> M smaller(M net) {
    MaskStore masks = MaskStore.empty();
    for (StructureGroup group : StructureGraph.of(PrunableModel.of(net)).groups()) {
      BitSet first = new BitSet();
      first.set(0);
      masks = masks.intersection(group.masks(first));
    }
    return Compactor.apply(net, Compactor.plan(net, masks)).network();
  }

  @Test
  void apply_layers_sharesNothing() throws IllegalAccessException {
    MultiLayerNetwork net = layers(new Dropout(0.5));
    MultiLayerNetwork small = smaller(net);

    assertEquals(
        List.of(), shared(net.getLayerWiseConfigurations(), small.getLayerWiseConfigurations()));
    small.setLearningRate(7);
    assertEquals(0.01, net.getLearningRate(0), 1e-12);
  }

  @Test
  void apply_graph_sharesNothing() throws IllegalAccessException {
    ComputationGraph net = graph();
    ComputationGraph small = smaller(net);

    assertEquals(List.of(), shared(net.getConfiguration(), small.getConfiguration()));
  }

  /** A part that holds on to an object around it can't be serialized: then parts are cloned. */
  @Test
  void apply_partNotSerializable_clonesTheParts() {
    MultiLayerNetwork net = layers(new Held(this));
    MultiLayerNetwork small = smaller(net);

    for (int i = 0; i < 3; i++) {
      BaseLayer before = (BaseLayer) net.getLayerWiseConfigurations().getConf(i).getLayer();
      BaseLayer after = (BaseLayer) small.getLayerWiseConfigurations().getConf(i).getLayer();
      assertNotSame(before.getIUpdater(), after.getIUpdater());
      assertNotSame(before.getBiasUpdater(), after.getBiasUpdater());
      assertNotSame(before.getRegularization().get(0), after.getRegularization().get(0));
      assertNotSame(before.getConstraints().get(0), after.getConstraints().get(0));
      assertNotSame(before.getIDropout(), after.getIDropout());
      assertNotSame(before.getWeightNoise(), after.getWeightNoise());
    }
    assertEquals(PrunableModel.of(net).params().size(), PrunableModel.of(small).params().size());
  }

  /** A user's own dropout with a field that is not serializable. */
  private record Held(NothingSharedTest outer) implements IDropout {
    @Override
    public INDArray applyDropout(
        INDArray in, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
      return result.assign(in);
    }

    @Override
    public INDArray backprop(INDArray gradient, INDArray result, int iteration, int epoch) {
      return result.assign(gradient);
    }

    @Override
    public void clear() {}

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // a record
    public IDropout clone() {
      return new Held(outer);
    }
  }

  /** Objects that can be reached from both and could change. */
  private static List<String> shared(Object a, Object b) throws IllegalAccessException {
    Set<Object> one = reachable(a);
    Set<Object> other = reachable(b);
    assertTrue(one.size() > 30, "only " + one.size());
    one.retainAll(other);
    return one.stream().map(each -> each.getClass() + " " + each).sorted().toList();
  }

  private static Set<Object> reachable(Object root) throws IllegalAccessException {
    Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Object next = open.pop();
      if (next instanceof ArrayList<?> || next instanceof LinkedHashMap<?, ?>) {
        found.add(next);
      }
      if (next instanceof Collection<?> all) {
        all.stream().filter(each -> each != null).forEach(open::push);
      } else if (next instanceof Map<?, ?> all) {
        all.values().stream().filter(each -> each != null).forEach(open::push);
      } else if (mayChange(next) && found.add(next) && !(next instanceof INDArray)) {
        pushFields(next, open);
      }
    }
    return found;
  }

  private static boolean mayChange(Object object) {
    return !(object instanceof Enum)
        && (object instanceof INDArray
            || object.getClass().getName().matches("org\\.(nd4j|deep).*"));
  }

  private static void pushFields(Object object, Deque<Object> open) throws IllegalAccessException {
    for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          Object value = field.get(object);
          if (value != null) {
            open.push(value);
          }
        }
      }
    }
  }
}
