package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.types.RandomInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.model.AlexNet;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.FaceNetNN4Small2;
import org.deeplearning4j.zoo.model.InceptionResNetV1;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.TextGenerationLSTM;
import org.deeplearning4j.zoo.model.TinyYOLO;
import org.deeplearning4j.zoo.model.UNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.deeplearning4j.zoo.model.VGG19;
import org.deeplearning4j.zoo.model.Xception;
import org.deeplearning4j.zoo.model.YOLO2;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The networks of DL4J's zoo, built with random weights at the smallest of the usual input sizes
 * that each accepts.
 */
final class Zoo {
  private static final int[] SIZES = {32, 48, 64, 96, 128, 160, 192, 224, 256, 299};

  private Zoo() {}

  /** What accepts a network's input size besides DL4J; it throws where it does not. */
  interface Reader {
    void read(Model network, InputType type);
  }

  /** All of them, each built when asked for. */
  static Map<String, Supplier<Built>> networks(Reader reader) {
    Map<String, Supplier<Built>> zoo = new LinkedHashMap<>();
    zoo.put("LeNet", Zoo::leNet);
    images().forEach((name, model) -> zoo.put(name, () -> smallest(name, model, reader)));
    zoo.put("TextGenerationLSTM", Zoo::text);
    return zoo;
  }

  private static Map<String, Supplier<? extends ZooModel<?>>> images() {
    Map<String, Supplier<? extends ZooModel<?>>> zoo = new LinkedHashMap<>();
    zoo.put("SimpleCNN", () -> SimpleCNN.builder().numClasses(10).build());
    zoo.put("AlexNet", () -> AlexNet.builder().numClasses(10).build());
    zoo.put("VGG16", () -> VGG16.builder().numClasses(10).build());
    zoo.put("VGG19", () -> VGG19.builder().numClasses(10).build());
    zoo.put("ResNet50", () -> ResNet50.builder().numClasses(10).build());
    zoo.put("SqueezeNet", () -> SqueezeNet.builder().numClasses(10).build());
    zoo.put("Darknet19", () -> Darknet19.builder().numClasses(10).build());
    zoo.put("TinyYOLO", () -> TinyYOLO.builder().numClasses(10).build());
    zoo.put("YOLO2", () -> YOLO2.builder().numClasses(10).build());
    zoo.put("UNet", () -> UNet.builder().build());
    zoo.put("Xception", () -> Xception.builder().numClasses(10).build());
    zoo.put("InceptionResNetV1", () -> InceptionResNetV1.builder().numClasses(10).build());
    zoo.put("FaceNetNN4Small2", () -> FaceNetNN4Small2.builder().numClasses(10).build());
    return zoo;
  }

  /** A network, its input type and what it accepted. */
  record Built(Model network, InputType type, String input) {}

  private static Built leNet() {
    ZooModel<?> model = LeNet.builder().numClasses(10).build();
    model.setInputShape(new int[][] {{1, 28, 28}});
    return new Built(model.init(), InputType.convolutionalFlat(28, 28, 1), "28 x 28 x 1");
  }

  private static Built text() {
    ZooModel<?> model =
        TextGenerationLSTM.builder()
            .totalUniqueCharacters(47)
            .inputShape(new int[] {40, 47})
            .build();
    return new Built(model.init(), InputType.recurrent(47, 40), "40 steps of 47");
  }

  private static Built smallest(
      String name, Supplier<? extends ZooModel<?>> supplier, Reader reader) {
    RuntimeException last = null;
    for (int size : SIZES) {
      try {
        ZooModel<?> model = supplier.get();
        model.setInputShape(new int[][] {{3, size, size}});
        Model network = model.init();
        InputType type = InputType.convolutional(size, size, 3);
        PrunableModel prunable = PrunableModel.of(network);
        reader.read(network, type);
        Network.of(network).outputs(false, RandomInputs.of(prunable, List.of(type), 1, 1));
        return new Built(network, type, size + " x " + size + " x 3");
      } catch (RuntimeException e) {
        last = e;
      }
    }
    throw new IllegalStateException(name + " accepts none of the sizes", last);
  }

  /**
   * Biases, gains, shifts and means other than 0 and 1, so that no mistake goes unseen; weights of
   * variance 2 / fan-in, since the zoo's own, in ResNet50, give NaN without training.
   */
  static void unsettle(Built built) {
    PrunableModel model = PrunableModel.of(built.network());
    SplittableRandom random = new SplittableRandom(1);
    for (ModelParam param : model.params()) {
      INDArray flat = model.flatParam(param);
      if (param.isPrunable()) {
        int outputs =
            param.layout().map(layout -> layout.count(Set.of(Role.OUTPUT, Role.GATE))).orElse(1);
        double fanIn = (double) param.length() / outputs;
        flat.muli(Math.sqrt(2 / fanIn) / flat.stdNumber().doubleValue());
      } else {
        double[] noise = random.doubles(param.length(), -0.1, 0.1).toArray();
        flat.addi(Nd4j.createFromArray(noise).castTo(flat.dataType()));
      }
    }
    soften(model, RandomInputs.of(model, List.of(built.type()), 2, 2));
  }

  private static boolean isSettled(PrunableModel model, INDArray... examples) {
    INDArray output = Network.of(model.network()).outputs(false, examples).get(0);
    double largest = output.maxNumber().doubleValue();
    return largest > 0.9 && largest <= 1;
  }

  /** Makes the last weights smaller until a softmax output is not all but 0 and 1. */
  private static void soften(PrunableModel model, INDArray... examples) {
    List<ModelParam> params = model.params();
    ModelParam last = params.get(params.size() - 1);
    List<ModelParam> lastWeights =
        params.stream()
            .filter(param -> param.layer().equals(last.layer()) && param.isPrunable())
            .toList();
    for (int i = 0; i < 12 && isSettled(model, examples); i++) {
      lastWeights.forEach(param -> model.flatParam(param).muli(0.1));
    }
  }
}
