package io.github.dl4jpruning.structure.trace;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;

/**
 * Attention with projections: what is read and what is given can be cut, the heads inside are left
 * alone. Without projections, products run over all channels. Arrays lie in C order.
 */
final class AttentionRules {
  private AttentionRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(SelfAttentionLayer.class, AttentionRules::self);
    rules.put(LearnedSelfAttentionLayer.class, AttentionRules::learned);
    rules.put(RecurrentAttentionLayer.class, AttentionRules::recurrent);
  }

  private static Channels self(LayerSite site) {
    SelfAttentionLayer layer = (SelfAttentionLayer) site.layer();
    if (!layer.isProjectInput()) {
      return site.mixes();
    }
    int[] in = site.reads(layer.getNIn());
    int[] out = site.makes(layer.getNOut());
    projections(site, in, out, "Wq", "Wk", "Wv");
    site.resize(
        in,
        (conf, n) -> {
          ((SelfAttentionLayer) conf).setNIn(n);
          ConvolutionRules.redefine(conf);
        });
    site.resize(
        out,
        (conf, n) -> {
          ((SelfAttentionLayer) conf).setNOut(n);
          ConvolutionRules.redefine(conf);
        });
    return Channels.of(out, 3, false);
  }

  private static Channels learned(LayerSite site) {
    LearnedSelfAttentionLayer layer = (LearnedSelfAttentionLayer) site.layer();
    if (!layer.isProjectInput()) {
      return site.mixes();
    }
    int[] in = site.reads(layer.getNIn());
    int[] out = site.makes(layer.getNOut());
    projections(site, in, out, "Wq", "Wk", "Wv");
    site.axis("Q", Role.ALONGSIDE, 1, layer.getNQueries(), in);
    site.resize(
        in,
        (conf, n) -> {
          ((LearnedSelfAttentionLayer) conf).setNIn(n);
          ConvolutionRules.redefine(conf);
        });
    site.resize(
        out,
        (conf, n) -> {
          ((LearnedSelfAttentionLayer) conf).setNOut(n);
          ConvolutionRules.redefine(conf);
        });
    return Channels.of(out, 3, false);
  }

  private static Channels recurrent(LayerSite site) {
    RecurrentAttentionLayer layer = (RecurrentAttentionLayer) site.layer();
    if (!layer.isProjectInput()) {
      return site.mixes();
    }
    int[] in = site.reads(layer.getNIn());
    int[] out = site.makes(layer.getNOut());
    int n = out.length;
    projections(site, in, out, "Wk", "Wv");
    site.axis("Wq", Role.READS, site.length("Wq") / n, 1, out);
    site.axis("W", Role.READS, 1, n, in);
    site.axis("W", Role.PRODUCES, in.length, 1, out);
    site.axis("RW", Role.READS, 1, n, out);
    site.axis("RW", Role.PRODUCES, n, 1, out);
    site.perUnit("b", out);
    site.resize(
        in,
        (conf, size) -> {
          ((RecurrentAttentionLayer) conf).setNIn(size);
          ConvolutionRules.redefine(conf);
        });
    site.resize(
        out,
        (conf, size) -> {
          ((RecurrentAttentionLayer) conf).setNOut(size);
          ConvolutionRules.redefine(conf);
        });
    site.activation(layer.getActivation().getActivationFunction(), out);
    return Channels.of(out, 3, false);
  }

  private static void projections(LayerSite site, int[] in, int[] out, String... readers) {
    for (String reader : readers) {
      site.axis(reader, Role.READS, site.length(reader) / in.length, 1, in);
    }
    site.axis("Wo", Role.PRODUCES, site.length("Wo") / out.length, 1, out);
  }
}
