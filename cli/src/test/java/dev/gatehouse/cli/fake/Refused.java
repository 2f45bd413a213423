package dev.gatehouse.cli.fake;

/** Becomes a problem document. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final int status;
  final String code;

  /** A refusal with this status and code. */
  public Refused(int status, String code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}
