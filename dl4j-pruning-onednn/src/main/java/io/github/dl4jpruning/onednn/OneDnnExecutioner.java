package io.github.dl4jpruning.onednn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;

/**
 * ND4J's executioner for CPUs, which lets oneDNN compute what it computes right; all else is
 * computed as by natives that have no oneDNN. Users call {@link OneDnn#enable()}; public, because
 * ND4J makes it by its name.
 */
public final class OneDnnExecutioner extends NativeOpExecutioner {
  /** What ND4J does. */
  public OneDnnExecutioner() {}

  @Override
  public INDArray[] exec(CustomOp op, OpContext context) {
    context.allowHelpers(Trusted.computes(op.opName(), context));
    return super.exec(op, context);
  }
}
