package io.github.dl4jpruning.examples.networks;

import io.github.dl4jpruning.examples.data.DrawnWaves;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * An LSTM of 48 units that reads a wave and tells its shape after the last value; settings by
 * validation waves.
 */
public final class WaveNet {
  private WaveNet() {}

  /** The network before its first step; the same seed gives the same weights. */
  public static MultiLayerNetwork create(long seed) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(new ExponentialSchedule(ScheduleType.EPOCH, 0.01, 0.85)))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(1)
                .list()
                .layer(
                    new LastTimeStep(
                        new LSTM.Builder().nOut(48).activation(Activation.TANH).build()))
                .layer(
                    new OutputLayer.Builder()
                        .nOut(DrawnWaves.SHAPES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(1, DrawnWaves.STEPS))
                .build());
    network.init();
    return network;
  }

  /** The fraction of waves that the network gets right, 0 to 1. */
  public static double accuracy(MultiLayerNetwork network, DataSet waves) {
    Evaluation evaluation = new Evaluation(DrawnWaves.SHAPES);
    evaluation.eval(waves.getLabels(), network.output(waves.getFeatures()));
    return evaluation.accuracy();
  }
}
