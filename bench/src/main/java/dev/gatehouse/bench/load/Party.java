package dev.gatehouse.bench.load;

/** Somebody who acts again and again, on a thread of its own. */
interface Party {
  /** Names it in the raw data. */
  String name();

  /** Acts once; bounded in time. What goes wrong for a hostile party is of no interest. */
  void act() throws Exception;
}
