package dev.gatehouse.evidence.json;

/** JSON that evidence does not accept, or that lacks the shape asked of it. */
public final class JsonFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal with the reason. */
  public JsonFormatException(String message) {
    super(message);
  }

  /** A refusal with the reason and what raised it. */
  public JsonFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
