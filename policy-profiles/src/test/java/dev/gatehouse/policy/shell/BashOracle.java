package dev.gatehouse.policy.shell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What bash starts when it runs a string: each command is recorded in place of being started. Bash
 * runs as nobody, without network, in processes and a root directory of its own, in which there is
 * no other program. Needs root.
 *
 * <p>Each string runs several times: with commands that succeed, fail and do one or the other; that
 * print nothing and something; and with the builtins of bash as commands or at work. {@code enable}
 * is the one builtin that a string cannot call in any of them.
 */
final class BashOracle {
  /**
   * A command that bash started.
   *
   * @param words name and arguments; each character is a byte of UTF-8
   * @param cut the length to which words are cut, 0 where none is
   * @param left number of words that {@code words} leaves out
   * @param directory where it starts; empty where {@code cd} was a command without effect
   * @param exported variables of its environment, of those whose names are in batch.bash, with the
   *     beginnings of their values
   */
  record Started(
      List<String> words, int cut, int left, String directory, Map<String, String> exported) {
    @Override
    public String toString() {
      return words + (cut == 0 ? "" : " cut to " + cut) + " in " + directory + " with " + exported;
    }
  }

  /**
   * What one string did.
   *
   * @param started each command once, in the order of their first start
   * @param files that it made, relative to the directory in which it started
   */
  record Effects(Set<Started> started, Set<String> files) {}

  private record Pass(String builtins, String answer, String prints) {}

  /** The strings of one process. */
  static final int BATCH = 250;

  private static final List<Pass> PASSES =
      List.of(
          new Pass("off", "0", ""),
          new Pass("off", "1", ""),
          new Pass("off", "mixed", "-p *.py"),
          new Pass("on", "0", "q r"),
          new Pass("on", "1", ""));
  private static final List<String> DIRECTORIES = List.of("", "src");
  private static final List<String> FILES = List.of("a.py", "b.txt", "src/c.py");
  private static final int MAX_SECONDS = 300;
  private static final int MAX_RECORDS = 64 << 20;
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
  private static final Pattern VARIABLE = Pattern.compile("(\\w+)=([^\35]*)\35");
  private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)+");

  private final Path root;
  private final String batch;

  /** Copies bash into a root directory. */
  BashOracle(Path root) throws IOException, InterruptedException {
    this.root = root;
    Files.setPosixFilePermissions(root, fromString("rwxr-xr-x"));
    try (InputStream text = BashOracle.class.getResourceAsStream("batch.bash")) {
      this.batch = new String(text.readAllBytes(), UTF_8);
    }
    Path bash = Path.of("/bin/bash");
    copy(bash);
    Process libraries = new ProcessBuilder("ldd", bash.toString()).start();
    Matcher each =
        LIBRARY.matcher(new String(libraries.getInputStream().readAllBytes(), ISO_8859_1));
    libraries.waitFor();
    while (each.find()) {
      if (Files.exists(Path.of(each.group(1)))) {
        copy(Path.of(each.group(1)));
      }
    }
    for (String directory : List.of("dev", "tmp", "workspace")) {
      open(Files.createDirectory(root.resolve(directory)));
    }
    open(Files.createFile(root.resolve("dev/null")));
  }

  /** What each of at most {@link #BATCH} strings does, in their order. None has a NUL. */
  List<Effects> run(List<String> strings) throws IOException, InterruptedException {
    if (strings.size() > BATCH) {
      throw new IllegalArgumentException("too many strings");
    }
    Path input = root.resolve("strings");
    Files.writeString(input, String.join("\0", strings) + "\0");
    Set<String> programs = new TreeSet<>();
    for (String string : strings) {
      PROGRAM.matcher(string).results().forEach(found -> programs.add(found.group()));
    }
    List<Set<Started>> started = new ArrayList<>();
    for (int i = 0; i < strings.size(); i++) {
      started.add(new LinkedHashSet<>());
      prepare(root.resolve("workspace").resolve(Integer.toString(i)));
    }
    for (Pass pass : PASSES) {
      run(pass, input, programs);
      read(started);
    }
    List<Effects> effects = new ArrayList<>();
    for (int i = 0; i < strings.size(); i++) {
      Path directory = root.resolve("workspace").resolve(Integer.toString(i));
      effects.add(new Effects(started.get(i), made(directory)));
      delete(directory);
    }
    return effects;
  }

  private void run(Pass pass, Path input, Set<String> programs)
      throws IOException, InterruptedException {
    for (String file : List.of("records", "count")) {
      Files.deleteIfExists(root.resolve(file));
      open(Files.createFile(root.resolve(file)));
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of("unshare", "--net", "--pid", "--fork", "--kill-child"));
    command.addAll(List.of("chroot", "--userspec=65534:65534", root.toString()));
    command.addAll(List.of("/bin/bash", "--norc", "--noprofile", "-c", batch, "bash"));
    command.addAll(List.of(pass.builtins, pass.answer, pass.prints));
    command.addAll(programs);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().retainAll(Set.of("PATH"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("HOME", "/tmp");
    Process process = builder.start();
    try {
      if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("bash did not end");
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new AssertionError("bash ended with " + process.exitValue());
    }
  }

  private void read(List<Set<Started>> started) throws IOException {
    Path file = root.resolve("records");
    if (Files.size(file) > MAX_RECORDS) {
      throw new AssertionError("bash started too much");
    }
    String text = Files.readString(file, ISO_8859_1).replace('\36', '\n');
    Iterator<String> fields = Arrays.asList(text.split("\0", -1)).iterator();
    for (String string = fields.next(); fields.hasNext(); string = fields.next()) {
      boolean effective = fields.next().equals("on");
      String directory = fields.next();
      Map<String, String> exported = variables(fields.next());
      int count = Integer.parseInt(fields.next());
      int cut = Integer.parseInt(fields.next());
      int listed = Integer.parseInt(fields.next());
      List<String> words = new ArrayList<>();
      for (int i = 0; i < listed; i++) {
        words.add(fields.next());
      }
      started
          .get(Integer.parseInt(string))
          .add(new Started(words, cut, count - listed, effective ? directory : "", exported));
    }
  }

  private static Map<String, String> variables(String pairs) {
    Map<String, String> variables = new TreeMap<>();
    Matcher each = VARIABLE.matcher(pairs);
    while (each.find()) {
      variables.put(each.group(1), each.group(2));
    }
    return variables;
  }

  private static void prepare(Path directory) throws IOException {
    for (String made : DIRECTORIES) {
      open(Files.createDirectory(directory.resolve(made)));
    }
    for (String file : FILES) {
      Files.createFile(directory.resolve(file));
    }
  }

  private static Set<String> made(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      Set<String> names = new TreeSet<>();
      all.filter(Files::isRegularFile)
          .forEach(path -> names.add(directory.relativize(path).toString()));
      names.removeAll(FILES);
      return names;
    }
  }

  private static void open(Path path) {
    try {
      Files.setPosixFilePermissions(path, fromString("rwxrwxrwx"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copy(Path file) throws IOException {
    Path to = root.resolve(file.toString().substring(1));
    Files.createDirectories(to.getParent());
    Files.copy(file, to);
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path closed, IOException e) throws IOException {
            Files.delete(closed);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
