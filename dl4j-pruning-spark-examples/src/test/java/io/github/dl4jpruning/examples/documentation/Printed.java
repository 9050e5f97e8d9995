package io.github.dl4jpruning.examples.documentation;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A printed block of code, compiled. */
final class Printed {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** One for all: it has read the class path's jars. */
  private static final JavaFileManager FILES =
      COMPILER.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);

  private final Block block;
  private final URL classes;

  private Printed(Block block, URL classes) {
    this.block = block;
    this.classes = classes;
  }

  /**
   * Compiles a block with the imports that it shows.
   *
   * @param into an empty folder for the classes
   * @throws AssertionError with the compiler's messages
   */
  static Printed compile(Block block, Path into) {
    String source = source(block);
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of("-d", into.toString(), "-proc:none", "-Xlint:all,-processing,-classfile,-path");
    JavaFileObject file = new Text(block.className(), source);
    boolean compiled = COMPILER.getTask(messages, FILES, null, options, null, List.of(file)).call();
    String said = messages.toString();
    if (!compiled || !said.isEmpty()) {
      throw new AssertionError("%s does not compile:%n%s%n%s".formatted(block, said, source));
    }
    try {
      return new Printed(block, into.toUri().toURL());
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  private static String source(Block block) {
    if (block.isClass()) {
      return block.code();
    }
    StringBuilder text = new StringBuilder();
    block.imports().forEach(line -> text.append(line).append('\n'));
    String parameters =
        block.variables().entrySet().stream()
            .map(v -> Given.qualified(v.getValue()) + " " + v.getKey())
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    return text.append("class Printed {\n  static void run(")
        .append(parameters)
        .append(") throws Exception {\n")
        .append(block.statements())
        .append("  }\n}\n")
        .toString();
  }

  /** Runs it, with a value for each variable. */
  void run(Map<String, Object> values) throws Throwable {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes}, getClass().getClassLoader())) {
      Class<?> type = loader.loadClass(block.className());
      if (block.isClass()) {
        call(type.getMethod("main", String[].class), (Object) new String[0]);
        return;
      }
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals("run")) {
          method.setAccessible(true);
          call(method, new TreeMap<>(values).values().toArray());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void call(Method method, Object... arguments) throws Throwable {
    try {
      method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String source;

    Text(String className, String source) {
      super(URI.create("string:///" + className + ".java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }
}
