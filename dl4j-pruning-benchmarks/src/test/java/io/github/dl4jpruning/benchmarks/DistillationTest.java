package io.github.dl4jpruning.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.examples.comparison.TrainingPlan;
import io.github.dl4jpruning.examples.data.DrawnDigits;
import io.github.dl4jpruning.examples.data.ImageSet;
import io.github.dl4jpruning.examples.networks.LeNet;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.ops.transforms.Transforms;

class DistillationTest {
  private static final INDArray TRUTH = Nd4j.createFromArray(new double[][] {{1, 0, 0}, {0, 0, 1}});
  private static final INDArray STUDENT =
      Nd4j.createFromArray(new double[][] {{0.3, -1.2, 2}, {4, 0.1, 0}});
  private static final INDArray TEACHER =
      Nd4j.createFromArray(new double[][] {{5, 1, -3}, {-2, 0.5, 3}});
  private static final INDArray LABELS = Nd4j.hstack(TRUTH, TEACHER);

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "0.7, 4", "0.3, 0.5"})
  void gradient_anyWeightAndTemperature_isThatOfTheScore(double weight, double temperature) {
    DistillationLoss loss = new DistillationLoss(weight, temperature);
    INDArray gradient = loss.computeGradient(LABELS, STUDENT, new ActivationSoftmax(), null);
    double step = 1e-6;
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 3; column++) {
        double slope =
            (score(loss, row, column, step) - score(loss, row, column, -step)) / (2 * step);
        assertEquals(slope, gradient.getDouble(row, column), 1e-6);
      }
    }
  }

  private static double score(DistillationLoss loss, int row, int column, double step) {
    INDArray moved = STUDENT.dup();
    moved.putScalar(row, column, moved.getDouble(row, column) + step);
    return loss.computeScore(LABELS, moved, new ActivationSoftmax(), null, false);
  }

  /** Mixed labels are the same lesson at a temperature of 1, but for a constant in the score. */
  @Test
  void gradient_temperatureOne_isThatOfMixedLabels() {
    INDArray mixed = TRUTH.mul(0.4).add(Transforms.softmax(TEACHER).mul(0.6));

    INDArray expected =
        new LossMCXENT().computeGradient(mixed, STUDENT.dup(), new ActivationSoftmax(), null);
    INDArray actual =
        new DistillationLoss(0.6, 1)
            .computeGradient(LABELS, STUDENT, new ActivationSoftmax(), null);

    assertTrue(expected.equalsWithEps(actual, 1e-6), () -> expected + " and " + actual);
  }

  @Test
  void student_afterItsLesson_hasItsUsualLossAndIsPruned() {
    ImageSet images = DrawnDigits.generate(200, 1);
    TrainingPlan plan = new TrainingPlan(LeNet.LENET300, 2, 20, 0.002, 0, 1);
    MultiLayerNetwork teacher = LeNet.LENET300.create(plan.learningRates(images.count(), 1), 0, 2);
    INDArray none = null;
    for (String lesson : new String[] {"none:0:1", "labels:0.5:2", "loss:0.5:2"}) {
      MultiLayerNetwork student =
          Distillation.student(plan, images, 0.5, Distillation.Lesson.of(lesson), teacher);
      BaseOutputLayer output = (BaseOutputLayer) student.getOutputLayer().conf().getLayer();
      assertEquals(new LossMCXENT(), output.getLossFn());
      assertEquals(
          133_100, student.params().eq(0).castTo(DataType.INT32).sumNumber().intValue(), 500);
      assertNotEquals(none, student.params());
      none = student.params();
    }
  }
}
