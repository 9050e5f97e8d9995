package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Pooling1D;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Pooling by windows, and of everything. */
final class PoolingRules {
  private PoolingRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(SubsamplingLayer.class, PoolingRules::pool);
    rules.put(Pooling2D.class, PoolingRules::pool);
    rules.put(Subsampling1DLayer.class, PoolingRules::pool1d);
    rules.put(Pooling1D.class, PoolingRules::pool1d);
    rules.put(Subsampling3DLayer.class, PoolingRules::pool3d);
    rules.put(GlobalPoolingLayer.class, PoolingRules::global);
  }

  private static Op op(PoolingType type) {
    return switch (type) {
      case MAX -> Op.MAX_POOL;
      case AVG -> Op.AVERAGE_POOL;
      case SUM -> Op.SUM_POOL;
      case PNORM -> Op.LP_POOL;
    };
  }

  private static Flow pool(Place place) {
    return pooled(place, place.in(4), 2);
  }

  private static Flow pool1d(Place place) {
    return place.withoutLengths(pooled(place, place.in(3), 1));
  }

  private static Flow pooled(Place place, Flow in, int rank) {
    SubsamplingLayer layer = (SubsamplingLayer) place.layer();
    int[] kernel = Arrays.copyOf(layer.getKernelSize(), rank);
    Operation pool =
        place
            .operation(op(layer.getPoolingType()), in.name())
            .with("kernel_shape", kernel)
            .with("count_include_pad", layer.isAvgPoolIncludePadInDivisor() ? 1 : 0)
            .withNumber("p", layer.getPnorm());
    return place.emit(
        Geometry.window(
            pool,
            layer.getConvolutionMode(),
            in.shape(),
            kernel,
            Arrays.copyOf(layer.getStride(), rank),
            Arrays.copyOf(layer.getPadding(), rank),
            Arrays.copyOf(layer.getDilation(), rank)),
        in);
  }

  private static Flow pool3d(Place place) {
    Subsampling3DLayer layer = (Subsampling3DLayer) place.layer();
    Flow in = place.in(5);
    Operation pool =
        place
            .operation(op(layer.getPoolingType()), in.name())
            .with("kernel_shape", layer.getKernelSize());
    return place.emit(
        Geometry.window(
            pool,
            layer.getConvolutionMode(),
            in.shape(),
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation()),
        in);
  }

  private static Flow global(Place place) {
    GlobalPoolingLayer layer = (GlobalPoolingLayer) place.layer();
    Flow in = place.in();
    if (in.folded() || !layer.isCollapseDimensions() || in.rank() < 3) {
      throw place.refused("it pools something else than all places of one example to one");
    }
    int[] dimensions = layer.getPoolingDimensions();
    if (dimensions != null && dimensions.length != in.rank() - 2) {
      throw place.refused("it pools the dimensions " + Arrays.toString(dimensions) + " only");
    }
    String mode =
        switch (layer.getPoolingType()) {
          case MAX -> "max";
          case AVG -> "mean";
          case SUM -> "sum";
          case PNORM -> "pnorm";
        };
    Operation pool =
        place
            .operation(Op.GLOBAL_POOL, in.name())
            .with("mode", mode)
            .withNumber("p", layer.getPnorm());
    return place
        .emit(in.rank() == 3 ? Place.masked(pool, in) : pool, in)
        .ranked(2, false)
        .masked(Optional.empty());
  }
}
