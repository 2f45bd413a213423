package dev.gatehouse.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was packaged: the server, laid out once per JVM, and the command line program. Tests run in
 * several JVMs at once, and each lays out a server in a directory of its own.
 */
final class Product {
  private static final String VERSION = "0.1.0-SNAPSHOT";

  private Product() {}

  private static final class Server {
    static final Path JAR = layOut();

    private static Path layOut() {
      Path jar = packaged("control-plane", "-server");
      Path into =
          module().resolve("target").resolve(System.getProperty("gatehouse.server", "server-0"));
      CopiedTrees.remove(into);
      Program.demand(
          root(),
          Map.of("home", root().toString(), "jdk", System.getProperty("java.home")),
          List.of(
              "bash",
              "-c",
              "set -euo pipefail; . deploy/setup/say.bash; . deploy/setup/build.bash;"
                  + " extract_server \"$1\" && [[ -s $1/server.aot ]]",
              "bash",
              into.toString()));
      return into.resolve(jar.getFileName());
    }
  }

  /** The directory of the packaged server's libraries. */
  static Path libraries() {
    return Server.JAR.resolveSibling("lib");
  }

  /**
   * The command that starts a server over {@code data} with a heap of that size, such as 512m. It
   * does not start without the classes that were recorded for it.
   */
  static List<String> server(Path data, int port, String heap, List<String> options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + heap,
                "@" + root().resolve("deploy/setup/server.options"),
                "-XX:OnOutOfMemoryError=touch '%s/out-of-memory'".formatted(data),
                "-XX:AOTCache=" + Server.JAR.resolveSibling("server.aot"),
                "-XX:AOTMode=on",
                "-jar",
                Server.JAR.toString(),
                "--gatehouse.data=" + data,
                "--server.port=" + port));
    command.addAll(options);
    return command;
  }

  /** The command that starts a server and starts it again after a crash, as {@code up} does. */
  static List<String> supervised(List<String> server) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "set -euo pipefail; . deploy/setup/say.bash; . deploy/setup/supervise.bash;"
                    + " supervise \"$@\"",
                "up"));
    command.addAll(server);
    return command;
  }

  /** The command line program, run to its end. */
  static Program cli(Map<String, String> environment, String... words) {
    Path jar = packaged("cli", "");
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jar + ":" + jar.resolveSibling("lib") + "/*",
                "dev.gatehouse.cli.Gatehouse"));
    command.addAll(List.of(words));
    return Program.run(root(), environment, command);
  }

  /** The check that shares nothing with the product. */
  static Program verifyScript(Path folder, Path trust, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                root().resolve("deploy/verify/verify.sh").toString(),
                folder.toString(),
                "--trust",
                trust.toString()));
    command.addAll(List.of(options));
    return Program.run(root(), Map.of(), command);
  }

  /** This module's directory. */
  static Path module() {
    return Path.of(System.getProperty("basedir", System.getProperty("user.dir"))).toAbsolutePath();
  }

  /** The directory of the whole build. */
  static Path root() {
    return module().resolveSibling(".").normalize();
  }

  private static Path packaged(String module, String classifier) {
    Path jar =
        root().resolve("%s/target/%s-%s%s.jar".formatted(module, module, VERSION, classifier));
    if (!Files.exists(jar)) {
      throw new AssertionError(jar + " is not there: these tests run in the phase verify");
    }
    try {
      return jar.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
