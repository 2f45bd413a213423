package dev.gatehouse.gates;

import dev.gatehouse.evidence.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where one gate writes down what it finds. */
final class GateLog {
  static final String JOURNAL = "data/journal.jsonl";

  private final String gate;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  GateLog(String gate) {
    this.gate = gate;
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  /** A finding about a whole file. */
  void file(Code code, String path, String message) {
    findings.add(new Finding(code, path, 0, message, Optional.empty()));
  }

  /** A finding about a file, shown by some content. */
  void file(Code code, String path, String message, Digest evidence) {
    findings.add(new Finding(code, path, 0, message, Optional.of(evidence.hex())));
  }

  /** A finding about a journal line. */
  void line(Code code, long line, String message) {
    findings.add(new Finding(code, JOURNAL, line, message, Optional.empty()));
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  GateResult result() {
    return new GateResult(gate, findings, notes);
  }
}
