package io.github.dl4jpruning.onnx;

/** How an ONNX file takes images. */
public enum ImageForm {
  /** As the network does. */
  AS_THE_NETWORK,
  /**
   * As rows {@code [batch, height · width · channels]}, in the order of the network's own arrays.
   */
  FLAT,
  /** As {@code [batch, channels, height, width]}, where the network takes them as rows. */
  IMAGE
}
