package io.github.dl4jpruning.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A file with one input and one output in ONNX Runtime, with one thread. */
public final class OnnxFile implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final OrtSession session;
  private final String input;

  /**
   * Opens it.
   *
   * @param file an ONNX file
   */
  public OnnxFile(Path file) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      this.session = ENVIRONMENT.createSession(file.toString(), options);
      this.input = session.getInputNames().iterator().next();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A run on the same examples again and again; the answers are thrown away.
   *
   * @param examples in the shape that the file asks for
   * @return runs once
   */
  public Runnable on(INDArray examples) {
    Map<String, OnnxTensor> tensors = Map.of(input, tensor(examples));
    return () -> {
      try {
        session.run(tensors).close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  /** The answers, in order of the last axis fastest. */
  float[] answers(INDArray examples) {
    try (OnnxTensor tensor = tensor(examples);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] answers = new float[values.remaining()];
      values.get(answers);
      return answers;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OnnxTensor tensor(INDArray examples) {
    float[] values = examples.castTo(DataType.FLOAT).dup('c').data().asFloat();
    try {
      return OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(values), examples.shape());
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
