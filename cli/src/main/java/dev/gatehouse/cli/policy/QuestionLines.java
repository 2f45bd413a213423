package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;

/** A stream of JSON lines, each an object that asks something; a line of blanks asks nothing. */
public final class QuestionLines {
  private QuestionLines() {}

  /** Takes what the lines hold, in their order. */
  public interface Sink<T> {
    /** A line that was read. */
    void take(long line, T asked);

    /** A line that was not. */
    void refuse(LineProblem problem);
  }

  /**
   * Reads every line.
   *
   * @param parser reads the object of a line, or throws JsonFormatException
   * @throws IOException if the stream cannot be read
   */
  public static <T> void read(InputStream in, Function<Json.Obj, T> parser, Sink<T> sink)
      throws IOException {
    BoundedLines lines = new BoundedLines(in);
    for (Optional<BoundedLines.Line> next = lines.next(); next.isPresent(); next = lines.next()) {
      BoundedLines.Line line = next.get();
      if (line.bytes().isEmpty()) {
        sink.refuse(LineProblem.tooLong(line.number()));
      } else if (!isBlank(line.bytes().get())) {
        read(line.number(), line.bytes().get(), parser, sink);
      }
    }
  }

  private static <T> void read(
      long number, byte[] bytes, Function<Json.Obj, T> parser, Sink<T> sink) {
    Json.Obj object;
    try {
      object = StrictJson.read(bytes);
    } catch (JsonFormatException e) {
      sink.refuse(LineProblem.invalid(number, Optional.empty(), String.valueOf(e.getMessage())));
      return;
    }
    take(number, object, parser, sink);
  }

  /** Reads one object. */
  static <T> void take(long number, Json.Obj object, Function<Json.Obj, T> parser, Sink<T> sink) {
    T asked;
    try {
      asked = parser.apply(object);
    } catch (JsonFormatException e) {
      sink.refuse(
          LineProblem.invalid(
              number, AskedQuestion.optionalId(object), String.valueOf(e.getMessage())));
      return;
    }
    sink.take(number, asked);
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte each : bytes) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }
}
