package io.github.dl4jpruning.onnx;

import onnx.Onnx.TensorProto;

/** The numbers that stand for element types. */
final class OnnxTypes {
  static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();
  static final int INT32 = TensorProto.DataType.INT32.getNumber();
  static final int INT64 = TensorProto.DataType.INT64.getNumber();

  static final int BOOL = TensorProto.DataType.BOOL.getNumber();

  private OnnxTypes() {}
}
