package io.github.dl4jpruning.examples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * LeNet-300-100 to 90 % on a real cluster: one master, two workers, each with an executor. On MNIST
 * if {@code -Dmnist=DIR} names it, or it lies in {@code ../shared/data/mnist} beside the project;
 * else on digits that the program draws.
 */
class ClusterTest {
  private static final int WEIGHTS = 784 * 300 + 300 * 100 + 100 * 10;
  private static final int PRUNED = WEIGHTS * 9 / 10;

  @TempDir static Path folder;
  private static Cluster cluster;

  private Path notes;
  private Thread driver = new Thread();

  @BeforeAll
  static void start() throws Exception {
    cluster = new Cluster(folder.resolve("cluster"), 2);
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** After a failure, the job may still be there, and there is room for one. */
  @AfterEach
  void endJob() throws InterruptedException {
    driver.join(TimeUnit.SECONDS.toMillis(10));
    if (driver.isAlive()) {
      // The job's context; settings are for a new one, should the job have ended just now.
      SparkContext.getOrCreate(new SparkConf().setMaster("local").setAppName("end")).stop();
      driver.join(TimeUnit.MINUTES.toMillis(1));
    }
  }

  @BeforeEach
  void notes() throws IOException {
    notes = Files.createTempDirectory(folder, "notes");
  }

  /** In the middle of the job, one executor is killed; its tasks are run again elsewhere. */
  @Test
  void averaging_executorKilled_endsAtTheTargetWithZeros() throws Exception {
    CompletableFuture<PruneOnSpark.Trained> job = start(Engine.AVERAGING);
    List<ZeroWatch.Step> before = await(job, () -> executors(steps()) == 2 && steps().size() > 40);
    ProcessHandle victim = ProcessHandle.of(before.get(0).process()).orElseThrow();
    assertTrue(victim.destroyForcibly());
    victim.onExit().get(10, TimeUnit.SECONDS);
    assertFalse(job.isDone(), "in the middle");

    requirePruned(finished(job));
    assertTrue(steps().size() > before.size() + 40, "went on");
  }

  @Test
  void shared_twoExecutors_endsAtTheTargetWithZeros() throws Exception {
    requirePruned(finished(start(Engine.SHARED)));
    assertEquals(2, executors(steps()));
  }

  private CompletableFuture<PruneOnSpark.Trained> start(Engine engine) throws IOException {
    List<String> args = new ArrayList<>(cluster.options());
    args.addAll(List.of("--engine", engine.name(), "--epochs", "5"));
    PruneOnSpark program = new PruneOnSpark(new ZeroWatch(notes));
    new CommandLine(program).parseArgs(args.toArray(String[]::new));
    TrainTest images = Images.load(mnist());
    CompletableFuture<PruneOnSpark.Trained> job = new CompletableFuture<>();
    driver =
        new Thread(
            () -> {
              try {
                job.complete(program.train(images.train().first(5_120)));
              } catch (RuntimeException | Error e) {
                job.completeExceptionally(e);
              }
            },
            "driver");
    driver.setDaemon(true);
    driver.start();
    return job;
  }

  private static Optional<Path> mnist() {
    Path beside = Path.of("../../shared/data/mnist").toAbsolutePath().normalize();
    return Optional.ofNullable(System.getProperty("mnist"))
        .map(Path::of)
        .or(() -> Optional.of(beside).filter(Files::exists));
  }

  private static PruneOnSpark.Trained finished(CompletableFuture<PruneOnSpark.Trained> job)
      throws InterruptedException, ExecutionException, TimeoutException {
    return job.get(3, TimeUnit.MINUTES);
  }

  private List<ZeroWatch.Step> steps() throws IOException {
    return ZeroWatch.read(notes);
  }

  private static long executors(List<ZeroWatch.Step> steps) {
    return steps.stream().map(ZeroWatch.Step::process).distinct().count();
  }

  private List<ZeroWatch.Step> await(CompletableFuture<?> job, Callable<Boolean> condition)
      throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      assertFalse(job.isDone(), "the job ended before");
      assertTrue(System.nanoTime() - start < TimeUnit.MINUTES.toNanos(2), "two minutes are over");
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return steps();
  }

  private void requirePruned(PruneOnSpark.Trained trained) throws IOException {
    trained.pruner().requireComplete();
    assertEquals(PRUNED, zeros(WeightInspection.masksFromZeros(PrunableModel.of(trained.net()))));
    List<ZeroWatch.Step> steps = steps();
    assertEquals(0.0, steps.stream().mapToDouble(ZeroWatch.Step::worst).max().orElseThrow());
    Set<Long> counts = new TreeSet<>(Set.of(0L));
    long pruned = 0;
    for (PruningHistory.Change change : trained.pruner().history().changes()) {
      pruned += change.removed();
      counts.add(pruned);
    }
    assertEquals(
        counts,
        steps.stream().map(ZeroWatch.Step::zeros).collect(Collectors.toCollection(TreeSet::new)),
        "zeros in each step: those of one of the masks, and of each of them");
    assertTrue(counts.contains((long) PRUNED));
  }

  private static long zeros(MaskStore masks) {
    return masks.length() - masks.kept();
  }
}
