package io.github.dl4jpruning.benchmarks;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Distillation with temperature (Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a
 * neural network"): {@code (1 − w) · CE(y, softmax(z)) + w · T² · KL(softmax(t / T), softmax(z /
 * T))} for a student's logits z and a teacher's t. Labels are [examples, 2 · classes]: first the
 * classes, one-hot, then the teacher's logits.
 */
final class DistillationLoss implements ILossFunction {
  private static final long serialVersionUID = 1;

  private final double weight;
  private final double temperature;

  /**
   * A loss.
   *
   * @param weight of the teacher, 0 to 1
   * @param temperature above 0; the higher, the more of the small probabilities is learnt
   */
  DistillationLoss(double weight, double temperature) {
    this.weight = weight;
    this.temperature = temperature;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray truth = half(labels, preOutput, 0);
    INDArray soft = softened(half(labels, preOutput, 1));
    INDArray hardLoss = truth.mul(logSoftmax(preOutput)).sum(1).negi();
    INDArray softLoss =
        soft.mul(Transforms.log(soft.add(1e-30)).sub(logSoftmax(preOutput.div(temperature))))
            .sum(1);
    return hardLoss.muli(1 - weight).addi(softLoss.muli(weight * temperature * temperature));
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray hard = Transforms.softmax(preOutput).sub(half(labels, preOutput, 0));
    INDArray soft = softened(preOutput).sub(softened(half(labels, preOutput, 1)));
    return hard.muli(1 - weight).addi(soft.muli(weight * temperature));
  }

  private INDArray softened(INDArray logits) {
    return Transforms.softmax(logits.div(temperature));
  }

  private static INDArray half(INDArray labels, INDArray preOutput, int which) {
    long classes = preOutput.size(1);
    return labels
        .get(NDArrayIndex.all(), NDArrayIndex.interval(which * classes, (which + 1) * classes))
        .castTo(preOutput.dataType());
  }

  private static INDArray logSoftmax(INDArray logits) {
    return Nd4j.nn().logSoftmax(logits);
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double sum = computeScoreArray(labels, preOutput, activation, mask).sumNumber().doubleValue();
    return average ? sum / preOutput.size(0) : sum;
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return Pair.of(
        computeScore(labels, preOutput, activation, mask, average),
        computeGradient(labels, preOutput, activation, mask));
  }

  @Override
  public String name() {
    return "DistillationLoss";
  }
}
