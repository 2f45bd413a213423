package dev.gatehouse.evidence;

/** A path that no syscall may name (promise A1), with the rule that it breaks. */
public final class PathException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Rule rule;

  /** The rules of {@link WorkspacePath#parse}; the names are stable codes. */
  public enum Rule {
    /** The path is empty, or a component is. */
    PATH_EMPTY,
    /** The path starts with a slash. */
    PATH_ABSOLUTE,
    /** A component is {@code .} or {@code ..}. */
    PATH_DOTS,
    /** The bytes are not well-formed UTF-8, or the text holds a lone surrogate. */
    PATH_NOT_UTF8,
    /** A NUL, another control character, or a format character such as a bidirectional mark. */
    PATH_CONTROL,
    /** A backslash. */
    PATH_BACKSLASH,
    /** The text is not in Unicode normalization form C. */
    PATH_NOT_NFC,
    /** More than 4,096 bytes, a component of more than 255, or more than 64 components. */
    PATH_TOO_LONG
  }

  PathException(Rule rule, String message) {
    super(message);
    this.rule = rule;
  }

  /** The rule that was broken. */
  public Rule rule() {
    return rule;
  }

  /** The stable code: the rule's name. */
  public String code() {
    return rule.name();
  }
}
