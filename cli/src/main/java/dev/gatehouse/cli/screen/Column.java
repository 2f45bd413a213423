package dev.gatehouse.cli.screen;

/**
 * A column of a table, and what happens to its cells where the table is too wide.
 *
 * @param head its heading
 * @param cut where a cell is cut
 * @param least columns of the terminal that it keeps, if a cell needs so many
 */
public record Column(String head, Cut cut, int least) {
  private static final int ID = 14;

  /** Where a cell is cut. */
  public enum Cut {
    /** The beginning stays, as of an id, which a word takes by its beginning. */
    END,
    /** Both ends stay, as of a path. */
    MIDDLE,
    /** It is never cut. */
    NEVER
  }

  /** Ids of runs and approvals. */
  public static Column id(String head) {
    return new Column(head, Cut.END, ID);
  }

  /** Text of which the beginning says most. */
  public static Column text(String head, int least) {
    return new Column(head, Cut.END, least);
  }

  /** Names and paths of any length. */
  public static Column name(String head, int least) {
    return new Column(head, Cut.MIDDLE, least);
  }

  /** Words and numbers of a known length. */
  public static Column fixed(String head) {
    return new Column(head, Cut.NEVER, 0);
  }
}
