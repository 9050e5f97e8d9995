package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** Layers around a layer. */
final class WrapperRules {
  private WrapperRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(LastTimeStep.class, WrapperRules::lastTimeStep);
    rules.put(TimeDistributed.class, WrapperRules::timeDistributed);
    rules.put(FrozenLayerWithBackprop.class, place -> LayerRules.apply(inner(place)));
    rules.put(
        FrozenLayer.class,
        place -> LayerRules.apply(place.inside(((FrozenLayer) place.layer()).getLayer())));
    rules.put(MaskLayer.class, WrapperRules::mask);
  }

  private static Place inner(Place place) {
    return place.inside(((BaseWrapperLayer) place.layer()).getUnderlying());
  }

  private static Flow lastTimeStep(Place place) {
    Place inside = inner(place);
    Flow series = LayerRules.apply(inside);
    boolean both = inside.layer() instanceof Bidirectional;
    return lastStep(place, both ? place.withoutLengths(series) : series);
  }

  static Flow lastStep(Place place, Flow series) {
    Operation last = Place.masked(place.operation(Op.LAST_STEP, series.name()), series);
    return place.emit(last, series).ranked(2, false).masked(Optional.empty());
  }

  private static Flow timeDistributed(Place place) {
    Flow in = place.in(3);
    Flow out = LayerRules.apply(inner(place).reading(in.ranked(2, false).fold(true)));
    return place.withoutLengths(out.fold(false).ranked(3, in.last()));
  }

  private static Flow mask(Place place) {
    Flow in = place.in();
    return in.mask().isPresent()
        ? place.emit(Place.masked(place.operation(Op.MASK, in.name()), in), in)
        : in;
  }
}
