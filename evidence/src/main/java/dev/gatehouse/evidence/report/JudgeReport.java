package dev.gatehouse.evidence.report;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages of a step's judge. Each is four bytes of the process that wrote it, as the kernel
 * says, four bytes of length, and lines of canonical JSON; numbers are big-endian. The plug-in
 * {@code gatehouse_judge.py} says what the lines are.
 *
 * @param sessions the sessions, in the order of their beginnings, by nonce
 */
public record JudgeReport(Map<String, JudgeSession> sessions) {
  private static final int MAX_TESTS = 100_000;

  public JudgeReport {
    sessions = Collections.unmodifiableMap(new LinkedHashMap<>(sessions));
  }

  /** Whether each session came to its end with its sentinels as expected. */
  public boolean isWhole() {
    return sessions.entrySet().stream()
        .allMatch(
            session -> session.getValue().ended() && session.getValue().isHonest(session.getKey()));
  }

  /** Whether there was a session with something to run. */
  public boolean ran() {
    return sessions.values().stream().anyMatch(JudgeSession::ran);
  }

  /** The tests of all sessions. */
  public List<JudgeSession.Test> tests() {
    return sessions.values().stream().flatMap(session -> session.tests().stream()).toList();
  }

  /** Plug-ins, conftest files and other files with hooks, of all sessions. */
  public List<JudgeSession.Plugin> plugins() {
    return sessions.values().stream()
        .flatMap(session -> session.plugins().stream())
        .distinct()
        .toList();
  }

  /** What the sessions could not collect, or skipped as a whole. */
  public List<JudgeSession.Test> collectors() {
    return sessions.values().stream().flatMap(session -> session.collectors().stream()).toList();
  }

  /** A report that no plug-in wrote alone and in order. */
  public static final class InvalidReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidReportException(String message) {
      super(message);
    }
  }

  /**
   * Reads the messages.
   *
   * @param key of the step
   * @throws InvalidReportException if one of them is malformed, has no nonce of the step, comes
   *     from another process than the one that began its session, out of order, or after the
   *     session's end
   */
  public static JudgeReport read(byte[] messages, JudgeKey key) {
    Set<String> nonces = Set.copyOf(key.nonces());
    Map<String, SessionReading> readings = new LinkedHashMap<>();
    ByteBuffer rest = ByteBuffer.wrap(messages);
    try {
      while (rest.hasRemaining()) {
        int process = rest.getInt();
        byte[] lines = new byte[length(rest)];
        rest.get(lines);
        read(process, lines, nonces, readings);
      }
    } catch (BufferUnderflowException e) {
      throw new InvalidReportException("the last message is cut off");
    }
    Map<String, JudgeSession> sessions = new LinkedHashMap<>();
    readings.forEach((nonce, reading) -> sessions.put(nonce, reading.session()));
    return new JudgeReport(sessions);
  }

  private static int length(ByteBuffer rest) {
    int length = rest.getInt();
    if (length < 1 || length > rest.remaining()) {
      throw new InvalidReportException("the last message is cut off");
    }
    return length;
  }

  private static void read(
      int process, byte[] lines, Set<String> nonces, Map<String, SessionReading> readings) {
    if (lines[lines.length - 1] != '\n') {
      throw new InvalidReportException("a message is not whole lines");
    }
    for (int start = 0; start < lines.length; ) {
      int end = start;
      while (lines[end] != '\n') {
        end++;
      }
      byte[] line = Arrays.copyOfRange(lines, start, end + 1);
      start = end + 1;
      try {
        Json.Obj json = StrictJson.readCanonical(Arrays.copyOf(line, line.length - 1));
        String nonce = json.string("n");
        if (!nonces.contains(nonce)) {
          throw new InvalidReportException("a line has no nonce of this step");
        }
        SessionReading reading =
            readings.computeIfAbsent(nonce, _ -> new SessionReading(process, MAX_TESTS));
        reading.take(process, json, line);
      } catch (JsonFormatException e) {
        throw new InvalidReportException("a line is malformed");
      }
    }
  }
}
