package io.github.dl4jpruning.examples.spark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A standalone Spark cluster on the loopback interface: a master and workers of one core each, as
 * processes of their own, started from Spark's own classes. Their executors have this process's
 * class path.
 */
final class Cluster implements AutoCloseable {
  private static final int SECONDS = 60;
  private static final Pattern MASTER = Pattern.compile("spark://127\\.0\\.0\\.1:\\d+");
  private static final String REGISTERED = "Successfully registered with master";

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final String master;

  Cluster(Path folder, int workers) throws IOException, InterruptedException {
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    Files.createDirectories(folder.resolve("jars")); // empty, but Spark looks for it
    try {
      start("master", "org.apache.spark.deploy.master.Master", "--port", "0", "--webui-port", "0");
      this.master = await("master", MASTER);
      for (int i = 0; i < workers; i++) {
        String name = "worker" + i;
        start(
            name,
            "org.apache.spark.deploy.worker.Worker",
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            folder.resolve(name).toString(),
            master);
        await(name, Pattern.compile(REGISTERED));
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** The command line's options for a program that is to run here. */
  List<String> options() {
    return List.of(
        "--master",
        master,
        "--conf",
        "spark.driver.host=127.0.0.1",
        "--conf",
        "spark.driver.bindAddress=127.0.0.1",
        "--conf",
        "spark.executor.memory=700m",
        // Both executors take part, however late one of them comes.
        "--conf",
        "spark.cores.max=2",
        "--conf",
        "spark.scheduler.minRegisteredResourcesRatio=1",
        "--conf",
        "spark.locality.wait=0",
        "--conf",
        "spark.executor.extraClassPath=" + System.getProperty("java.class.path"));
  }

  private void start(String name, String main, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(main, "--host", "127.0.0.1"));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", folder.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("OMP_NUM_THREADS", "1");
    // Executors have it too. None of them runs for long enough to gain by the second compiler.
    String flags =
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dlogback.configurationFile="
            + Cluster.class.getResource("/logback-cluster.xml");
    builder.environment().put("JAVA_TOOL_OPTIONS", flags);
    processes.add(builder.redirectOutput(log(name).toFile()).start());
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** Waits for a line in a process's log. */
  private String await(String name, Pattern wanted) throws IOException, InterruptedException {
    Process process = processes.get(processes.size() - 1);
    for (int i = 0; i < SECONDS * 10; i++) {
      Matcher found = wanted.matcher(Files.readString(log(name)));
      if (found.find()) {
        return found.group();
      }
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new IllegalStateException(
        "The %s did not come up:%n%s".formatted(name, Files.readString(log(name))));
  }

  /** Ends all processes, executors too. */
  @Override
  public void close() throws InterruptedException {
    kill();
    for (Process process : processes) {
      process.waitFor();
    }
  }

  private void kill() {
    List<ProcessHandle> all = new ArrayList<>();
    for (Process process : processes) {
      all.add(process.toHandle());
      process.descendants().forEach(all::add);
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
