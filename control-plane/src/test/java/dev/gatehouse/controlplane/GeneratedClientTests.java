package dev.gatehouse.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.settings.GeneratedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is generated from {@code docs/openapi.yaml} passes the compiler's type check. */
@Tag("deep")
class GeneratedClientTests {
  private static final String COMPILER = "typescript@5.9.3";
  private static final long PATIENCE_MINUTES = 5;

  @TempDir Path directory;

  @Test
  void aTypeScriptClientCompiles() throws Exception {
    Path root = GeneratedText.root();
    Path generator =
        root.resolve("control-plane/target/openapi-generator/openapi-generator-cli.jar");
    Path client = directory.resolve("client");
    run(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-jar",
        generator.toString(),
        "generate",
        "-g",
        "typescript-fetch",
        "-i",
        root.resolve("docs/openapi.yaml").toString(),
        "-o",
        client.toString());
    assertThat(Files.readString(client.resolve("apis/SyscallApi.ts"))).contains("syscallExecRun");
    run("npm", "install", "--no-audit", "--no-fund", "--prefix", directory.toString(), COMPILER);
    List<String> check =
        new ArrayList<>(
            List.of("node", directory.resolve("node_modules/typescript/bin/tsc").toString()));
    check.addAll(List.of("--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom"));
    check.addAll(List.of("--module", "es2022", "--moduleResolution", "bundler"));
    check.add(client.resolve("index.ts").toString());
    run(check.toArray(String[]::new));
  }

  private void run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended).as("%s ends", command[0]).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output, UTF_8)).isZero();
  }
}
