package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.runtime.kernel.Epilogue;

/** An operation with its weights, shared by all sessions. Immutable. */
abstract class Part {
  final Operation operation;

  Part(Operation operation) {
    this.operation = operation;
  }

  /** How an operation without weights in a special form is bound to a session's arrays. */
  interface Binding {
    Step bind(Frame frame);
  }

  /** A part into which nothing is fused. */
  static Part of(Operation operation, Binding binding) {
    return new Part(operation) {
      @Override
      Step bind(Frame frame) {
        return binding.bind(frame);
      }
    };
  }

  /** Binds it to a session's arrays. */
  abstract Step bind(Frame frame);

  /** Its input. */
  final Tensor in(Frame frame) {
    return frame.input(operation, 0);
  }

  /** What may be fused into it; null if nothing can. */
  Epilogue epilogue() {
    return null;
  }

  /** The same with another epilogue. */
  Part with(Epilogue epilogue) {
    throw new IllegalStateException(operation.op() + " has no epilogue");
  }

  /** Whether the epilogue's channels are the places of the output's first axis. */
  boolean perChannel() {
    return true;
  }

  /** Bytes of its weights. */
  long bytes() {
    return epilogue() == null ? 0 : epilogue().bytes();
  }
}
