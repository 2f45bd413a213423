package dev.gatehouse.bench.load;

import java.util.Locale;

/**
 * One call that a party made.
 *
 * @param atMillis when it began, since the measurement began
 * @param party who made it
 * @param act what it was
 * @param millis until the whole answer was there
 * @param outcome {@code OK}, the code of a refusal, or {@code UNANSWERED}
 */
record Sample(long atMillis, String party, String act, long millis, String outcome) {
  static final String OK = "OK";
  static final String UNANSWERED = "UNANSWERED";
  static final String HEADER = "at_ms,party,act,millis,outcome";

  String csv() {
    return String.format(Locale.ROOT, "%d,%s,%s,%d,%s", atMillis, party, act, millis, outcome);
  }
}
