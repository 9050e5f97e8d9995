package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Function;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Detection of objects (Redmon and Farhadi 2017, YOLO9000): channels are, for each box, its centre,
 * width and height in parts of the box's own, whether there is something, and its class.
 */
final class DetectionRules {
  /** Before the classes: centre, size and confidence. */
  private static final int NUMBERS = 5;

  private static final Activation SIGMOID = Activation.of(Function.SIGMOID);
  private static final Activation EXP = Activation.of(Function.EXP);

  private DetectionRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(Yolo2OutputLayer.class, DetectionRules::yolo);
  }

  private static Flow yolo(Place place) {
    INDArray boxes = ((Yolo2OutputLayer) place.layer()).getBoundingBoxes();
    Flow in = place.in(4);
    int count = (int) boxes.size(0);
    int each = in.channels() / count;
    List<String> parts = new ArrayList<>();
    for (int box = 0; box < count; box++) {
      int from = box * each;
      parts.add(activated(place, SIGMOID, part(place, in, from, 2)).name());
      parts.add(scaled(place, part(place, in, from + 2, 1), boxes.getFloat(box, 0)));
      parts.add(scaled(place, part(place, in, from + 3, 1), boxes.getFloat(box, 1)));
      parts.add(activated(place, SIGMOID, part(place, in, from + 4, 1)).name());
      Flow classes = part(place, in, from + NUMBERS, each - NUMBERS);
      parts.add(place.emit(place.operation(Op.SOFTMAX, classes.name()), classes).name());
    }
    Operation concat = place.operation(Op.CONCAT, parts.toArray(String[]::new)).with("axis", 0);
    place.sheet().add(concat);
    return in.named(concat.output(), in.shape());
  }

  private static Flow part(Place place, Flow in, int from, int size) {
    int[] starts = new int[in.shape().length];
    int[] ends = new int[starts.length];
    starts[0] = from;
    ends[0] = from + size;
    return place.emit(
        place.operation(Op.SLICE, in.name()).with("starts", starts).with("ends", ends), in);
  }

  private static Flow activated(Place place, Activation activation, Flow in) {
    return place.emit(activation.into(place.operation(Op.ACTIVATION, in.name()), "function"), in);
  }

  private static String scaled(Place place, Flow in, float size) {
    Flow exp = activated(place, EXP, in);
    Operation times =
        place.operation(Op.AFFINE, exp.name()).withNumber("alpha", size).withNumber("beta", 0);
    return place.emit(times, exp).name();
  }
}
