package dev.gatehouse.sandbox.starter;

import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.Output;
import java.io.IOException;
import java.util.Optional;

/**
 * The streams of one command while they come.
 *
 * @param judgement of a judged command the messages of its judge
 */
public record OutputCaptures(
    OutputCapture stdout, OutputCapture stderr, Optional<OutputCapture> judgement) {
  /** What keeps the streams of that command. */
  public static OutputCaptures of(CommandSpec line) {
    return new OutputCaptures(
        new OutputCapture(line.streamCapBytes()),
        new OutputCapture(line.streamCapBytes()),
        line.nonces().map(_ -> new OutputCapture(StarterReport.LARGEST_JUDGEMENT)));
  }

  void judge(byte[] message) throws IOException {
    judgement
        .orElseThrow(() -> new IOException("a judge's message for a command without a judge"))
        .add(message);
  }

  public Outputs outputs() {
    return new Outputs(stdout.output(), stderr.output(), judgement.map(OutputCapture::output));
  }

  /** What came. */
  public record Outputs(Output stdout, Output stderr, Optional<Output> judgement) {}
}
