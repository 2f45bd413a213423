package dev.gatehouse.sandbox;

import java.io.IOException;
import java.util.Optional;

/**
 * The streams of one command while they come.
 *
 * @param judgement of a judged command the messages of its judge
 */
record Captures(Capture stdout, Capture stderr, Optional<Capture> judgement) {
  /** What keeps the streams of that command. */
  static Captures of(CommandLine line) {
    return new Captures(
        new Capture(line.streamCapBytes()),
        new Capture(line.streamCapBytes()),
        line.nonces().map(_ -> new Capture(Report.LARGEST_JUDGEMENT)));
  }

  void judge(byte[] message) throws IOException {
    judgement
        .orElseThrow(() -> new IOException("a judge's message for a command without a judge"))
        .add(message);
  }

  Outputs outputs() {
    return new Outputs(stdout.output(), stderr.output(), judgement.map(Capture::output));
  }

  /** What came. */
  record Outputs(Output stdout, Output stderr, Optional<Output> judgement) {}
}
