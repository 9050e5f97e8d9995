package io.github.dl4jpruning.model.network;

import java.util.ArrayList;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/**
 * Mends DL4J's clones of configurations that {@link SerialCopy} can't copy. DL4J's own {@code
 * clone()}, in 1.0.0-M2.1, shares the layer inside of a wrapper with the original, and forgets a
 * MergeVertex's axis, a ReshapeVertex's order, an AttentionVertex's updater and regularisation and
 * a graph's iteration and epoch counts; and every layer shares its updaters, regularisation,
 * dropout, weight noise and constraints.
 */
final class DeepCopy {
  private DeepCopy() {}

  /** Gives a layer's wrappers, cloned by DL4J, layers of their own. */
  static void separate(NeuralNetConfiguration cloned) {
    separate(cloned.getLayer());
  }

  /** Vertices that are never edited may be shared: copying them is what loses their fields. */
  static GraphVertex vertex(GraphVertex original) {
    if (original instanceof FrozenVertex frozen) {
      return new FrozenVertex(vertex(frozen.getUnderlying()));
    }
    if (original instanceof MergeVertex merge && merge.getClass() == MergeVertex.class) {
      MergeVertex copy = merge.clone();
      copy.setMergeAxis(merge.getMergeAxis());
      copy.setModified(merge.isModified());
      return copy;
    }
    if (original instanceof AttentionVertex attention) {
      return attention(attention);
    }
    return original instanceof LayerVertex || isEdited(original) ? original.clone() : original;
  }

  private static boolean isEdited(GraphVertex vertex) {
    return vertex instanceof org.deeplearning4j.nn.conf.graph.SubsetVertex
        || vertex instanceof org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
  }

  private static AttentionVertex attention(AttentionVertex original) {
    AttentionVertex copy = original.clone();
    copy.setName(original.getName());
    copy.setRegularization(OwnParts.regularization(original.getRegularization()));
    copy.setRegularizationBias(OwnParts.regularization(original.getRegularizationBias()));
    copy.setUpdater(original.getUpdater() == null ? null : original.getUpdater().clone());
    copy.setBiasUpdater(
        original.getBiasUpdater() == null ? null : original.getBiasUpdater().clone());
    copy.setGradientNormalization(original.getGradientNormalization());
    copy.setGradientNormalizationThreshold(original.getGradientNormalizationThreshold());
    copy.setDataType(original.getDataType());
    return copy;
  }

  /** Gives a layer that was cloned parts of its own, and a wrapper a layer of its own. */
  private static void separate(Layer layer) {
    OwnParts.give(layer);
    if (layer instanceof Bidirectional both) {
      both.setFwd(separated(both.getFwd()));
      both.setBwd(separated(both.getBwd()));
      both.setInitializer(null);
    } else if (layer instanceof BaseWrapperLayer wrapper) {
      wrapper.setUnderlying(separated(wrapper.getUnderlying()));
    } else if (layer instanceof FrozenLayer frozen) {
      separate(frozen.getLayer()); // cloned by DL4J
    }
  }

  private static Layer separated(Layer shared) {
    Layer copy = shared.clone();
    if (shared.getConstraints() != null) {
      copy.setConstraints(new ArrayList<>(shared.getConstraints()));
    }
    separate(copy);
    return copy;
  }
}
