import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints the totals of a JaCoCo CSV report: one line for the build log. */
class Coverage {
  public static void main(String[] args) throws Exception {
    Path csv = Path.of(args[0]);
    if (!Files.exists(csv)) {
      return; // no test ran
    }
    List<String> rows = Files.readAllLines(csv);
    List<String> head = List.of(rows.get(0).split(","));
    System.out.println(
        "Coverage: lines "
            + percent(rows, head, "LINE")
            + ", branches "
            + percent(rows, head, "BRANCH"));
  }

  private static String percent(List<String> rows, List<String> head, String counter) {
    long missed = sum(rows, head.indexOf(counter + "_MISSED"));
    long covered = sum(rows, head.indexOf(counter + "_COVERED"));
    double share = missed + covered == 0 ? 100 : 100.0 * covered / (missed + covered);
    return String.format(Locale.ROOT, "%.1f %% (%d of %d)", share, covered, missed + covered);
  }

  private static long sum(List<String> rows, int column) {
    return rows.stream().skip(1).mapToLong(r -> Long.parseLong(r.split(",")[column])).sum();
  }
}
