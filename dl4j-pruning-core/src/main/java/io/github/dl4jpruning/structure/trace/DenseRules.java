package io.github.dl4jpruning.structure.trace;

import java.util.Map;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;

/** Layers with one matrix [nIn, nOut], which lies in Fortran order: column after column. */
final class DenseRules {
  private DenseRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(DenseLayer.class, DenseRules::dense);
    rules.put(AutoEncoder.class, DenseRules::autoEncoder);
    rules.put(OutputLayer.class, DenseRules::dense);
    rules.put(RnnOutputLayer.class, DenseRules::dense);
    rules.put(CenterLossOutputLayer.class, DenseRules::centerLoss);
    rules.put(EmbeddingLayer.class, DenseRules::embedding);
    rules.put(EmbeddingSequenceLayer.class, DenseRules::embeddingSequence);
  }

  private static Channels dense(LayerSite site) {
    return matrix(site, site.reads(nIn(site)));
  }

  private static Channels autoEncoder(LayerSite site) {
    int[] in = site.reads(nIn(site));
    site.perUnit("vb", in);
    return matrix(site, in);
  }

  private static Channels centerLoss(LayerSite site) {
    int[] in = site.reads(nIn(site));
    site.axis("cL", Role.ALONGSIDE, layer(site).getNOut(), 1, in);
    return matrix(site, in);
  }

  private static Channels embedding(LayerSite site) {
    return lookUp(site).inRank(2);
  }

  private static Channels embeddingSequence(LayerSite site) {
    EmbeddingSequenceLayer layer = (EmbeddingSequenceLayer) site.layer();
    return lookUp(site).in(3, layer.getOutputFormat() == RNNFormat.NWC);
  }

  private static Channels matrix(LayerSite site, int[] in) {
    int[] out = columns(site, in.length);
    site.axis("W", Role.READS, out.length, 1, in);
    site.resize(in, (layer, n) -> ((FeedForwardLayer) layer).setNIn(n));
    int rank = site.in().rank();
    return Channels.of(out, rank == 0 ? 2 : rank, site.in().last());
  }

  private static Channels lookUp(LayerSite site) {
    site.fix(site.in().ids(), "%s looks it up as an index".formatted(site.label()));
    return Channels.of(columns(site, nIn(site)), 2, false);
  }

  private static int[] columns(LayerSite site, long rows) {
    int[] out = site.makes(layer(site).getNOut());
    site.axis("W", Role.PRODUCES, 1, rows, out);
    site.perUnit("b", out);
    site.resize(out, (layer, n) -> ((FeedForwardLayer) layer).setNOut(n));
    if (site.isOutput()) {
      site.fix(out, "network output");
    }
    site.activation(layer(site).getActivationFn(), out);
    if (site.has("g")) {
      site.fix(out, "layer normalisation of %s mixes units".formatted(site.label()));
    }
    return out;
  }

  private static long nIn(LayerSite site) {
    return layer(site).getNIn();
  }

  private static FeedForwardLayer layer(LayerSite site) {
    Layer layer = site.layer();
    return (FeedForwardLayer) layer;
  }
}
