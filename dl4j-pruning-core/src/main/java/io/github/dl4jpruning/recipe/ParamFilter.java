package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.model.ModelParam;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Picks parameters of a network. Only weights can be pruned, whatever a filter picks. */
public sealed interface ParamFilter
    permits ParamFilter.ByLayer, ParamFilter.ByName, ParamFilter.ByLayerClass, ParamFilter.Custom {
  /**
   * Whether the filter picks a parameter.
   *
   * @param param the parameter
   * @return true if so
   */
  boolean matches(ModelParam param);

  /**
   * Checks that what the filter names exists.
   *
   * @param params all parameters of the network
   * @throws IllegalArgumentException if a name does not exist; the message lists those that do
   */
  default void requireExists(Collection<ModelParam> params) {}

  /**
   * This filter for one network, where what it names may depend on which names there are.
   *
   * @param params all parameters of the network
   * @return a filter with the same description
   */
  default ParamFilter in(Collection<ModelParam> params) {
    return this;
  }

  /**
   * All parameters of layers.
   *
   * @param names layer or vertex names; in a MultiLayerNetwork also the index as text ({@code
   *     "0"}), unless a layer of the network has that name
   */
  record ByLayer(List<String> names) implements ParamFilter {
    /** Copies the names. */
    public ByLayer {
      names = List.copyOf(names);
    }

    @Override
    public boolean matches(ModelParam param) {
      return names.contains(param.layer()) || names.contains(param.layerIndex());
    }

    @Override
    public void requireExists(Collection<ModelParam> params) {
      for (String name : names) {
        if (params.stream().noneMatch(p -> name.equals(p.layer()) || name.equals(p.layerIndex()))) {
          throw new IllegalArgumentException(
              "There is no layer %s with parameters. The network has %s"
                  .formatted(name, params.stream().map(ModelParam::layer).distinct().toList()));
        }
      }
    }

    /** A text is a layer's name before it is an index. */
    @Override
    public ParamFilter in(Collection<ModelParam> params) {
      Set<String> given =
          params.stream()
              .filter(param -> !param.layer().equals(param.layerIndex()))
              .map(ModelParam::layer)
              .collect(Collectors.toSet());
      return where(
          toString(),
          param ->
              names.stream()
                  .anyMatch(
                      name ->
                          given.contains(name)
                              ? name.equals(param.layer()) && !name.equals(param.layerIndex())
                              : name.equals(param.layer()) || name.equals(param.layerIndex())));
    }

    @Override
    public String toString() {
      return "layer " + String.join(", ", names);
    }
  }

  /**
   * Parameters by their own name.
   *
   * @param names within the layer ({@code "W"}, {@code "RW"}) or DL4J's whole key ({@code "0_W"})
   */
  record ByName(List<String> names) implements ParamFilter {
    /** Copies the names. */
    public ByName {
      names = List.copyOf(names);
    }

    @Override
    public boolean matches(ModelParam param) {
      return names.contains(param.name()) || names.contains(param.key());
    }

    @Override
    public void requireExists(Collection<ModelParam> params) {
      for (String name : names) {
        if (params.stream().noneMatch(p -> name.equals(p.name()) || name.equals(p.key()))) {
          throw new IllegalArgumentException(
              "There is no parameter %s. The network has %s"
                  .formatted(name, params.stream().map(ModelParam::key).toList()));
        }
      }
    }

    @Override
    public String toString() {
      return "parameter " + String.join(", ", names);
    }
  }

  /**
   * All parameters of layers of some kind, wrappers such as Bidirectional taken off.
   *
   * @param type the class of the layer's configuration, such as {@code DenseLayer.class}; classes
   *     that extend it are meant too
   */
  record ByLayerClass(Class<? extends Layer> type) implements ParamFilter {
    @Override
    public boolean matches(ModelParam param) {
      return param.isIn(type);
    }

    @Override
    public String toString() {
      return "layers of class " + type.getSimpleName();
    }
  }

  /**
   * Whatever a predicate picks.
   *
   * @param description for reports and error messages
   * @param predicate picks parameters
   */
  record Custom(String description, Predicate<ModelParam> predicate) implements ParamFilter {
    @Override
    public boolean matches(ModelParam param) {
      return predicate.test(param);
    }

    @Override
    public String toString() {
      return description;
    }
  }

  /**
   * See {@link ByLayer}.
   *
   * @param names layer names
   * @return the filter
   */
  static ParamFilter layer(String... names) {
    return new ByLayer(List.of(names));
  }

  /**
   * See {@link ByName}.
   *
   * @param names parameter names
   * @return the filter
   */
  static ParamFilter param(String... names) {
    return new ByName(List.of(names));
  }

  /**
   * See {@link ByLayerClass}.
   *
   * @param type the class of a layer's configuration
   * @return the filter
   */
  static ParamFilter layerClass(Class<? extends Layer> type) {
    return new ByLayerClass(type);
  }

  /**
   * See {@link Custom}.
   *
   * @param description for reports and error messages
   * @param predicate picks parameters
   * @return the filter
   */
  static ParamFilter where(String description, Predicate<ModelParam> predicate) {
    return new Custom(description, predicate);
  }
}
