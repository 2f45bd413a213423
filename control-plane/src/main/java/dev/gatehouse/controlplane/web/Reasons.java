package dev.gatehouse.controlplane.web;

import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;

/** Why a body could not be read, in words that hold nothing of the gateway's insides. */
public final class Reasons {
  private static final int MAX_LENGTH = 300;

  private Reasons() {}

  /** One sentence from the parser, bounded. */
  public static String of(HttpMessageNotReadableException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof JacksonException json) {
        String text = String.valueOf(json.getOriginalMessage());
        int end = text.indexOf(" (class ");
        String shown = end > 0 ? text.substring(0, end) : text;
        return shown.length() > MAX_LENGTH ? shown.substring(0, MAX_LENGTH) : shown;
      }
    }
    return "the call needs a JSON object";
  }
}
