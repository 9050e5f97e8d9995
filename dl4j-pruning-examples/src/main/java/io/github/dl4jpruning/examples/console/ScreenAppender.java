package io.github.dl4jpruning.examples.console;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

/** Logback's way to the {@link Screen}; {@code logback.xml} sets the pattern, without %n. */
public final class ScreenAppender extends AppenderBase<ILoggingEvent> {
  private final PatternLayout layout = new PatternLayout();

  /**
   * Sets the pattern.
   *
   * @param pattern as in Logback's manual
   */
  public void setPattern(String pattern) {
    layout.setPattern(pattern);
  }

  @Override
  public void start() {
    layout.setContext(getContext());
    layout.start();
    super.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    Screen.STANDARD.println(layout.doLayout(event).stripTrailing());
  }
}
