package dev.gatehouse.evidence.report;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.Json;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** One session's lines while they are read. */
final class SessionReading {
  private final int process;
  private final int mostTests;
  private final MessageDigest digest = Digest.sha256();
  private final List<String> ids = new ArrayList<>();
  private final List<Optional<TestOutcome>> outcomes = new ArrayList<>();
  private final List<JudgeSession.Test> collectors = new ArrayList<>();
  private final List<JudgeSession.Sentinel> sentinels = new ArrayList<>();
  private final List<JudgeSession.Plugin> plugins = new ArrayList<>();
  private long lines;
  private boolean ended;
  private boolean ran;
  private long exit = -1;

  SessionReading(int process, int mostTests) {
    this.process = process;
    this.mostTests = mostTests;
  }

  void take(int writer, Json.Obj line, byte[] bytes) {
    demand(writer == process, "a process writes into another one's session");
    demand(!ended, "a line comes after the end of its session");
    demand(line.integer("s") == lines, "a line is out of order");
    demand((lines == 0) == line.string("k").equals("begin"), "a session begins once");
    keep(line);
    lines++;
    digest.update(bytes);
  }

  private void keep(Json.Obj line) {
    switch (line.string("k")) {
      case "begin" -> {}
      case "item" -> {
        demand(line.integer("i") == ids.size(), "a test is numbered out of order");
        demand(ids.size() < mostTests, "a session has more than " + mostTests + " tests");
        ids.add(line.string("id"));
        outcomes.add(Optional.empty());
      }
      case "result" -> {
        long number = line.integer("i");
        demand(number >= 0 && number < ids.size(), "a result is of no test");
        demand(outcomes.get((int) number).isEmpty(), "a test has two results");
        outcomes.set((int) number, Optional.of(outcome(line)));
      }
      case "collect" -> collectors.add(new JudgeSession.Test(line.string("id"), outcome(line)));
      case "plugin" -> {
        demand(plugins.size() < mostTests, "a session has more than " + mostTests + " plug-ins");
        plugins.add(new JudgeSession.Plugin(line.string("file"), line.string("sha256")));
      }
      case "sentinel" ->
          sentinels.add(
              new JudgeSession.Sentinel(line.string("name"), line.integer("place"), outcome(line)));
      case "end" -> end(line);
      default -> throw new JudgeReport.InvalidReportException("a line is of no known kind");
    }
  }

  private void end(Json.Obj line) {
    demand(line.integer("items") == ids.size(), "a session ends with another number of tests");
    demand(
        line.string("sha256").equals(soFar()), "a session ends with another digest of its lines");
    ended = true;
    ran = line.bool("ran");
    exit = line.integer("exit");
  }

  private String soFar() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  private static TestOutcome outcome(Json.Obj line) {
    return TestOutcome.of(line.string("outcome"))
        .orElseThrow(() -> new JudgeReport.InvalidReportException("a line has no known outcome"));
  }

  private static void demand(boolean holds, String otherwise) {
    if (!holds) {
      throw new JudgeReport.InvalidReportException(otherwise);
    }
  }

  JudgeSession session() {
    List<JudgeSession.Test> tests = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      tests.add(new JudgeSession.Test(ids.get(i), outcomes.get(i).orElse(TestOutcome.NOTRUN)));
    }
    return new JudgeSession(tests, collectors, sentinels, plugins, ended, ran, exit);
  }
}
