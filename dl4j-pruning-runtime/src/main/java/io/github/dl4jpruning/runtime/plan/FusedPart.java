package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.runtime.kernel.Epilogue;

/** A part that finishes what it has computed itself: scales, shifts and activations go into it. */
abstract class FusedPart extends Part {
  final Epilogue epilogue;

  FusedPart(Operation operation, Epilogue epilogue) {
    super(operation);
    this.epilogue = epilogue;
  }

  @Override
  final Epilogue epilogue() {
    return epilogue;
  }

  @Override
  abstract Part with(Epilogue other);
}
