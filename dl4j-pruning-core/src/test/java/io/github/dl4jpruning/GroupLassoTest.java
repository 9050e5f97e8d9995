package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.recipe.Penalty;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.structure.Granularity;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** The penalty against finite differences. */
class GroupLassoTest {
  // ---- group lasso

  /** strength · √n · ‖w‖ per column, by finite differences, times the batch of 8. */
  @ParameterizedTest
  @ValueSource(strings = {"column", "row"})
  void groupLasso_gradient_asFiniteDifferencesSay(String shape) {
    Granularity groups = shape.equals("row") ? Granularity.row() : Granularity.column();
    DataSet batch = Nets.batches(1, 3, DataType.DOUBLE).get(0);
    double[] with =
        gradient(
            batch, PruningRecipe.builder().penalty(new Penalty(groups, 0.3, Schedule.constant())));
    double[] without = gradient(batch, PruningRecipe.builder());
    MultiLayerNetwork net = Nets.mln(b -> b.dataType(DataType.DOUBLE).updater(new Sgd(0)));
    for (String key : List.of("0_W", "2_W", "3_W")) {
      INDArray param = net.getParam(key);
      int offset = (int) (param.offset() - net.params().offset());
      double eps = 1e-6;
      for (int i = 0; i < param.length(); i++) {
        INDArray flat = net.params().reshape(net.params().length());
        double value = flat.getDouble(offset + i);
        flat.putScalar(offset + i, value + eps);
        double up = norms(param, shape);
        flat.putScalar(offset + i, value - eps);
        double down = norms(param, shape);
        flat.putScalar(offset + i, value);
        assertEquals(
            8 * 0.3 * (up - down) / (2 * eps),
            with[offset + i] - without[offset + i],
            1e-5,
            key + " " + i);
      }
    }
  }

  private static double norms(INDArray matrix, String shape) {
    double sum = 0;
    int groups = shape.equals("row") ? matrix.rows() : matrix.columns();
    for (int g = 0; g < groups; g++) {
      INDArray group = shape.equals("row") ? matrix.getRow(g) : matrix.getColumn(g);
      sum += Math.sqrt((double) group.length()) * group.norm2Number().doubleValue();
    }
    return sum;
  }

  private static double[] gradient(DataSet batch, RecipeBuilder recipe) {
    MultiLayerNetwork net = Nets.mln(b -> b.dataType(DataType.DOUBLE).updater(new Sgd(0)));
    double[][] seen = new double[1][];
    net.setListeners(
        new PruningListener(recipe.sparsity(0.5).oneShot(9).build()),
        new BaseTrainingListener() {
          @Override
          public void onGradientCalculation(Model model) {
            seen[0] = model.getGradientsViewArray().dup().toDoubleVector();
          }
        });
    net.fit(batch);
    return seen[0];
  }

  @Test
  void groupLasso_withColumns_shrinksWholeColumns() {
    MultiLayerNetwork plain = trained(PruningRecipe.builder());
    MultiLayerNetwork lasso =
        trained(PruningRecipe.builder().penalty(Penalty.groupLasso(Granularity.column(), 0.05)));

    assertTrue(smallestColumn(lasso) < 0.3 * smallestColumn(plain));
  }

  private static MultiLayerNetwork trained(RecipeBuilder recipe) {
    MultiLayerNetwork net = Nets.mln(b -> b.updater(new Sgd(0.1)));
    net.setListeners(
        new PruningListener(
            recipe.sparsity(0.5).granularity(Granularity.column()).oneShot(10_000).build()));
    List<DataSet> batches = Nets.batches(10);
    for (int epoch = 0; epoch < 20; epoch++) {
      batches.forEach(net::fit);
    }
    return net;
  }

  private static double smallestColumn(MultiLayerNetwork net) {
    return net.getParam("2_W").norm2(0).minNumber().doubleValue();
  }
}
