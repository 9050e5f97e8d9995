package io.github.dl4jpruning.examples.console;

import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Where a progress bar writes: the live line of a {@link Screen}, until it is settled. The bar's
 * own end is no sign, since another of its renderings may be under way then.
 */
final class LiveLine implements ProgressBarConsumer {
  private final Screen screen;
  private boolean settled;

  LiveLine(Screen screen) {
    this.screen = screen;
  }

  /** The width of the terminal; 80 if unknown. */
  @Override
  public int getMaxRenderedLength() {
    return TerminalWidth.columns();
  }

  @Override
  public synchronized void accept(String rendered) {
    if (!settled) {
      screen.live(rendered);
    }
  }

  @Override
  public void close() {}

  synchronized void settle() {
    settled = true;
    screen.settle();
  }
}
