package io.github.dl4jpruning.cli.console;

/** How far long work is; silent where no person watches. */
public final class Bar {
  private static final int LONGEST = 30;

  private final Console console;
  private final String label;
  private int total;
  private int done;

  /** Shows the beginning. */
  public Bar(Console console, String label, int total) {
    this.console = console;
    this.label = label;
    this.total = total;
    draw();
  }

  /** One more is done. */
  public void step() {
    done++;
    draw();
  }

  /** So many are done, of so many. */
  public void show(int reached, int of) {
    done = reached;
    total = of;
    draw();
  }

  /** Takes it away. */
  public void done() {
    if (console.terminal()) {
      console.err().print("\r\033[K");
      console.err().flush();
    }
  }

  private void draw() {
    if (console.terminal()) {
      int length = Math.min(LONGEST, Math.max(5, console.width() - label.length() - 20));
      int filled = (int) ((long) length * done / Math.max(1, total));
      console
          .err()
          .print(
              "\r%s [%s%s] %s of %s"
                  .formatted(label, "#".repeat(filled), " ".repeat(length - filled), done, total));
      console.err().flush();
    }
  }
}
