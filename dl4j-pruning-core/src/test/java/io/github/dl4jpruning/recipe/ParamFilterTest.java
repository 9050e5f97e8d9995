package io.github.dl4jpruning.recipe;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ParamFilterTest {
  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of(ParamFilter.layer("fc1"), "layer fc1", List.of("2_W", "2_b")),
        Arguments.of(ParamFilter.layer("2"), "layer 2", List.of("2_W", "2_b")),
        Arguments.of(ParamFilter.layer("out", "1"), "layer out, 1", List.of("1_gamma", "3_W")),
        Arguments.of(ParamFilter.layer(), "layer ", List.of()),
        Arguments.of(ParamFilter.param("W"), "parameter W", List.of("0_W", "2_W", "3_W")),
        Arguments.of(ParamFilter.param("2_W"), "parameter 2_W", List.of("2_W")),
        Arguments.of(
            ParamFilter.param("b", "3_W"), "parameter b, 3_W", List.of("0_b", "2_b", "3_W")),
        Arguments.of(
            ParamFilter.layerClass(DenseLayer.class),
            "layers of class DenseLayer",
            List.of("2_W", "2_b")),
        Arguments.of(
            ParamFilter.layerClass(BaseOutputLayer.class),
            "layers of class BaseOutputLayer",
            List.of("3_W")),
        Arguments.of(
            ParamFilter.layerClass(FeedForwardLayer.class),
            "layers of class FeedForwardLayer",
            List.of("0_W", "0_b", "1_gamma", "2_W", "2_b", "3_W")),
        Arguments.of(
            ParamFilter.where("big ones", param -> param.length() >= 20),
            "big ones",
            List.of("2_W", "3_W")));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void matches_eachKind_whatItNames(ParamFilter filter, String text, List<String> keys) {
    assertEquals(keys, Params.ALL.stream().filter(filter::matches).map(ModelParam::key).toList());
    assertEquals(text, filter.toString());
    assertDoesNotThrow(() -> filter.requireExists(Params.ALL));
  }

  /** Layers 0 to 3 are called 1, (none), x and (none). */
  @ParameterizedTest
  @CsvSource({"1, 0_W", "2, 2_W", "x, 2_W", "3, 3_W", "0, 0_W"})
  void layer_nameThatIsAlsoAnIndex_isTheName(String name, String picked) {
    List<ModelParam> params =
        List.of(weight("1", 0), weight("1", 1), weight("x", 2), weight("3", 3));
    ParamFilter filter = ParamFilter.layer(name).in(params);

    assertEquals(
        List.of(picked), params.stream().filter(filter::matches).map(ModelParam::key).toList());
    assertEquals("layer " + name, filter.toString());

    RecipeBuilder recipe = PruningRecipe.builder().sparsity(0.5).oneShot(0);
    assertEquals(
        List.of(picked),
        Resolver.resolve(recipe.target(ParamFilter.layer(name), 0.25).build(), params, Map.of())
            .groups()
            .get(0)
            .params()
            .stream()
            .map(ModelParam::key)
            .toList());
    assertEquals(
        List.of(picked),
        Resolver.resolve(
                PruningRecipe.builder()
                    .sparsity(0.5)
                    .oneShot(0)
                    .leaveAlone(ParamFilter.layer(name))
                    .build(),
                params,
                Map.of())
            .leftAlone()
            .stream()
            .map(left -> left.param().key())
            .toList());
  }

  private static ModelParam weight(String layer, int index) {
    return new ModelParam(
        index + "_W",
        layer,
        String.valueOf(index),
        "W",
        Optional.empty(),
        List.of(4L, 5L),
        20 * index,
        20,
        Optional.empty(),
        Place.UNKNOWN,
        Optional.empty());
  }

  @Test
  void requireExists_unknownLayer_errorWithTheLayers() {
    assertError(
        "There is no layer fc9 with parameters. The network has [conv1, 1, fc1, out]",
        () -> ParamFilter.layer("fc1", "fc9").requireExists(Params.ALL));
  }

  @Test
  void requireExists_unknownParameter_errorWithTheKeys() {
    assertError(
        "There is no parameter RW. The network has [0_W, 0_b, 1_gamma, 2_W, 2_b, 3_W]",
        () -> ParamFilter.param("W", "RW").requireExists(Params.ALL));
  }

  @Test
  void requireExists_classOrPredicateThatPicksNothing_noError() {
    assertDoesNotThrow(() -> ParamFilter.layerClass(LSTM.class).requireExists(Params.ALL));
    assertDoesNotThrow(() -> ParamFilter.where("none", param -> false).requireExists(Params.ALL));
  }

  @Test
  void new_listChangedLater_filterDoesNot() {
    List<String> names = new ArrayList<>(List.of("fc1"));
    ParamFilter byLayer = new ParamFilter.ByLayer(names);
    ParamFilter byName = new ParamFilter.ByName(names);
    names.set(0, "out");

    assertEquals(ParamFilter.layer("fc1"), byLayer);
    assertEquals(ParamFilter.param("fc1"), byName);
  }

  private static void assertError(String text, org.junit.jupiter.api.function.Executable call) {
    assertEquals(text, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
