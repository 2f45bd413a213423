package dev.gatehouse.gates.report;

import dev.gatehouse.evidence.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where one gate writes down what it finds. */
public final class FindingCollector {
  public static final String JOURNAL = "data/journal.jsonl";

  private final String gate;
  private final List<GateFinding> findings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  public FindingCollector(String gate) {
    this.gate = gate;
  }

  public void add(GateFinding finding) {
    findings.add(finding);
  }

  /** A finding about a whole file. */
  public void file(FindingCode code, String path, String message) {
    findings.add(new GateFinding(code, path, 0, message, Optional.empty()));
  }

  /** A finding about a file, shown by some content. */
  public void file(FindingCode code, String path, String message, Digest evidence) {
    findings.add(new GateFinding(code, path, 0, message, Optional.of(evidence.hex())));
  }

  /** A finding about a journal line. */
  public void line(FindingCode code, long line, String message) {
    findings.add(new GateFinding(code, JOURNAL, line, message, Optional.empty()));
  }

  public void note(String sentence) {
    notes.add(sentence);
  }

  public GateResult result() {
    return new GateResult(gate, findings, notes);
  }
}
