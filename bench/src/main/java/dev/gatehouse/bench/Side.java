package dev.gatehouse.bench;

/** Where commands run; opened once for a script, and closed after it. */
sealed interface Side permits GatehouseSide, PlainSide {
  /** Its name in the data. */
  String name();

  /** Makes a fresh tree and a place to run commands on it. */
  void open();

  /** Runs a shell string to its end; its exit code. */
  int run(String command);

  /** Ends it: for Gatehouse to the sealed folder, for a plain container to its removal. */
  void close();
}
