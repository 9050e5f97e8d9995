package io.github.dl4jpruning.runtime.plan;

/** Something to run, bound to the arrays of one session. Allocates nothing when run. */
interface Step {
  void run();

  /** What {@code describe} says of it. */
  Facts facts();

  /** One without multiplications, by a kernel of that name. */
  static Step of(String kernel, Runnable run) {
    return of(Facts.of(kernel), run);
  }

  /** One with facts that do not change. */
  static Step of(Facts facts, Runnable run) {
    return new Step() {
      @Override
      public void run() {
        run.run();
      }

      @Override
      public Facts facts() {
        return facts;
      }
    };
  }
}
