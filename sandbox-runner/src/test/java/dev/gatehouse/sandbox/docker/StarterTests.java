package dev.gatehouse.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.starter.OutputCaptures;
import dev.gatehouse.sandbox.starter.StartFrame;
import dev.gatehouse.sandbox.starter.StarterReport;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The starter on its own, spoken to without the engine, against frames that nobody should send. */
@TestInstance(Lifecycle.PER_CLASS)
@Requires(Requirement.ROOT)
class StarterTests {
  private final Path starter = Path.of("target", "starter").toAbsolutePath();

  @BeforeAll
  void compile() throws IOException {
    Process gcc =
        new ProcessBuilder(
                "gcc",
                "-static",
                "-Os",
                "-std=gnu17",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-o",
                starter.toString(),
                "../deploy/starter/starter.c")
            .redirectErrorStream(true)
            .start();
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(gcc.onExit().join().exitValue()).as(said).isZero();
  }

  /** What the starter sent, and its exit status; it is process 1 of a pid namespace of its own. */
  private record Answer(byte[] sent, int status) {
    StarterReport report(OutputCaptures captures) throws IOException {
      return StarterReport.read(
          new DataInputStream(new ByteArrayInputStream(sent)), captures, 1 << 20, OutputSink.NONE);
    }

    StarterReport report() throws IOException {
      return report(OutputCaptures.of(line(List.of("true"), Map.of(), "/")));
    }
  }

  private Answer send(byte[] bytes, boolean thenEnd) throws IOException {
    Process process = new ProcessBuilder("unshare", "--pid", "--fork", starter.toString()).start();
    process.getOutputStream().write(bytes);
    process.getOutputStream().flush();
    if (thenEnd) {
      process.getOutputStream().close();
    }
    byte[] sent = process.getInputStream().readAllBytes();
    return new Answer(sent, process.onExit().join().exitValue());
  }

  private static byte[] frame(String... argv) {
    return StartFrame.of(
        new CommandSpec(
            List.of(argv),
            Map.of("PATH", "/usr/bin:/bin"),
            "/",
            new byte[0],
            Duration.ofSeconds(9),
            9,
            9),
        SandboxFixture.LIMITS);
  }

  private void assertRefused(byte[] bytes, String why) throws IOException {
    Answer answer = send(bytes, false);
    assertThat(answer.status()).isEqualTo(125);
    assertThat(answer.report())
        .isInstanceOfSatisfying(StarterReport.Broken.class, b -> assertThat(b.why()).contains(why));
  }

  @Test
  void refusesFramesOutOfBounds() throws IOException {
    byte[] good = frame("true");
    assertRefused(
        "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII), "not a GHS1 or GHS2 frame");
    assertRefused(ByteBuffer.wrap(good.clone()).putInt(4, 27).array(), "length out of bounds");
    assertRefused(ByteBuffer.wrap(good.clone()).putInt(4, -1).array(), "length out of bounds");
    assertRefused(ByteBuffer.wrap(good.clone()).putInt(24, 0).array(), "number of arguments");
    assertRefused(ByteBuffer.wrap(good.clone()).putInt(24, 70_000).array(), "number of arguments");
    assertRefused(ByteBuffer.wrap(good.clone()).putInt(28, 5000).array(), "number of variables");
    assertRefused(ByteBuffer.wrap(good.clone()).putInt(24, 9).array(), "a string has no end");
    assertRefused(ByteBuffer.wrap(good.clone()).putInt(32, 1).array(), "another length");
    byte[] nameless = good.clone();
    nameless[36] = 0;
    assertRefused(nameless, "");
  }

  @Test
  void neverStartsAnythingFromACutFrame() throws IOException {
    byte[] whole = frame("echo", "started");
    for (int length = 0; length < whole.length; length++) {
      Answer answer = send(Arrays.copyOf(whole, length), true);
      assertThat(answer.status()).isEqualTo(125);
      assertThat(answer.sent()).isEmpty();
    }
  }

  @Test
  void killsItsCommandWhenTheGatewayIsGone() throws IOException {
    Answer answer = send(frame("sleep", "600"), true);
    assertThat(answer.status()).isEqualTo(125);
  }

  @Test
  void digestsWhatItSends() throws IOException {
    for (int length : List.of(0, 1, 55, 56, 63, 64, 65, 119, 120, 65_536, 200_000)) {
      Answer answer = send(frame("sh", "-c", "head -c " + length + " /dev/urandom"), false);
      OutputCaptures captures = OutputCaptures.of(line(List.of("true"), Map.of(), "/"));
      assertThat(answer.report(captures))
          .isInstanceOfSatisfying(
              StarterReport.Closed.class,
              c -> {
                OutputCaptures.Outputs outputs = captures.outputs();
                assertThat(
                        c.frame()
                            .agreesWith(outputs.stdout(), outputs.stderr(), outputs.judgement()))
                    .isTrue();
              });
      assertThat(answer.status()).isZero();
    }
  }

  @Test
  void aJudgedCommandTakesNoncesAndWhatItSaysToTheJudgeComesWithItsProcess() throws IOException {
    String first = "0".repeat(32) + "b";
    String second = "1".repeat(32) + "r";
    String script =
        """
        import os
        print(os.read(198, 33).decode(), os.read(198, 33).decode(), os.read(198, 33))
        os.write(198, b"parent")
        child = os.fork()
        if child == 0:
            os.write(198, b"child")
            os._exit(0)
        os.waitpid(child, 0)
        print(os.getpid(), child)
        try:
            os.open("/proc/self/fd/198", os.O_WRONLY)
        except OSError as e:
            print(e.errno)
        """;
    CommandSpec plain =
        line(List.of("python3", "-c", script), Map.of("PATH", "/usr/bin:/bin"), "/");
    CommandSpec judged =
        new CommandSpec(
            plain.argv(),
            plain.environment(),
            plain.directory(),
            plain.stdin(),
            plain.timeLimit(),
            1 << 16,
            1 << 16,
            Optional.of(List.of(first, second)));
    OutputCaptures captures = OutputCaptures.of(judged);

    StarterReport report =
        send(StartFrame.of(judged, SandboxFixture.LIMITS), false).report(captures);

    OutputCaptures.Outputs outputs = captures.outputs();
    String[] said = SandboxFixture.text(outputs.stdout()).split("\\s+");
    assertThat(said).startsWith(first, second, "b''").endsWith("6");
    ByteBuffer messages = ByteBuffer.wrap(outputs.judgement().orElseThrow().head());
    for (String[] each : new String[][] {{said[3], "parent"}, {said[4], "child"}}) {
      assertThat(messages.getInt()).isEqualTo(Integer.parseInt(each[0]));
      byte[] text = new byte[messages.getInt()];
      messages.get(text);
      assertThat(new String(text, StandardCharsets.US_ASCII)).isEqualTo(each[1]);
    }
    assertThat(messages.hasRemaining()).isFalse();
    assertThat(report)
        .isInstanceOfSatisfying(
            StarterReport.Closed.class,
            c ->
                assertThat(
                        c.frame()
                            .agreesWith(outputs.stdout(), outputs.stderr(), outputs.judgement()))
                    .isTrue());
  }

  @Test
  void theReaderRefusesWhatIsNoFrame() {
    for (byte[] bytes :
        List.of(
            new byte[] {'X', 0, 0, 0, 1, 0},
            new byte[] {'O', 0, 0, 0, 0},
            new byte[] {'O', 0, 1, 0, 1},
            new byte[] {'Z', 0, 0, 0, 1, 'X'},
            new byte[] {'J', 0, 0, 0, 1, 'x'},
            new byte[] {'O', 0, 0, 0, 5, 'a'})) {
      assertThatThrownBy(() -> new Answer(bytes, 0).report()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theReaderStopsAtTheBoundOfAJudgesReport() throws IOException {
    byte[] frame = new byte[5 + StarterReport.LARGEST_PIECE];
    ByteBuffer.wrap(frame).put((byte) 'J').putInt(StarterReport.LARGEST_PIECE);
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (long sent = 0;
        sent <= StarterReport.LARGEST_JUDGEMENT;
        sent += StarterReport.LARGEST_PIECE) {
      frames.writeBytes(frame);
    }
    OutputCaptures captures = OutputCaptures.of(judged(List.of()));

    assertThat(new Answer(frames.toByteArray(), 0).report(captures))
        .isInstanceOf(StarterReport.OverLimit.class);
    assertThat(captures.outputs().judgement().orElseThrow().head())
        .hasSize((int) StarterReport.LARGEST_JUDGEMENT);
  }

  @Test
  void theWriterRefusesWhatTheFrameCannotCarry() {
    for (CommandSpec line :
        List.of(
            line(List.of(), Map.of(), "/"),
            line(List.of(""), Map.of(), "/"),
            line(List.of("a\0b"), Map.of(), "/"),
            line(List.of("a"), Map.of("A=B", "c"), "/"),
            line(List.of("a"), Map.of("", "c"), "/"),
            line(List.of("a"), Map.of(), "relative"),
            judged(List.of("0".repeat(31) + "b")),
            judged(List.of("0".repeat(33))),
            judged(Collections.nCopies(65, "0".repeat(32) + "r")),
            line(List.of("a", "x".repeat(9 << 20)), Map.of(), "/"))) {
      assertThatThrownBy(() -> StartFrame.of(line, SandboxFixture.LIMITS))
          .isInstanceOfSatisfying(
              SandboxException.class,
              e -> assertThat(e.code().name()).isEqualTo("COMMAND_INVALID"));
    }
  }

  private static CommandSpec judged(List<String> nonces) {
    return new CommandSpec(
        List.of("true"),
        Map.of(),
        "/",
        new byte[0],
        Duration.ofSeconds(1),
        1,
        1,
        Optional.of(nonces));
  }

  private static CommandSpec line(
      List<String> argv, Map<String, String> environment, String directory) {
    return new CommandSpec(argv, environment, directory, new byte[0], Duration.ofSeconds(1), 1, 1);
  }
}
