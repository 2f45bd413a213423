package dev.gatehouse.cli.screen;

/**
 * A piece of a line in one style.
 *
 * @param style how it looks on a terminal with colours
 * @param text what it says; untrusted text may stand here
 */
public record Span(Style style, String text) {

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
  public static Span plain(String text) {
    return new Span(Style.PLAIN, text);
  }

  /** A heading, or what matters most in a line. */
  public static Span strong(String text) {
    return new Span(Style.STRONG, text);
  }

  /** What may be skipped. */
  public static Span faint(String text) {
    return new Span(Style.FAINT, text);
  }

  /** As it should be. */
  public static Span good(String text) {
    return new Span(Style.GOOD, text);
  }

  /** Held, or worth a look. */
  public static Span warn(String text) {
    return new Span(Style.WARN, text);
  }

  /** Refused or wrong. */
  public static Span bad(String text) {
    return new Span(Style.BAD, text);
  }

  /** What somebody asked for. */
  public static Span call(String text) {
    return new Span(Style.CALL, text);
  }
}
