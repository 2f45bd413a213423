package dev.gatehouse.evidence.check;

import java.util.ArrayList;
import java.util.List;

/** Collects what a check finds. */
final class Findings {
  private static final int MAX = 1000;

  private final List<FolderFinding> list = new ArrayList<>();

  void add(CheckCode code, String path, String message) {
    if (list.size() < MAX) {
      list.add(new FolderFinding(code, path, message));
    }
  }

  void add(CheckCode code, String path, RuntimeException refusal) {
    add(code, path, String.valueOf(refusal.getMessage()));
  }

  /** Adds the finding unless the condition holds; returns the condition. */
  boolean demand(boolean holds, CheckCode code, String path, String message) {
    if (!holds) {
      add(code, path, message);
    }
    return holds;
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  List<FolderFinding> list() {
    return list;
  }
}
