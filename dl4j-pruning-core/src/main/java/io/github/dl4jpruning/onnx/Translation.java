package io.github.dl4jpruning.onnx;

/** From one operation of a program to nodes of ONNX. */
interface Translation {
  /** Writes all nodes but the last one, which is given; its output becomes the operation's. */
  OnnxNode apply(Context context);
}
