package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.compact.OddSizes.Built;
import io.github.dl4jpruning.compact.OddSizes.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
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
import org.deeplearning4j.zoo.model.UNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.deeplearning4j.zoo.model.VGG19;
import org.deeplearning4j.zoo.model.Xception;

/** Networks of DL4J's zoo for images of any size. */
final class OddZoo {
  private OddZoo() {}

  /** The zoo without detectors, whose labels are boxes, and NASNet, which DL4J can't build. */
  static Map<String, Function<Size, Built>> networks() {
    Map<String, Function<Size, Built>> zoo = new LinkedHashMap<>();
    put(zoo, "SimpleCNN", () -> SimpleCNN.builder().numClasses(10).build());
    put(zoo, "LeNet", () -> LeNet.builder().numClasses(10).build());
    put(zoo, "AlexNet", () -> AlexNet.builder().numClasses(10).build());
    put(zoo, "VGG16", () -> VGG16.builder().numClasses(10).build());
    put(zoo, "VGG19", () -> VGG19.builder().numClasses(10).build());
    put(zoo, "ResNet50", () -> ResNet50.builder().numClasses(10).build());
    put(zoo, "SqueezeNet", () -> SqueezeNet.builder().numClasses(10).build());
    put(zoo, "Darknet19", () -> Darknet19.builder().numClasses(10).build());
    put(zoo, "UNet", () -> UNet.builder().build());
    put(zoo, "Xception", () -> Xception.builder().numClasses(10).build());
    put(zoo, "InceptionResNetV1", () -> InceptionResNetV1.builder().numClasses(10).build());
    put(zoo, "FaceNetNN4Small2", () -> FaceNetNN4Small2.builder().numClasses(10).build());
    zoo.put(
        "TextGenerationLSTM",
        at ->
            new Built(
                TextGenerationLSTM.builder()
                    .totalUniqueCharacters(at.channels() + 30)
                    .inputShape(new int[] {at.height(), at.channels() + 30})
                    .build()
                    .init(),
                List.of(InputType.recurrent(at.channels() + 30L, at.height()))));
    return zoo;
  }

  private static void put(
      Map<String, Function<Size, Built>> zoo, String name, Supplier<? extends ZooModel<?>> of) {
    zoo.put(
        name,
        at -> {
          ZooModel<?> model = of.get();
          model.setInputShape(new int[][] {{at.channels(), at.height(), at.width()}});
          return new Built(
              model.init(),
              List.of(
                  name.equals("LeNet")
                      ? InputType.convolutionalFlat(at.height(), at.width(), at.channels())
                      : at.image()));
        });
  }
}
