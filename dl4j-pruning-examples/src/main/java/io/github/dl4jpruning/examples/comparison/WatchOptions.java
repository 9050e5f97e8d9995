package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.examples.console.Places;
import io.github.dl4jpruning.examples.console.Screen;
import io.github.dl4jpruning.examples.console.TrainingWatch;
import io.github.dl4jpruning.reporting.Course;
import io.github.dl4jpruning.reporting.LivePage;
import io.github.dl4jpruning.reporting.TensorBoard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import picocli.CommandLine.Option;

/** Where a training can be watched besides the console, on the command line of all examples. */
public final class WatchOptions {
  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description =
          "Also write what TensorBoard shows there, in a folder for each network: look at it with"
              + " tensorboard --logdir DIR.")
  private Path tensorBoard;

  @Option(
      names = "--live",
      description = "Also show the pruned network's training in a browser on this machine.")
  private boolean live;

  /**
   * Watches a network that is not pruned.
   *
   * @param name of the network
   * @param watch stands before this among its listeners
   * @return a listener; one that does nothing if nobody asked for more than the console
   * @throws UncheckedIOException if a folder can't be written to
   */
  public TrainingListener of(String name, TrainingWatch watch) {
    return tensorBoard == null
        ? new BaseTrainingListener() {}
        : TensorBoard.ofDense(folder(name)).with("validation", looks(watch));
  }

  /**
   * Watches a network that is pruned.
   *
   * @param name of the network
   * @param pruner stands before this among its listeners
   * @param watch likewise
   * @return a listener; one that does nothing if nobody asked for more than the console
   * @throws UncheckedIOException if a folder can't be written to, or no port is free
   */
  public TrainingListener of(String name, PruningListener pruner, TrainingWatch watch) {
    List<TrainingListener> all = new ArrayList<>();
    if (tensorBoard != null) {
      all.add(TensorBoard.of(pruner, folder(name)).with("validation", looks(watch)));
    }
    if (live) {
      all.add(page(name, pruner, watch));
    }
    return new Together(all);
  }

  /** It stays until the program ends. */
  private static LivePage page(String name, PruningListener pruner, TrainingWatch watch) {
    try {
      LivePage page =
          LivePage.on(pruner).titled("The training of " + name).with(looks(watch)).start();
      Screen.say("The training of %s is to be seen at %s", name, page.address());
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Several listeners in the place of one. */
  private static final class Together extends BaseTrainingListener {
    private final List<TrainingListener> all;

    Together(List<TrainingListener> all) {
      this.all = all;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      all.forEach(listener -> listener.iterationDone(model, iteration, epoch));
    }

    @Override
    public void onEpochEnd(Model model) {
      all.forEach(listener -> listener.onEpochEnd(model));
    }
  }

  private static Supplier<List<Course.Look>> looks(TrainingWatch watch) {
    return () -> RunPage.looks(watch.course());
  }

  private Path folder(String name) {
    try {
      Places.requireFolder("--tensorboard", tensorBoard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tensorBoard.resolve(name.replace(' ', '-'));
  }
}
