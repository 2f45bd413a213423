package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Coverage-guided fuzzing of what parses hostile bytes. The targets and the inputs that they have
 * to survive are in the tests of their modules, where every build runs them.
 */
@Tag("deep")
class FuzzTests {
  private static final Duration EACH =
      Duration.ofSeconds(Integer.getInteger("gatehouse.fuzz.seconds", 300));
  private static final List<String> MODULES =
      List.of("evidence", "policy-profiles", "control-plane");

  @ParameterizedTest
  @CsvSource({
    "evidence, journal, dev.gatehouse.evidence.journal.JournalFuzzTarget",
    "policy-profiles, paths, dev.gatehouse.policy.decision.PathFuzzTarget",
    "policy-profiles, shell, dev.gatehouse.policy.shell.ShellFuzzTarget",
    "control-plane, requests, dev.gatehouse.controlplane.syscalls.RequestFuzzTarget",
    "control-plane, diffs, dev.gatehouse.controlplane.diff.DiffFuzzTarget",
  })
  void noInputMakesAParserFailOtherwiseThanByItsRefusal(
      String module, String name, String target, @TempDir Path corpus) throws IOException {
    Path seeds = Product.root().resolve(module).resolve("src/test/resources/fuzz").resolve(name);
    copy(seeds, corpus);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+EnableDynamicAgentLoading", "-ea"));
    command.addAll(List.of("-cp", classPath(), "com.code_intelligence.jazzer.Jazzer"));
    command.add("--target_class=" + target);
    command.add("--instrumentation_includes=dev.gatehouse.**");
    command.add("--reproducer_path=" + Product.module().resolve("target"));
    command.add("-artifact_prefix=" + Product.module().resolve("target") + "/");
    command.add("-max_total_time=" + EACH.toSeconds());
    command.add(corpus.toString());
    Program ended =
        Program.run(Product.module().resolve("target"), Map.of(), command, EACH.plusMinutes(2));
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("Done ");
  }

  private static String classPath() {
    List<String> places = new ArrayList<>();
    for (String module : MODULES) {
      places.add(Product.root().resolve(module).resolve("target/test-classes").toString());
      places.add(Product.root().resolve(module).resolve("target/classes").toString());
    }
    places.add(System.getProperty("java.class.path"));
    return String.join(File.pathSeparator, places);
  }

  private static void copy(Path seeds, Path into) throws IOException {
    try (Stream<Path> files = Files.list(seeds)) {
      for (Path file : files.toList()) {
        Files.copy(file, into.resolve(file.getFileName()));
      }
    }
  }
}
