package dev.gatehouse.cli.screen;

/**
 * A piece of a line in one style.
 *
 * @param style how it looks on a terminal with colours
 * @param text what it says; untrusted text may stand here
 */
public record StyledText(Style style, String text) {

  /** The few styles there are. */
  public enum Style {
    PLAIN(""),
    STRONG("1"),
    FAINT("2"),
    GOOD("32"),
    WARN("33"),
    BAD("31"),
    CALL("36");

    private final String sgr;

    Style(String sgr) {
      this.sgr = sgr;
    }

    String sgr() {
      return sgr;
    }
  }

  /** Ordinary text. */
  public static StyledText plain(String text) {
    return new StyledText(Style.PLAIN, text);
  }

  /** A heading, or what matters most in a line. */
  public static StyledText strong(String text) {
    return new StyledText(Style.STRONG, text);
  }

  /** What may be skipped. */
  public static StyledText faint(String text) {
    return new StyledText(Style.FAINT, text);
  }

  /** As it should be. */
  public static StyledText good(String text) {
    return new StyledText(Style.GOOD, text);
  }

  /** Held, or worth a look. */
  public static StyledText warn(String text) {
    return new StyledText(Style.WARN, text);
  }

  /** Refused or wrong. */
  public static StyledText bad(String text) {
    return new StyledText(Style.BAD, text);
  }

  /** What somebody asked for. */
  public static StyledText call(String text) {
    return new StyledText(Style.CALL, text);
  }
}
