package dev.gatehouse.policy.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.PathException;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One line of {@code paths.jsonl}: a path as a caller sends it, and what becomes of it under the
 * profile {@code default}.
 *
 * @param line its number in the file, from 1
 * @param kind the class of attack or of work
 * @param bytes the path; of {@code path} in UTF-8, or of {@code hex}, behind what is repeated
 * @param operations the decision is the same for each
 * @param expect an outcome of a decision, or the code with which the parser refuses
 * @param reason why, in a few words
 * @param rule the rule that decides, where the row names it
 * @param twin of a refused path which of {@link UnguardedPaths} lets it through, or {@code same:}
 *     and why all refuse it too
 */
record PathRow(
    int line,
    String kind,
    byte[] bytes,
    List<Operation> operations,
    String expect,
    String reason,
    Optional<String> rule,
    Optional<String> twin) {
  static final String ALLOW = Decision.Outcome.ALLOW.name();

  /** What is done with the path. */
  enum Operation {
    /** A file syscall reads it. */
    READ,
    /** A file syscall makes it. */
    WRITE,
    /** A file syscall changes it, and the base has it. */
    REPLACE,
    /** A command makes it. */
    COMMAND,
    /** A command changes it, and the base has it. */
    CHANGE,
    /** It is a name of the base; the parser is not asked. */
    BASE
  }

  /** The rows of the file, in order. */
  static List<PathRow> all() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PathRow.class.getResourceAsStream("paths.jsonl"), "paths.jsonl")) {
      List<String> lines = new String(in.readAllBytes(), UTF_8).lines().toList();
      return IntStream.range(0, lines.size())
          .mapToObj(i -> of(i + 1, StrictJson.read(lines.get(i).getBytes(UTF_8))))
          .toList();
    }
  }

  private static PathRow of(int line, Json.Obj row) {
    String repeated =
        row.optionalObject("repeat")
            .map(each -> each.string("text").repeat(Math.toIntExact(each.integer("times"))))
            .orElse("");
    byte[] bytes =
        row.optionalString("hex")
            .map(HexFormat.of()::parseHex)
            .orElseGet(() -> (repeated + row.string("path")).getBytes(UTF_8));
    return new PathRow(
        line,
        row.string("class"),
        bytes,
        row.strings("operations").stream()
            .map(name -> Operation.valueOf(name.toUpperCase(Locale.ROOT)))
            .toList(),
        row.string("expect"),
        row.string("reason"),
        row.optionalString("rule"),
        row.optionalString("twin"));
  }

  /** The path as somebody reads it who does not look at its bytes. */
  String text() {
    return new String(bytes, UTF_8);
  }

  /** What becomes of it: an outcome, or the code of the parser's refusal. */
  String decided(Policy policy, Operation operation) {
    if (operation == Operation.BASE) {
      return (policy.hidden(TreePath.of(text())) ? Decision.Outcome.DENY : Decision.Outcome.ALLOW)
          .name();
    }
    try {
      return decision(policy, WorkspacePath.parse(bytes), operation).decision().outcome().name();
    } catch (PathException e) {
      return e.code().name();
    }
  }

  static PathDecision decision(Policy policy, WorkspacePath path, Operation operation) {
    return switch (operation) {
      case READ, BASE -> policy.read(path);
      case WRITE -> policy.write(path, /* inBaseTree= */ false, ChangeOrigin.FILE);
      case REPLACE -> policy.write(path, /* inBaseTree= */ true, ChangeOrigin.FILE);
      case COMMAND -> policy.write(path, /* inBaseTree= */ false, ChangeOrigin.COMMAND);
      case CHANGE -> policy.write(path, /* inBaseTree= */ true, ChangeOrigin.COMMAND);
    };
  }

  @Override
  public String toString() {
    return "line %s, %s, %s, %s: %s".formatted(line, kind, text(), expect, reason);
  }
}
